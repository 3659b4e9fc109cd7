package io.ratemill.sources.rollup;

import io.ratemill.model.AccountNumbers;
import io.ratemill.model.AccountRef;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.ChargeWriter;
import io.ratemill.model.Sorting;
import io.ratemill.sources.ChargeSink;
import java.util.Arrays;
import java.util.List;

/**
 * Lays the groups of a roll-up out as messages: one per bucket of accounts, in it the accounts, in
 * each the series, in each the days in their order and before them the sums of all.
 */
final class Messages {
  /** Writes the sums of one group of a table. */
  interface Sums {
    /**
     * Writes sums.
     *
     * @param group the group's number in the table of sums
     * @param at where the key columns of the group start
     */
    void write(SumTable sums, int group, int at);
  }

  private static final int[] DAY = {LineBatch.DAY};

  private final LineMapping mapping;
  private final ChargeWriter writer;
  private final int[] chargeColumns;
  private SumTable allDays = new SumTable(0);

  Messages(LineMapping mapping, ChargeWriter writer) {
    this.mapping = mapping;
    this.writer = writer;
    boolean[] leftOut = new boolean[mapping.keyColumns()];
    leftOut[LineBatch.DAY] = true;
    for (int column : mapping.accountOnlyKeys()) {
      leftOut[column] = true;
    }
    int[] columns = new int[leftOut.length];
    int count = 0;
    for (int column = 0; column < leftOut.length; column++) {
      if (!leftOut[column]) {
        columns[count++] = column;
      }
    }
    chargeColumns = Arrays.copyOf(columns, count);
  }

  /** Sets how many measures a group has. */
  void start(int measures) {
    allDays = new SumTable(measures);
    allDays.reserve(1);
  }

  /** Writes all groups. */
  void write(KeyTable groups, SumTable sums, Sums amounts, ChargeSink sink) {
    Parting charges = new Parting(groups, chargeColumns);
    Accounts accounts = new Accounts(groups);
    int[] order = byDay(groups);
    order = Sorting.by(charges.parts, charges.firsts.length, order);
    order = Sorting.by(accounts.ofGroup, accounts.refs.length, order);
    Keys keys = new Keys(groups, charges);
    int bucket = -1;
    int last = -1;
    int near = 0;
    for (int from = 0; from < order.length; ) {
      if (from >= near) {
        int end = Math.min(from + Nearing.ROWS, order.length);
        groups.bringNear(order, from, end);
        sums.bringNear(order, from, end);
        near = end;
      }
      int account = accounts.ofGroup[order[from]];
      int charge = charges.parts[order[from]];
      int to = from + 1;
      while (to < order.length
          && accounts.ofGroup[order[to]] == account
          && charges.parts[order[to]] == charge) {
        to++;
      }
      if (account != last) {
        AccountRef ref = accounts.refs[account];
        if (ref.bucket() != bucket) {
          if (last >= 0) {
            sink.take(bucket, writer.finish());
          }
          bucket = ref.bucket();
          writer.start();
          keys.start();
        }
        writer.account(ref);
        last = account;
      }
      write(groups, sums, amounts, keys.number(charge), order, from, to);
      from = to;
    }
    if (last >= 0) {
      sink.take(bucket, writer.finish());
    }
  }

  /** Writes the groups of a range, which differ by their days only, as a series. */
  private void write(
      KeyTable groups, SumTable sums, Sums amounts, int key, int[] order, int from, int to) {
    int first = order[from];
    int firstDay = day(groups, first);
    if (to == from + 1) {
      writer.series(key, firstDay);
      amounts.write(sums, first, groups.at(first));
      return;
    }
    writer.series(key, to - from, firstDay, day(groups, order[to - 1]));
    allDays.clear(1);
    for (int i = from; i < to; i++) {
      allDays.add(0, sums, order[i]);
    }
    amounts.write(allDays, 0, groups.at(first));
    for (int i = from; i < to; i++) {
      writer.day(day(groups, order[i]));
      amounts.write(sums, order[i], groups.at(order[i]));
    }
    writer.endDays();
  }

