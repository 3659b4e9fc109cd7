package io.ratemill.model;

import java.math.BigDecimal;

/**
 * A factor that replaces the markup for what it matches.
 *
 * <p>Shape: one row of pricing-rules.csv; an empty text matches anything. Units: days are UTC epoch
 * days, {@code validTo} exclusive, as in {@link Owner}.
 *
 * @param service equals a record's item_mpn
 * @param chargeClass the word of a {@link ChargeClass}, or empty
 * @param factor above 0, kept without zeros at its end
 */
public record PricingRule(
    String id,
    String marketplaceId,
    String accountId,
    String customerAccountId,
    String customerClass,
    String resellerId,
    String service,
    String chargeClass,
    BigDecimal factor,
    int validFrom,
    int validTo) {
  public PricingRule {
    factor = factor.stripTrailingZeros();
  }

  public boolean coversDay(int epochDay) {
    return validFrom <= epochDay && epochDay < validTo;
  }
}
