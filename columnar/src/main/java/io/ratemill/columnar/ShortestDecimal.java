package io.ratemill.columnar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The shortest decimal that a binary floating-point number can be read back from: what the sender
 * meant when a decimal amount was stored as a double. Reused: the result is in its fields.
 *
 * <p>Shape. Of several shortest decimals the one closest to the binary number. Doubles too small
 * for full precision (below 2.3E-308) may get two digits where one would do.
 *
 * <p>Source. Raffaello Giulietti, "The Schubfach way to render doubles"; the JDK prints doubles
 * this way from release 19 on, earlier ones sometimes print a longer decimal.
 */
final class ShortestDecimal {
  private static final double FAST_FACTOR = 1e10;
  private static final int FAST_SCALE = 10;

  /** Decimals of up to 15 digits and doubles never collide, so any that reads back is the one. */
  private static final double FAST_LIMIT = 1e15;

  private static final int LEAST_EXPONENT = -1074;
  private static final long LEAST_NORMAL = 1L << 52;
  private static final long TINY = 3;
  private static final int LEAST_POWER = -324;
  private static final int GREATEST_POWER = 292;
  private static final long MASK_63 = Long.MAX_VALUE;
  private static final int LONGEST_FLOAT = 9;

  /** For each power k, 10^-k scaled to 126 bits and rounded up: 63 upper bits, 63 lower bits. */
  private static final long[] POWERS = powers();

  /** The digits, with a sign. */
  long digits;

  /** How many of the digits are decimals; negative for zeros that are left out. */
  int scale;

  /** Finds the decimal of a finite double. */
  void find(double value) {
    double size = Math.abs(value);
    double shifted = Math.rint(size * FAST_FACTOR);
    if (shifted < FAST_LIMIT && shifted / FAST_FACTOR == size) {
      digits = value < 0 ? -(long) shifted : (long) shifted;
      scale = FAST_SCALE;
      return;
    }
    long bits = Double.doubleToRawLongBits(size);
    long fraction = bits & (LEAST_NORMAL - 1);
    int exponent = (int) (bits >>> 52);
    if (exponent > 0) {
      search(exponent - 1 + LEAST_EXPONENT, fraction | LEAST_NORMAL);
    } else if (fraction < TINY) {
      search(LEAST_EXPONENT, 10 * fraction);
      scale++;
    } else {
      search(LEAST_EXPONENT, fraction);
    }
    if (value < 0) {
      digits = -digits;
    }
  }

  /** Finds the decimal of a finite float. */
  void find(float value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal best = exact;
    for (int length = 1; length <= LONGEST_FLOAT; length++) {
      BigDecimal down = exact.round(new MathContext(length, RoundingMode.DOWN));
      BigDecimal up = exact.round(new MathContext(length, RoundingMode.UP));
      boolean downReads = down.floatValue() == value;
      boolean upReads = up.floatValue() == value;
      if (downReads || upReads) {
        boolean closerDown = exact.subtract(down).abs().compareTo(up.subtract(exact).abs()) <= 0;
        best = downReads && (closerDown || !upReads) ? down : up;
        break;
      }
    }
    digits = best.unscaledValue().longValueExact();
    scale = best.scale();
  }

  /** The search for {@code mantissa * 2^exponent}; names follow the paper. */
  private void search(int q, long c) {
    int out = (int) c & 1;
    long cb = c << 2;
    long cbr = cb + 2;
    long cbl;
    int k;
    if (c != LEAST_NORMAL || q == LEAST_EXPONENT) {
      cbl = cb - 2;
      k = floorLog10OfPowerOf2(q);
    } else {
      cbl = cb - 1;
      k = floorLog10OfThreeQuartersOfPowerOf2(q);
    }
    int h = q + floorLog2OfPowerOf10(-k) + 2;
    long g1 = POWERS[2 * (k - LEAST_POWER)];
    long g0 = POWERS[2 * (k - LEAST_POWER) + 1];
    long vb = roundToOdd(g1, g0, cb << h);
    long vbl = roundToOdd(g1, g0, cbl << h);
    long vbr = roundToOdd(g1, g0, cbr << h);
    long s = vb >> 2;
    scale = -k;
    if (s >= 100) {
      long sp10 = s / 10 * 10;
      long tp10 = sp10 + 10;
      boolean lowerIn = vbl + out <= sp10 << 2;
      boolean upperIn = (tp10 << 2) + out <= vbr;
      if (lowerIn != upperIn) {
        digits = lowerIn ? sp10 : tp10;
        return;
      }
    }
    long t = s + 1;
    boolean lowerIn = vbl + out <= s << 2;
    boolean upperIn = (t << 2) + out <= vbr;
    if (lowerIn != upperIn) {
      digits = lowerIn ? s : t;
      return;
    }
    long middle = vb - ((s + t) << 1);
    digits = middle < 0 || (middle == 0 && (s & 1) == 0) ? s : t;
  }

  private static long roundToOdd(long g1, long g0, long cp) {
    long x1 = Math.multiplyHigh(g0, cp);
    long y0 = g1 * cp;
    long y1 = Math.multiplyHigh(g1, cp);
    long z = (y0 >>> 1) + x1;
    long w = y1 + (z >>> 63);
    return w | (((z & MASK_63) + MASK_63) >>> 63);
  }

  private static int floorLog10OfPowerOf2(int e) {
    return (int) ((e * 661_971_961_083L) >> 41);
  }

  private static int floorLog10OfThreeQuartersOfPowerOf2(int e) {
    return (int) ((e * 661_971_961_083L - 274_743_187_321L) >> 41);
  }

  private static int floorLog2OfPowerOf10(int e) {
    return (int) ((e * 913_124_641_741L) >> 38);
  }

  private static long[] powers() {
    long[] powers = new long[2 * (GREATEST_POWER - LEAST_POWER + 1)];
    for (int k = LEAST_POWER; k <= GREATEST_POWER; k++) {
      int shift = 125 - floorLog2OfPowerOf10(-k);
      BigInteger power = BigInteger.TEN.pow(Math.abs(k));
      BigInteger scaled;
      if (k > 0) {
        scaled = BigInteger.ONE.shiftLeft(shift).divide(power);
      } else {
        scaled = power.shiftLeft(shift);
      }
      scaled = scaled.add(BigInteger.ONE);
      powers[2 * (k - LEAST_POWER)] = scaled.shiftRight(63).longValueExact();
      powers[2 * (k - LEAST_POWER) + 1] = scaled.longValue() & MASK_63;
    }
    return powers;
  }
}
