package io.ratemill.model;

import java.math.BigDecimal;
import java.util.Map;

/**
 * How a marketplace prices each class of charge.
 *
 * <p>Shape: {@code basis} has every class, the preset with what was overridden. Units: margins are
 * fractions, 0 to below 1, for plain and for marketplace lines, kept without zeros at their end.
 *
 * @param preset the preset's name, for reasons given in the ledger
 */
public record RatingPolicy(
    String preset,
    Map<ChargeClass, CostBasis> basis,
    BigDecimal spMargin,
    BigDecimal spMarginMarketplace,
    BigDecimal resellerMargin,
    BigDecimal resellerMarginMarketplace) {
  public RatingPolicy {
    basis = Map.copyOf(basis);
    spMargin = spMargin.stripTrailingZeros();
    spMarginMarketplace = spMarginMarketplace.stripTrailingZeros();
    resellerMargin = resellerMargin.stripTrailingZeros();
    resellerMarginMarketplace = resellerMarginMarketplace.stripTrailingZeros();
  }
}
