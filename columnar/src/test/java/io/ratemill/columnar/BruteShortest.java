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
      BigDecimal down = exact.round(new MathContext(precision, RoundingMode.DOWN));
      BigDecimal up = exact.round(new MathContext(precision, RoundingMode.UP));
      boolean downReads = Double.parseDouble(down.toString()) == value;
      boolean upReads = Double.parseDouble(up.toString()) == value;
      if (downReads && upReads) {
        return exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
      }
      if (downReads || upReads) {
        return downReads ? down : up;
      }
    }
    throw new IllegalStateException("no decimal reads back as " + value);
  }
}
