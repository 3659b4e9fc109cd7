package io.ratemill.rating;

import io.ratemill.model.Money;
import java.math.BigDecimal;

/**
 * The one rounding of a record's numbers, on their way into SQL.
 *
 * <p>Units: 8 decimals, half up. Errors: a number with more digits before its point than {@code
 * DECIMAL(38, 18)} has is refused, because SQL would make it NULL without a word.
 */
public final class Rounding {
  private static final int INTEGER_DIGITS = 20;

  private Rounding() {}

  public static BigDecimal amount(BigDecimal exact) {
    return fitting("amount", exact);
  }

  public static BigDecimal quantity(BigDecimal exact) {
    return fitting("quantity", exact);
  }

  private static BigDecimal fitting(String what, BigDecimal exact) {
    BigDecimal rounded = Money.round(exact);
    if (rounded.precision() - rounded.scale() > INTEGER_DIGITS) {
      throw new IllegalArgumentException(
          "%s %s does not fit a record, which holds %d digits before the point; check the bill's numbers, markups and rates"
              .formatted(what, exact.toPlainString(), INTEGER_DIGITS));
    }
    return rounded;
  }
}
