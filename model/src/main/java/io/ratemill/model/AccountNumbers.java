package io.ratemill.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers accounts as they are met: those with equal ids are one, under the first label given. */
public final class AccountNumbers {
  private record Id(String provider, List<String> ids) {}

  private final Map<Id, Integer> numbers = new HashMap<>();
  private final List<AccountRef> accounts = new ArrayList<>();

  /** The number of an account. */
  public int of(AccountRef account) {
    Integer known = numbers.putIfAbsent(new Id(account.provider(), account.ids()), accounts.size());
    if (known == null) {
      accounts.add(account);
      return accounts.size() - 1;
    }
    if (accounts.get(known).label().isEmpty()) {
      accounts.set(known, account);
    }
    return known;
  }

  /** The accounts by their numbers. */
  public List<AccountRef> accounts() {
    return Collections.unmodifiableList(accounts);
  }
}
