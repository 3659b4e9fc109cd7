package io.ratemill.model;

/**
 * A power of ten that numbers of 128 bits are divided by where nothing remains, without a division.
 *
 * <p>Shape: an odd number has an inverse among the numbers of 64 bits, so that a quotient without
 * remainder is a product; whether there was none is seen by multiplying back.
 *
 * @param zeros 1 to 18
 * @param power ten to the power of {@code zeros}
 * @param inverse of the power's odd factor, five to the power of {@code zeros}, modulo 2 to the 64
 */
record TenPower(int zeros, long power, long inverse) {
  static TenPower of(int zeros) {
    long power = 1;
    long odd = 1;
    for (int i = 0; i < zeros; i++) {
      power *= 10;
      odd *= 5;
    }
    // Each step doubles the bits that are right, of which there are three to begin with.
    long inverse = odd;
    for (int right = 3; right < Long.SIZE; right *= 2) {
      inverse *= 2 - odd * inverse;
    }
    return new TenPower(zeros, power, inverse);
  }

  /** The quotient of {@code upper:lower}, which holds if {@link #gives} says so. */
  long divide(long upper, long lower) {
    return (lower >>> zeros | upper << (Long.SIZE - zeros)) * inverse;
  }

  /** Whether a quotient times the power is {@code upper:lower}. */
  boolean gives(long quotient, long upper, long lower) {
    return quotient * power == lower && Math.multiplyHigh(quotient, power) == upper;
  }
}
