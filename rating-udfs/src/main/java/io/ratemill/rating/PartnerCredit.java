package io.ratemill.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The public price behind an Azure partner's cost.
 *
 * <p>Units: as the cost. A quotient that does not end is cut 28 decimals behind the cost's own, far
 * below what a record shows. Errors: a rate outside 0 to below 100 is refused.
 */
public final class PartnerCredit {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final int MORE_DECIMALS = 28;

  private PartnerCredit() {}

  /** The cost before a partner earned credit of so many per cent was taken off. */
  public static BigDecimal listPrice(BigDecimal cost, BigDecimal percent) {
    if (percent.signum() < 0 || percent.compareTo(HUNDRED) >= 0) {
      throw new IllegalArgumentException(
          "partner earned credit is "
              + percent.toPlainString()
              + " %; only 0 to below 100 can be taken off a price");
    }
    int scale = Math.max(cost.scale(), 0) + MORE_DECIMALS;
    return cost.multiply(HUNDRED).divide(HUNDRED.subtract(percent), scale, RoundingMode.HALF_EVEN);
  }
}
