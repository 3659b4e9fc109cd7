package io.ratemill.sources.rollup;

import io.ratemill.columnar.DecimalColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Turns 128-bit fixed-point numbers into decimals. */
final class Fixed {
  private static final int STEP_DIGITS = 8;
  private static final long STEP = 100_000_000L;
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private Fixed() {}

  /** The number {@code (high:low) * 10^-24} with as few zeros at its end as is cheap. */
  static BigDecimal decimal(long high, long low) {
    if ((high | low) == 0) {
      return BigDecimal.ZERO;
    }
    boolean negative = high < 0;
    long upper = negative ? ~high + (low == 0 ? 1 : 0) : high;
    long lower = negative ? -low : low;
    if (upper < 0) {
      // The smallest number has no positive counterpart in 128 bits.
      return new BigDecimal(wide(high, low), DecimalColumn.SCALE);
    }
    // Zeros leave eight at a time by division in halves; nearly every sum of a bill then fits a
    // long, which BigDecimal keeps without a BigInteger.
    int scale = DecimalColumn.SCALE;
    while (scale > 0) {
      long d3 = upper >>> 32;
      long q3 = d3 / STEP;
      long d2 = (d3 % STEP) << 32 | (upper & LOW_HALF);
      long q2 = d2 / STEP;
      long d1 = (d2 % STEP) << 32 | (lower >>> 32);
      long q1 = d1 / STEP;
      long d0 = (d1 % STEP) << 32 | (lower & LOW_HALF);
      long q0 = d0 / STEP;
      if (d0 % STEP != 0) {
        break;
      }
      upper = q3 << 32 | q2;
      lower = q1 << 32 | q0;
      scale -= STEP_DIGITS;
    }
    if (upper == 0 && lower >= 0) {
      return BigDecimal.valueOf(negative ? -lower : lower, scale);
    }
    BigInteger magnitude = wide(upper, lower);
    return new BigDecimal(negative ? magnitude.negate() : magnitude, scale);
  }

  private static BigInteger wide(long high, long low) {
    return new BigInteger(ByteBuffer.allocate(16).putLong(high).putLong(low).array());
  }
}
