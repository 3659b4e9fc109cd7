package io.ratemill.rating;

import io.ratemill.model.UsageSchema;
import java.math.BigDecimal;
import java.util.List;

/**
 * What each party of a sale pays for usage.
 *
 * <p>Units: report currency, exact; nothing is rounded. Margins are fractions of the customer's
 * amount or the list price, never chained. Errors: a tier that does not exist is refused.
 */
public final class Tiers {
  public static final int CUSTOMER = 0;
  public static final int RESELLER = 1;
  public static final int SP_COST = 2;

  private static final List<Integer> PRICE = List.of(CUSTOMER);
  private static final List<Integer> COST = List.of(SP_COST);
  private static final List<Integer> ALL = List.of(CUSTOMER, RESELLER, SP_COST);

  private Tiers() {}

  /** The tiers that have a record under a schema; a quantity record stands at the customer's. */
  public static List<Integer> of(UsageSchema schema) {
    return switch (schema) {
      case QT, PR -> PRICE;
      case CR -> COST;
      case TR -> ALL;
    };
  }

  /** The amount of a tier: the sum of a basis cost times everything that applies to it. */
  public static BigDecimal rate(
      BigDecimal msrp,
      BigDecimal markup,
      BigDecimal rate,
      int tier,
      BigDecimal spMargin,
      BigDecimal resellerMargin) {
    return msrp.multiply(factor(markup, rate, tier, spMargin, resellerMargin));
  }

  /** All that applies to the costs of a tier. */
  public static BigDecimal factor(
      BigDecimal markup,
      BigDecimal rate,
      int tier,
      BigDecimal spMargin,
      BigDecimal resellerMargin) {
    return switch (tier) {
      case CUSTOMER -> markup.multiply(rate);
      case RESELLER -> markup.multiply(rate).multiply(without(resellerMargin));
      case SP_COST -> rate.multiply(without(spMargin));
      default ->
          throw new IllegalArgumentException(
              "no tier has number " + tier + "; 0 customer, 1 reseller, 2 SP cost");
    };
  }

  private static BigDecimal without(BigDecimal margin) {
    return BigDecimal.ONE.subtract(margin);
  }
}
