package io.ratemill.rating;

import io.ratemill.model.AccountRef;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.ConnectorTerms;
import io.ratemill.model.CostBasis;
import io.ratemill.model.Dated;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Owner;
import io.ratemill.model.Parameters;
import io.ratemill.model.PricingRule;
import io.ratemill.model.Product;
import io.ratemill.model.ReportKey;
import io.ratemill.model.Terms;
import io.ratemill.model.UsageSchema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One version of the terms, ready to say where any charge belongs and what prices it.
 *
 * <p>Shape: built once, immutable, safe to share; a placement depends on the terms, the connector,
 * the account and the charge's dimensions only, never on its sums. Errors: terms that name a charge
 * class that does not exist, or a policy without a basis for a class, are refused.
 */
public final class PriceBook {
  private final Map<String, Map<String, List<Owner>>> owners = new HashMap<>();
  private final Map<String, ConnectorTerms> connectors = new HashMap<>();
  private final Map<String, UsageSchema> schemas = new HashMap<>();
  private final Map<String, Market> markets = new HashMap<>();
  private final RuleIndex rules;
  private final int[] turns;

  public PriceBook(Terms terms) {
    for (Owner owner : terms.owners()) {
      owners
          .computeIfAbsent(owner.provider(), any -> new HashMap<>())
          .computeIfAbsent(owner.accountId(), any -> new ArrayList<>(1))
          .add(owner);
    }
    for (Map<String, List<Owner>> ids : owners.values()) {
      ids.values().forEach(rows -> rows.sort(Comparator.comparingInt(Owner::validFrom)));
    }
    for (ConnectorTerms connector : terms.connectors()) {
      connectors.put(connector.id(), connector);
    }
    for (Product product : terms.products()) {
      schemas.put(product.id(), product.usageSchema());
    }
    for (Marketplace marketplace : terms.marketplaces()) {
      markets.put(marketplace.id(), new Market(marketplace));
    }
    rules = new RuleIndex(terms.rules());
    turns = turns(terms);
  }

  /**
   * The owner of an account on a UTC epoch day: that of its first id that has one; absent if none.
   */
  public @Nullable Owner owner(AccountRef account, int epochDay) {
    Map<String, List<Owner>> ids = owners.get(account.provider());
    if (ids == null) {
      return null;
    }
    for (String id : account.ids()) {
      for (Owner row : ids.getOrDefault(id, List.of())) {
        if (row.coversDay(epochDay)) {
          return row;
        }
      }
    }
    return null;
  }

  /**
   * The first day after another on which an account's charges may belong elsewhere, or be priced
   * otherwise, than on that day; {@link Owner#FOREVER} if there is none.
   */
  public int steadyUntil(AccountRef account, int epochDay) {
    int at = Arrays.binarySearch(turns, epochDay);
    int next = at < 0 ? -at - 1 : at + 1;
    int until = next < turns.length ? turns[next] : Owner.FOREVER;
    Map<String, List<Owner>> ids = owners.get(account.provider());
    if (ids == null) {
      return until;
    }
    for (String id : account.ids()) {
      for (Owner row : ids.getOrDefault(id, List.of())) {
        if (row.validFrom() > epochDay) {
          until = Math.min(until, row.validFrom());
        } else if (row.validTo() > epochDay) {
          until = Math.min(until, row.validTo());
        }
      }
    }
    return until;
  }

  /** The days on which a rule begins or ends, or a parameter changes. */
  private static int[] turns(Terms terms) {
    TreeSet<Integer> days = new TreeSet<>();
    for (PricingRule rule : terms.rules()) {
      days.add(rule.validFrom());
      days.add(rule.validTo());
    }
    for (Marketplace marketplace : terms.marketplaces()) {
      addTurns(marketplace.parameters(), days);
      marketplace.payers().values().forEach(payer -> addTurns(payer, days));
    }
    return days.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void addTurns(Parameters parameters, Set<Integer> days) {
    for (List<Dated> values : parameters.byName().values()) {
      values.forEach(each -> days.add(each.fromDay()));
    }
  }

  /**
   * Where a charge of an account on a UTC epoch day, read by a connector, belongs.
   *
   * <p>What repeats another line is left out before ownership is looked at; a charge without an
   * owner is unmapped whatever its class; then the class decides, and last the exchange rate.
   */
  public Placement place(String connectorId, AccountRef account, ChargeKey charge, int day) {
    if (charge.splitAllocation()) {
      return Placement.SPLIT_ALLOCATION;
    }
    Owner owner = owner(account, day);
    if (owner == null) {
      return Placement.UNMAPPED;
    }
    ConnectorTerms connector = connectors.get(connectorId);
    if (connector == null) {
      return Placement.held(
          owner, "connector " + connectorId + " is not configured: add it under connectors");
    }
    boolean ownMarket = !owner.marketplaceId().isEmpty();
    String marketId = ownMarket ? owner.marketplaceId() : connector.marketplaceId();
    Market market = markets.get(marketId);
    if (market == null) {
      String named = ownMarket ? "owner of account " + owner.accountId() : "connector";
      return Placement.held(
          owner,
          "marketplace '%s' of the %s is not configured: add it under marketplaces"
              .formatted(marketId, named));
    }
    UsageSchema schema = schemas.get(connector.productId());
    if (schema == null) {
      return Placement.held(
          owner,
          "product '%s' of the connector is not configured: add it under products"
              .formatted(connector.productId()));
    }
    return price(owner, connector.productId(), schema, market, charge, day);
  }

  private Placement price(
      Owner owner, String productId, UsageSchema schema, Market market, ChargeKey charge, int day) {
    CostBasis basis = market.basis(charge);
    PricingRule rule;
    if (basis == CostBasis.DROP) {
      rule = passesOn(charge) ? rules.matchNamingClass(owner, market.id(), charge, day) : null;
      if (rule == null) {
        return Placement.leftOut(owner, market.whyDropped(charge));
      }
      basis = CostBasis.BILLED;
    } else {
      rule = rules.match(owner, market.id(), charge, day);
    }
    Payers.Choice payer = market.payer(owner, charge, day);
    BigDecimal markup = rule == null ? market.markup(charge, payer.payerId(), day) : rule.factor();
    boolean amounts = schema != UsageSchema.QT;
    String currency = amounts ? market.currency(charge, payer.payerId()) : "";
    BigDecimal rate = amounts ? market.rate(charge, payer.payerId(), currency) : BigDecimal.ONE;
    return new Placement(
        rate == null ? Placement.Where.HELD : Placement.Where.REPORTED,
        rate == null ? noRate(market, charge, currency) : null,
        new ReportKey(productId, market.id(), payer.payerId(), charge.period()),
        owner,
        basis,
        markup,
        rate == null ? BigDecimal.ZERO : rate,
        currency,
        market.spMargin(charge),
        market.resellerMargin(charge),
        payer.otherPayer());
  }

  /**
   * Whether a rule that names a dropped charge's class passes a share of it on.
   *
   * <p>Source: credits and refunds are the distributor's, unless a rule says otherwise.
   */
  private static boolean passesOn(ChargeKey charge) {
    return charge.chargeClass() == ChargeClass.CREDIT || charge.chargeClass() == ChargeClass.REFUND;
  }

  private static String noRate(Market market, ChargeKey charge, String currency) {
    return "no exchange rate from %s to %s for period %s in marketplace %s: set fxRate to a number above 0, or to a map that has %s, in force on %s"
        .formatted(
            charge.currency(),
            currency,
            charge.period(),
            market.id(),
            charge.currency(),
            LocalDate.ofEpochDay(charge.period().firstDay()));
  }
}
