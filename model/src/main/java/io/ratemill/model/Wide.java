package io.ratemill.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * A fixed-point number of 128 bits on its way to a shorter form. One is used for many numbers, so
 * that none costs an object.
 */
public final class Wide {
  private static final int STEP_DIGITS = 8;
  private static final long STEP = 100_000_000L;
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private boolean negative;

  /** The magnitude. */
  private long upper;

  private long lower;
  private int scale;

  /** Sets the number {@code (high:low) * 10^-ofScale}, with as few zeros at its end as is cheap. */
  public void set(long high, long low, int ofScale) {
    negative = high < 0;
    upper = negative ? ~high + (low == 0 ? 1 : 0) : high;
    lower = negative ? -low : low;
    scale = (high | low) == 0 ? 0 : ofScale;
    // The smallest number has no positive counterpart: as unsigned halves it is right all the same.
    // Zeros leave eight at a time by division in halves; nearly every sum of a bill then fits a
    // long.
    while (scale >= STEP_DIGITS) {
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
  }

  /** Whether the number fits a long, as {@link #unscaled} gives it. */
  boolean isShort() {
    return upper == 0 && lower >= 0;
  }

  /** The number that fits a long, to be divided by {@code 10^}{@link #scale}. */
  long unscaled() {
    return negative ? -lower : lower;
  }

  /** The decimals of the number. */
  int scale() {
    return scale;
  }

  /** The number. */
  public BigDecimal decimal() {
    if (isShort()) {
      return BigDecimal.valueOf(unscaled(), scale);
    }
    byte[] magnitude = ByteBuffer.allocate(16).putLong(upper).putLong(lower).array();
    return new BigDecimal(new BigInteger(negative ? -1 : 1, magnitude), scale);
  }
}
