package io.ratemill.rating;

import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.CostBasis;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Owner;
import io.ratemill.model.Parameters;
import io.ratemill.model.RatingPolicy;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A marketplace's terms, read once and ready to be looked up.
 *
 * <p>Errors: a policy that lacks a class is refused.
 */
final class Market {
  private static final Set<String> YES = Set.of("true", "yes", "on");

  private final Marketplace marketplace;
  private final Prices own;
  private final Map<String, Prices> payers = new HashMap<>();
  private final Map<ChargeClass, CostBasis> basis = new EnumMap<>(ChargeClass.class);
  private final Map<ChargeClass, String> dropped = new EnumMap<>(ChargeClass.class);

  Market(Marketplace marketplace) {
    this.marketplace = marketplace;
    own = Prices.of(marketplace.parameters());
    for (Map.Entry<String, Parameters> payer : marketplace.payers().entrySet()) {
      payers.put(payer.getKey(), Prices.of(payer.getValue()));
    }
    RatingPolicy policy = marketplace.rating();
    for (ChargeClass each : ChargeClass.values()) {
      CostBasis wanted = policy.basis().get(each);
      if (wanted == null) {
        throw new IllegalArgumentException(
            "marketplace " + id() + " has no basis for charge class " + each.text());
      }
      basis.put(each, wanted);
      dropped.put(each, "class " + each.text() + " is dropped by " + source(policy, each));
    }
  }

  private static String source(RatingPolicy policy, ChargeClass chargeClass) {
    return Presets.basisIn(policy.preset(), chargeClass) == CostBasis.DROP
        ? "preset " + policy.preset()
        : "configuration (rating.basis)";
  }

  String id() {
    return marketplace.id();
  }

  /**
   * The basis of a charge's class.
   *
   * <p>Source: a refund of a marketplace line follows the basis of fees.
   */
  CostBasis basis(ChargeKey charge) {
    CostBasis found = basis.get(pricedAs(charge));
    return found == null ? CostBasis.DROP : found;
  }

  /** Why a charge's class is dropped, in the words of the ledger. */
  String whyDropped(ChargeKey charge) {
    ChargeClass pricedAs = pricedAs(charge);
    String why = dropped.getOrDefault(pricedAs, "");
    return pricedAs == charge.chargeClass()
        ? why
        : "class " + charge.chargeClass().text() + " of a marketplace line: " + why;
  }

  private static ChargeClass pricedAs(ChargeKey charge) {
    boolean asFee = charge.chargeClass() == ChargeClass.REFUND && charge.marketplace();
    return asFee ? ChargeClass.FEE : charge.chargeClass();
  }

  boolean hasSeveralPayers(int day) {
    String text = own.multiplePayers().at(day);
    return text != null && YES.contains(text);
  }

  Payers.Choice payer(Owner owner, ChargeKey charge, int day) {
    String text = own.defaultPayer().at(day);
    String defaultPayer = text == null ? "" : text;
    if (!hasSeveralPayers(day)) {
      return Payers.single(defaultPayer, charge.billPayer());
    }
    String resellerPayer = marketplace.resellerPayers().getOrDefault(owner.resellerId(), "");
    return Payers.multiple(owner.payerId(), resellerPayer, defaultPayer, charge.billPayer());
  }

  /** The markup of a charge that no rule matches, as its payer or else the marketplace says. */
  BigDecimal markup(ChargeKey charge, String payerId, int day) {
    Prices payer = pricesOf(payerId, day);
    BigDecimal first = (charge.marketplace() ? payer.markupMarketplace() : payer.markup()).at(day);
    if (first != null) {
      return first;
    }
    BigDecimal second = (charge.marketplace() ? own.markupMarketplace() : own.markup()).at(day);
    return second == null ? BigDecimal.ONE : second;
  }

  /**
   * The currency of a charge's report: the configured one, else the bill's.
   *
   * <p>Looked up on the first day of the period like the rate, so that a report has one.
   */
  String currency(ChargeKey charge, String payerId) {
    int day = charge.period().firstDay();
    String first = pricesOf(payerId, day).currency().at(day);
    String found = first != null ? first : own.currency().at(day);
    return found == null ? charge.currency() : found;
  }

  /** The rate in force on the first day of a charge's period; absent where there is none. */
  @Nullable BigDecimal rate(ChargeKey charge, String payerId, String currency) {
    int day = charge.period().firstDay();
    Map<String, BigDecimal> first = pricesOf(payerId, day).rates().at(day);
    Map<String, BigDecimal> found = first != null ? first : own.rates().at(day);
    return Exchange.exchange(charge.currency(), currency, found == null ? Map.of() : found);
  }

  BigDecimal spMargin(ChargeKey charge) {
    RatingPolicy policy = marketplace.rating();
    return charge.marketplace() ? policy.spMarginMarketplace() : policy.spMargin();
  }

  BigDecimal resellerMargin(ChargeKey charge) {
    RatingPolicy policy = marketplace.rating();
    return charge.marketplace() ? policy.resellerMarginMarketplace() : policy.resellerMargin();
  }

  private Prices pricesOf(String payerId, int day) {
    return hasSeveralPayers(day) ? payers.getOrDefault(payerId, Prices.NONE) : Prices.NONE;
  }
}
