package io.ratemill.rating;

import io.ratemill.model.AccountRef;
import io.ratemill.model.ConnectorTerms;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Owner;
import io.ratemill.model.Terms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which accounts two versions of the terms may own or price differently.
 *
 * <p>Shape: never misses an account whose charges are placed differently; may name one whose are
 * not.
 *
 * @param everything whether all accounts are concerned; {@code accounts} is empty then
 * @param accounts ids with their provider before them, such as {@code aws/111122223333}
 */
public record Change(boolean everything, Set<String> accounts) {
  private static final Change EVERYTHING = new Change(true, Set.of());

  public Change {
    accounts = Set.copyOf(accounts);
  }

  /** The change from one version of the terms to another. */
  public static Change between(Terms before, Terms after) {
    if (differ(before.connectors(), after.connectors())
        || differ(before.products(), after.products())) {
      return EVERYTHING;
    }
    Set<String> accounts = new HashSet<>();
    for (Owner owner : difference(before.owners(), after.owners())) {
      accounts.add(key(owner.provider(), owner.accountId()));
    }
    RuleIndex rules = new RuleIndex(difference(before.rules(), after.rules()));
    Set<String> marketplaces = new HashSet<>();
    for (Marketplace each : difference(before.marketplaces(), after.marketplaces())) {
      marketplaces.add(each.id());
    }
    Set<String> connected = new HashSet<>();
    for (ConnectorTerms connector : after.connectors()) {
      connected.add(connector.marketplaceId());
    }
    for (Owner owner : after.owners()) {
      String own = owner.marketplaceId();
      Set<String> possible = own.isEmpty() ? connected : Set.of(own);
      if (possible.stream().anyMatch(marketplaces::contains) || rules.concerns(owner, possible)) {
        accounts.add(key(owner.provider(), owner.accountId()));
      }
    }
    return new Change(false, accounts);
  }

  public boolean isEmpty() {
    return !everything && accounts.isEmpty();
  }

  /** Whether an account's charges may be placed differently, under whichever of its ids. */
  public boolean concerns(AccountRef account) {
    if (everything) {
      return true;
    }
    for (String id : account.ids()) {
      if (accounts.contains(key(account.provider(), id))) {
        return true;
      }
    }
    return false;
  }

  /** The text under which an account's id is listed. */
  public static String key(String provider, String id) {
    return provider + '/' + id;
  }

  private static <T> boolean differ(List<T> before, List<T> after) {
    return !difference(before, after).isEmpty();
  }

  /** What is in one list and not in the other, counting what is there several times. */
  private static <T> Collection<T> difference(List<T> before, List<T> after) {
    // Most of a file stays as it is: comparing rows costs far less than hashing them.
    int shorter = Math.min(before.size(), after.size());
    int start = 0;
    while (start < shorter && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    Map<T, Integer> counts = new HashMap<>();
    before.subList(start, before.size() - end).forEach(row -> counts.merge(row, 1, Integer::sum));
    after.subList(start, after.size() - end).forEach(row -> counts.merge(row, -1, Integer::sum));
    List<T> different = new ArrayList<>();
    counts.forEach(
        (each, count) -> {
          if (count != 0) {
            different.add(each);
          }
        });
    return different;
  }
}
