package io.ratemill.columnar;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The shortest decimal of a double by trying: slow, and plainly right. */
final class BruteShortest {
  private BruteShortest() {}

  static BigDecimal of(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int precision = 1; precision <= 17; precision++) {
      BigDecimal best = null;
      for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
        BigDecimal candidate = exact.round(new MathContext(precision, mode));
        if (Double.parseDouble(candidate.toString()) == value
            && (best == null
                || distance(candidate, exact) < 0
                || isCloser(candidate, best, exact))) {
          best = candidate;
        }
      }
      if (best != null) {
        return best;
      }
    }
    throw new IllegalStateException("no decimal reads back as " + value);
  }

  private static int distance(BigDecimal one, BigDecimal exact) {
    return one.compareTo(exact) == 0 ? -1 : 0;
  }

  private static boolean isCloser(BigDecimal one, BigDecimal other, BigDecimal exact) {
    return one.subtract(exact).abs().compareTo(other.subtract(exact).abs()) < 0;
  }
}