  private static int day(KeyTable groups, int group) {
    return groups.keys()[groups.at(group) + LineBatch.DAY];
  }

  /** The groups in the order of their days. */
  private static int[] byDay(KeyTable groups) {
    Parting parting = new Parting(groups, DAY);
    int[] days = new int[parting.firsts.length];
    for (int part = 0; part < days.length; part++) {
      days[part] = day(groups, parting.firsts[part]);
    }
    int[] sorted = days.clone();
    Arrays.sort(sorted);
    int[] rankOfPart = new int[days.length];
    for (int part = 0; part < days.length; part++) {
      rankOfPart[part] = Arrays.binarySearch(sorted, days[part]);
    }
    int[] ranks = parting.parts;
    for (int group = 0; group < ranks.length; group++) {
      ranks[group] = rankOfPart[ranks[group]];
    }
    return Sorting.by(ranks, days.length, Sorting.identity(ranks.length));
  }

  /** Groups parted by the values of some of their key columns, in the order in which they came. */
  private static final class Parting {
    /** The number of each group's part. */
    final int[] parts;

    /** The first group of each part. */
    final int[] firsts;

    Parting(KeyTable groups, int[] columns) {
      int[] keys = groups.keys();
      int size = groups.size();
      int[][] values = new int[columns.length][size];
      for (int group = 0; group < size; group++) {
        int at = groups.at(group);
        for (int c = 0; c < columns.length; c++) {
          values[c][group] = keys[at + columns[c]];
        }
      }
      KeyTable distinct = new KeyTable(columns.length);
      parts = new int[size];
      distinct.number(values, 0, size, parts);
      firsts = new int[distinct.size()];
      int met = 0;
      for (int group = 0; group < size; group++) {
        if (parts[group] == met) {
          firsts[met++] = group;
        }
      }
    }
  }

  /** What the series of a message are about, made once for all messages. */
  private final class Keys {
    private final ChargeKey[] ofCharge;
    private final int[] numbers;
    private final int[] messageOfNumber;
    private int message;

    Keys(KeyTable groups, Parting charges) {
      ofCharge = new ChargeKey[charges.firsts.length];
      for (int charge = 0; charge < ofCharge.length; charge++) {
        ofCharge[charge] = mapping.charge(groups.keys(), groups.at(charges.firsts[charge]));
      }
      numbers = new int[ofCharge.length];
      messageOfNumber = new int[ofCharge.length];
    }

    /** Begins a message. */
    void start() {
      message++;
    }

    /** The number of a charge's key within the message. */
    int number(int charge) {
      if (messageOfNumber[charge] != message) {
        messageOfNumber[charge] = message;
        numbers[charge] = writer.key(ofCharge[charge]);
      }
      return numbers[charge];
    }
  }

  /** The accounts of the groups, bucket by bucket. */
  private final class Accounts {
    /** Each under the first label that one of its groups gives it. */
    final AccountRef[] refs;

    /** The number of each group's account. */
    final int[] ofGroup;

    Accounts(KeyTable groups) {
      // Told apart by numbers first, so that texts are looked at once per number.
      Parting numbers = new Parting(groups, mapping.accountKeys());
      AccountNumbers known = new AccountNumbers();
      int[] accountOfNumber = new int[numbers.firsts.length];
      for (int number = 0; number < accountOfNumber.length; number++) {
        int at = groups.at(numbers.firsts[number]);
        accountOfNumber[number] = known.of(mapping.account(groups.keys(), at));
      }
      List<AccountRef> met = known.accounts();
      int[] buckets = met.stream().mapToInt(AccountRef::bucket).toArray();
      int[] order = Sorting.by(buckets, AccountRef.BUCKETS, Sorting.identity(buckets.length));
      refs = new AccountRef[order.length];
      int[] rank = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        refs[i] = met.get(order[i]);
        rank[order[i]] = i;
      }
      ofGroup = numbers.parts;
      for (int group = 0; group < ofGroup.length; group++) {
        ofGroup[group] = rank[accountOfNumber[ofGroup[group]]];
      }
    }
  }
}
