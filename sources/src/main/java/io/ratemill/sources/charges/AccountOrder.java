package io.ratemill.sources.charges;

import io.ratemill.model.AccountRef;
import io.ratemill.model.Sorting;
import java.util.List;

/** Accounts laid out bucket by bucket; within a bucket in the order in which they were met. */
final class AccountOrder {
  private final AccountRef[] accounts;
  private final int[] buckets;
  private final int[] ranks;

  AccountOrder(List<AccountRef> met, AlikeCharges alike) {
    int[] bucketOf = met.stream().mapToInt(alike::bucket).toArray();
    int[] order = Sorting.by(bucketOf, AccountRef.BUCKETS, Sorting.identity(bucketOf.length));
    accounts = new AccountRef[order.length];
    buckets = new int[order.length];
    ranks = new int[order.length];
    for (int rank = 0; rank < order.length; rank++) {
      accounts[rank] = met.get(order[rank]);
      buckets[rank] = bucketOf[order[rank]];
      ranks[order[rank]] = rank;
    }
  }

  int size() {
    return accounts.length;
  }

  AccountRef account(int rank) {
    return accounts[rank];
  }

  int bucket(int rank) {
    return buckets[rank];
  }

  /** Where the account with a number lies. */
  int rank(int number) {
    return ranks[number];
  }
}
