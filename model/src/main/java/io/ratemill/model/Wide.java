package io.ratemill.model;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A fixed-point number of 127 bits and a sign. One is used for many numbers, so that none costs an
 * object; what does not fit is said to the caller, who then takes a {@link BigDecimal}. Not for use
 * by several threads.
 */
public final class Wide implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int STEP_DIGITS = 8;
  private static final int STEP = 100_000_000;
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  /** Digits that fit a long for sure. */
  static final int LONG_DIGITS = 18;

  /** Digits that fit 127 bits for sure. */
  private static final int MOST_DIGITS = 2 * LONG_DIGITS;

  private static final int CHUNK_DIGITS = 9;
  private static final int CHUNK = 1_000_000_000;

  /** Bits of the greatest magnitude. */
  private static final int BITS = 127;

  private static final long[] POWERS = new long[LONG_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private boolean negative;

  /** The magnitude. */
  private long upper;

  private long lower;
  private int scale;

  /** {@code 10^digits}, for as many digits as fit a long. */
  static long power(int digits) {
    return POWERS[digits];
  }

  /** Sets the number {@code (high:low) * 10^-ofScale}, with as few zeros at its end as is cheap. */
  public void set(long high, long low, int ofScale) {
    setAsIs(high, low, (high | low) == 0 ? 0 : ofScale);
    // The smallest number has no positive counterpart: as unsigned halves it is right all the same.
    // Zeros leave eight at a time by division in halves; nearly every sum of a bill then fits a
    // long.
    while (scale >= STEP_DIGITS) {
      long before = upper;
      long lowBefore = lower;
      if (divide(STEP) != 0) {
        upper = before;
        lower = lowBefore;
        break;
      }
      scale -= STEP_DIGITS;
    }
  }

  /** Divides the magnitude by a number of 31 bits, in halves of its halves; gives the remainder. */
  private int divide(int divisor) {
    long d3 = upper >>> 32;
    long d2 = (d3 % divisor) << 32 | (upper & LOW_HALF);
    long d1 = (d2 % divisor) << 32 | (lower >>> 32);
    long d0 = (d1 % divisor) << 32 | (lower & LOW_HALF);
    upper = (d3 / divisor) << 32 | (d2 / divisor);
    lower = (d1 / divisor) << 32 | (d0 / divisor);
    return (int) (d0 % divisor);
  }

  /** Sets the number {@code (high:low) * 10^-ofScale}. */
  public void setAsIs(long high, long low, int ofScale) {
    negative = high < 0;
    upper = negative ? ~high + (low == 0 ? 1 : 0) : high;
    lower = negative ? -low : low;
    scale = ofScale;
  }

  /** Sets a decimal; false where it does not fit, or is a multiple of ten by its scale. */
  public boolean set(BigDecimal number) {
    BigInteger unscaled = number.unscaledValue();
    if (number.scale() < 0 || unscaled.bitLength() >= BITS) {
      return false;
    }
    boolean isLong = unscaled.bitLength() < Long.SIZE;
    long low = unscaled.longValue();
    setAsIs(
        isLong ? low >> (Long.SIZE - 1) : unscaled.shiftRight(Long.SIZE).longValue(),
        low,
        number.scale());
    return true;
  }

  /** Sets the number of a text; false where it does not fit, or is not in plain notation. */
  public boolean parse(String text) {
    // What is not Latin-1 becomes a question mark, which is no digit.
    return parse(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The same of a text in UTF-8. */
  public boolean parse(byte[] text) {
    int length = text.length;
    boolean minus = length > 0 && text[0] == '-';
    long first = 0;
    long second = 0;
    int digits = 0;
    int point = -1;
    boolean any = false;
    for (int at = minus ? 1 : 0; at < length; at++) {
      byte c = text[at];
      if (c == '.' && point < 0) {
        point = at;
        continue;
      }
      int digit = c - '0';
      if (digit < 0 || digit > 9 || digits == MOST_DIGITS) {
        return false;
      }
      any = true;
      if (digits < LONG_DIGITS) {
        first = first * 10 + digit;
      } else {
        second = second * 10 + digit;
      }
      if (digits > 0 || digit > 0) {
        digits++;
      }
    }
    if (!any) {
      return false;
    }
    negative = minus && digits > 0;
    upper = 0;
    lower = first;
    scale = point < 0 ? 0 : length - point - 1;
    if (digits > LONG_DIGITS) {
      long power = POWERS[digits - LONG_DIGITS];
      upper = Math.multiplyHigh(first, power);
      lower = first * power + second;
      if (Long.compareUnsigned(lower, second) < 0) {
        upper++;
      }
    }
    return true;
  }

  /** Changes the sign. */
  public void negate() {
    negative = !negative && (upper | lower) != 0;
  }

  /**
   * Adds another number, whose scale may change for it; false where the sum does not fit: both are
   * then the numbers that they were.
   */
  public boolean add(Wide other) {
    if (!(scale < other.scale ? widen(other.scale) : other.widen(scale))) {
      return false;
    }
    if (negative == other.negative) {
      long low = lower + other.lower;
      long high = upper + other.upper + (Long.compareUnsigned(low, lower) < 0 ? 1 : 0);
      if (high < 0) {
        return false;
      }
      upper = high;
      lower = low;
      return true;
    }
    int lowers = Long.compareUnsigned(lower, other.lower);
    boolean less = upper == other.upper ? lowers < 0 : upper < other.upper;
    long low = less ? other.lower - lower : lower - other.lower;
    int borrow = (less ? lowers > 0 : lowers < 0) ? 1 : 0;
    upper = (less ? other.upper - upper : upper - other.upper) - borrow;
    lower = low;
    negative = (upper | lower) != 0 && less != negative;
    return true;
  }

  /** Multiplies by another number; false where the product does not fit: nothing changes then. */
  public boolean multiply(Wide other) {
    if (upper != 0 && other.upper != 0) {
      return false;
    }
    long most = upper | other.upper;
    long factor = upper == 0 ? lower : other.lower;
    long high = unsignedMultiplyHigh(lower, other.lower);
    if (most != 0) {
      long more = most * factor;
      if (more < 0 || high < 0 || unsignedMultiplyHigh(most, factor) != 0) {
        return false;
      }
      high += more;
    }
    if (high < 0) {
      return false;
    }
    lower *= other.lower;
    upper = high;
    negative = (upper | lower) != 0 && negative != other.negative;
    scale += other.scale;
    return true;
  }

  /** The upper half of a product of two halves without signs. */
  private static long unsignedMultiplyHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + (a < 0 ? b : 0) + (b < 0 ? a : 0);
  }

  /** Writes the number with more decimals; false where it does not fit so. */
  private boolean widen(int toScale) {
    while (scale < toScale) {
      int digits = Math.min(LONG_DIGITS, toScale - scale);
      long power = POWERS[digits];
      long carry = unsignedMultiplyHigh(lower, power);
      long high = upper * power + carry;
      if (Math.multiplyHigh(upper, power) != 0 || upper * power < 0 || high < 0) {
        return false;
      }
      upper = high;
      lower *= power;
      scale += digits;
    }
    return true;
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
  public int scale() {
    return scale;
  }

  /** The upper half of the number times {@code 10^}{@link #scale}, in two's complement. */
  public long high() {
    return negative ? ~upper + (lower == 0 ? 1 : 0) : upper;
  }

  /** The lower half of the number times {@code 10^}{@link #scale}, in two's complement. */
  public long low() {
    return negative ? -lower : lower;
  }

  /** The number. */
  public BigDecimal decimal() {
    if (isShort()) {
      return BigDecimal.valueOf(unscaled(), scale);
    }
    byte[] magnitude = ByteBuffer.allocate(16).putLong(upper).putLong(lower).array();
    return new BigDecimal(new BigInteger(negative ? -1 : 1, magnitude), scale);
  }

  /**
   * The number in plain notation.
   *
   * @param decimals zeros at the end of more decimals than these are left out
   */
  public String text(int decimals) {
    return new String(utf8(decimals), StandardCharsets.ISO_8859_1);
  }

  /** The same in UTF-8. */
  public byte[] utf8(int decimals) {
    byte[] digits = new byte[Math.max(40, scale + 1)];
    int from = digits(digits);
    int point = digits.length - scale;
    int to = digits.length;
    while (to > point + decimals && to > point && (to <= from || digits[to - 1] == '0')) {
      to--;
    }
    int start = Math.min(from, point - 1);
    boolean fraction = to > point;
    int length = (negative ? 1 : 0) + (point - start) + (fraction ? 1 + to - point : 0);
    byte[] text = new byte[length];
    int at = 0;
    if (negative) {
      text[at++] = '-';
    }
    Arrays.fill(digits, start, Math.max(start, from), (byte) '0');
    System.arraycopy(digits, start, text, at, point - start);
    at += point - start;
    if (fraction) {
      text[at++] = '.';
      System.arraycopy(digits, point, text, at, to - point);
    }
    return text;
  }

  /** Writes the digits of the magnitude up to the end, and gives where they begin. */
  private int digits(byte[] into) {
    int at = into.length;
    long high = upper;
    long low = lower;
    while (upper != 0 || lower < 0) {
      int chunk = divide(CHUNK);
      for (int i = 0; i < CHUNK_DIGITS; i++) {
        into[--at] = (byte) ('0' + chunk % 10);
        chunk /= 10;
      }
    }
    for (long left = lower; left != 0; left /= 10) {
      into[--at] = (byte) ('0' + left % 10);
    }
    upper = high;
    lower = low;
    return at;
  }
}
