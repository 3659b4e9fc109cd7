package io.ratemill.columnar;

import java.math.BigInteger;

/** Arithmetic on signed 128-bit numbers held as two longs. */
final class Int128 {
  /** The largest n for which 10^n is a long. */
  static final int LARGEST_POWER = 18;

  /** No 128-bit number has more decimal digits than this. */
  static final int DIGITS = 39;

  private static final long[] POWERS = new long[LARGEST_POWER + 1];
  private static final BigInteger LOWER_HALF = BigInteger.ONE.shiftLeft(64);

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Int128() {}

  /** 10^n. */
  static long power(int n) {
    return POWERS[n];
  }

  /** The upper half of the product of an unsigned number and one that is not negative. */
  static long unsignedMultiplyHigh(long unsigned, long factor) {
    return Math.multiplyHigh(unsigned, factor) + ((unsigned >> 63) & factor);
  }

  static BigInteger toBigInteger(long high, long low) {
    BigInteger upper = BigInteger.valueOf(high).shiftLeft(64);
    BigInteger lower = BigInteger.valueOf(low);
    return upper.add(low < 0 ? lower.add(LOWER_HALF) : lower);
  }
}
