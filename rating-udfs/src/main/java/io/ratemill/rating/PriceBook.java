package io.ratemill.rating;

import io.ratemill.model.AccountRef;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.ConnectorTerms;
import io.ratemill.model.CostBasis;
import io.ratemill.model.Dated;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Owner;
import io.ratemill.model.Parameters;
import io.ratemill.model.Product;
import io.ratemill.model.Terms;
import io.ratemill.model.UsageSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One version of the terms, ready to say where any charge belongs and what prices it.
 *
 * <p>Shape: built once, immutable, safe to share; {@link #of} gives what it says of one account.
 * Errors: terms that name a charge class that does not exist, or a policy without a basis for a
 * class, are refused.
 */
public final class PriceBook {
  private final Map<String, Map<String, List<Owner>>> owners = new HashMap<>();
  private final Map<String, ConnectorTerms> connectors = new HashMap<>();
  private final Map<String, UsageSchema> schemas = new HashMap<>();
  private final Map<String, Market> markets = new HashMap<>();
  private final RuleIndex rules;
  private final int[] turns;

  public PriceBook(Terms terms) {
    terms.owners().forEach(this::add);
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

  private void add(Owner owner) {
    owners
        .computeIfAbsent(owner.provider(), any -> new HashMap<>())
        .computeIfAbsent(owner.accountId(), any -> new ArrayList<>(1))
        .add(owner);
  }

  /** What the terms say of an account's charges that a connector reads. */
  public AccountTerms of(String connectorId, AccountRef account) {
    return new AccountTerms(this, connectorId, owners(account));
  }

  /** One of an account's owners, whatever their days; absent if it never has one. */
  public @Nullable Owner anyOwner(AccountRef account) {
    List<Owner> rows = owners(account);
    return rows.isEmpty() ? null : rows.get(0);
  }

  /** Calls for the id of each account that has an owner, with its rows by their days. */
  void forEachAccount(BiConsumer<String, List<Owner>> call) {
    owners.values().forEach(ids -> ids.forEach(call));
  }

  /** Whether a rule or a reason names the account of an owner's row. */
  boolean names(Owner row) {
    boolean ownMarket = !row.marketplaceId().isEmpty();
    return rules.nameAccount(row.accountId())
        || (ownMarket && !markets.containsKey(row.marketplaceId()));
  }

  /** The rows of an account's owners: those of its first id first, in it by their days. */
  List<Owner> owners(AccountRef account) {
    List<Owner> rows = List.of();
    Map<String, List<Owner>> ids = owners.get(account.provider());
    if (ids != null) {
      for (String id : account.ids()) {
        List<Owner> ofId = ids.getOrDefault(id, List.of());
        rows = rows.isEmpty() ? ofId : joined(rows, ofId);
      }
    }
    return rows;
  }

  private static List<Owner> joined(List<Owner> first, List<Owner> second) {
    List<Owner> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /**
   * Whether a charge comes into a report for any account on any day. One that does not has the same
   * fate whatever it is about: {@link ChargeKey#aboutNothing}.
   */
  public boolean isEverSold(ChargeKey charge) {
    if (charge.splitAllocation()) {
      return false;
    }
    for (Market market : markets.values()) {
      if (market.basis(charge) != CostBasis.DROP) {
        return true;
      }
    }
    return Sale.passesOn(charge) && rules.nameClass(charge.chargeClass());
  }

  /**
   * Whether a rule about just this item begins or ends on some day; the days on which rules turn
   * are the same for all other items.
   */
  public boolean hasOwnTurns(String item) {
    return !item.isEmpty() && rules.turnFor(item);
  }

  /** The first day after another on which a parameter of any marketplace changes. */
  int steadyUntil(int epochDay) {
    int at = Arrays.binarySearch(turns, epochDay);
    int next = at < 0 ? -at - 1 : at + 1;
    return next < turns.length ? turns[next] : Owner.FOREVER;
  }

  /** The days on which a parameter changes. */
  private static int[] turns(Terms terms) {
    TreeSet<Integer> days = new TreeSet<>();
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

  /** How an owner's usage is sold that a connector reads. */
  Sale sale(String connectorId, Owner owner) {
    ConnectorTerms connector = connectors.get(connectorId);
    if (connector == null) {
      return Sale.none(
          owner, "connector " + connectorId + " is not configured: add it under connectors");
    }
    boolean ownMarket = !owner.marketplaceId().isEmpty();
    String marketId = ownMarket ? owner.marketplaceId() : connector.marketplaceId();
    Market market = markets.get(marketId);
    if (market == null) {
      String named = ownMarket ? "owner of account " + owner.accountId() : "connector";
      return Sale.none(
          owner,
          "marketplace '%s' of the %s is not configured: add it under marketplaces"
              .formatted(marketId, named));
    }
    UsageSchema schema = schemas.get(connector.productId());
    if (schema == null) {
      return Sale.none(
          owner,
          "product '%s' of the connector is not configured: add it under products"
              .formatted(connector.productId()));
    }
    return Sale.of(
        owner, new Sale.Terms(connector.productId(), schema, market, rules.of(owner, marketId)));
  }
}
