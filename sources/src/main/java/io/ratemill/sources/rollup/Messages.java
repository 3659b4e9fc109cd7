package io.ratemill.sources.rollup;

import io.ratemill.model.AccountRef;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.ChargeWriter;
import io.ratemill.sources.ChargeSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays the groups of a roll-up out as messages: one per account, in it one series per key, in it
 * the days in their order and before them the sums of all.
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

  private final LineMapping mapping;
  private final ChargeWriter writer;
  private final int[] keyColumns;
  private SumTable allDays = new SumTable(0);

  Messages(LineMapping mapping, ChargeWriter writer) {
    this.mapping = mapping;
    this.writer = writer;
    this.keyColumns = new int[mapping.keyColumns() - 1];
    for (int c = 0; c < keyColumns.length; c++) {
      keyColumns[c] = c < LineBatch.DAY ? c : c + 1;
    }
  }

  /** Sets how many measures a group has. */
  void start(int measures) {
    allDays = new SumTable(measures);
    allDays.reserve(1);
  }

  /** Writes all groups. */
  void write(KeyTable groups, SumTable sums, Sums amounts, ChargeSink sink) {
    int[] keys = groups.keys();
    Parting series = new Parting(groups, keyColumns, identity(groups.size()));
    Accounts accounts = new Accounts(groups, series);
    long[] days = new long[32];
    for (int account = 0; account < accounts.refs.size(); account++) {
      AccountRef ref = accounts.refs.get(account);
      writer.start(ref);
      for (int i = accounts.start(account); i < accounts.start(account + 1); i++) {
        int number = accounts.series[i];
        int from = series.starts[number];
        int count = series.starts[number + 1] - from;
        if (days.length < count) {
          days = new long[Math.max(count, 2 * days.length)];
        }
        for (int d = 0; d < count; d++) {
          int group = series.members[from + d];
          days[d] = (long) keys[groups.at(group) + LineBatch.DAY] << Integer.SIZE | group;
        }
        Arrays.sort(days, 0, count);
        write(groups, sums, amounts, days, count);
      }
      sink.take(ref.bucket(), writer.finish());
    }
  }

  /** Writes a series: each entry is a day in the upper half and its group in the lower. */
  private void write(KeyTable groups, SumTable sums, Sums amounts, long[] days, int count) {
    int first = (int) days[0];
    ChargeKey key = mapping.charge(groups.keys(), groups.at(first));
    int firstDay = (int) (days[0] >> Integer.SIZE);
    if (count == 1) {
      writer.series(key, firstDay);
      amounts.write(sums, first, groups.at(first));
      return;
    }
    writer.series(key, count, firstDay, (int) (days[count - 1] >> Integer.SIZE));
    allDays.clear(1);
    for (int d = 0; d < count; d++) {
      allDays.add(0, sums, (int) days[d]);
    }
    amounts.write(allDays, 0, groups.at(first));
    writer.days();
    for (int d = 0; d < count; d++) {
      int group = (int) days[d];
      writer.day((int) (days[d] >> Integer.SIZE));
      amounts.write(sums, group, groups.at(group));
    }
    writer.endDays();
  }

  private static int[] identity(int size) {
    int[] all = new int[size];
    for (int i = 0; i < size; i++) {
      all[i] = i;
    }
    return all;
  }

  /** Groups parted by the values of some of their key columns, in the order in which they came. */
  private static final class Parting {
    /** The number of each group's part. */
    final int[] parts;

    /** The first group of each part. */
    final int[] firsts;

    /** The groups, part by part. */
    final int[] members;

    /** Where each part starts in {@link #members}; one more at the end. */
    final int[] starts;

    Parting(KeyTable groups, int[] columns, int[] of) {
      int[] keys = groups.keys();
      int[][] values = new int[columns.length][of.length];
      for (int i = 0; i < of.length; i++) {
        int at = groups.at(of[i]);
        for (int c = 0; c < columns.length; c++) {
          values[c][i] = keys[at + columns[c]];
        }
      }
      KeyTable distinct = new KeyTable(columns.length);
      parts = new int[of.length];
      distinct.number(values, 0, of.length, parts);
      firsts = new int[distinct.size()];
      int met = 0;
      for (int i = 0; i < of.length; i++) {
        if (parts[i] == met) {
          firsts[met++] = of[i];
        }
      }
      starts = starts(parts, distinct.size());
      members = members(parts, starts);
    }
  }

  private static int[] starts(int[] parts, int count) {
    int[] starts = new int[count + 1];
    for (int part : parts) {
      starts[part + 1]++;
    }
    for (int part = 0; part < count; part++) {
      starts[part + 1] += starts[part];
    }
    return starts;
  }

  private static int[] members(int[] parts, int[] starts) {
    int[] next = starts.clone();
    int[] members = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      members[next[parts[i]]++] = i;
    }
    return members;
  }

  private record AccountId(String provider, List<String> ids) {}

  /** The accounts of the series in the order in which they were met, each with its series. */
  private final class Accounts {
    /** Each under the first label that one of its series gives it. */
    final List<AccountRef> refs = new ArrayList<>();

    /** The series, account by account. */
    final int[] series;

    private final int[] starts;

    Accounts(KeyTable groups, Parting all) {
      // Told apart by numbers first, so that texts are looked at once per number.
      Parting numbers = new Parting(groups, mapping.accountKeys(), all.firsts);
      Map<AccountId, Integer> known = new HashMap<>();
      int[] accountOfNumber = new int[numbers.firsts.length];
      for (int number = 0; number < accountOfNumber.length; number++) {
        int at = groups.at(numbers.firsts[number]);
        accountOfNumber[number] = account(mapping.account(groups.keys(), at), known);
      }
      int[] accounts = new int[all.firsts.length];
      for (int i = 0; i < accounts.length; i++) {
        accounts[i] = accountOfNumber[numbers.parts[i]];
      }
      starts = starts(accounts, refs.size());
      series = members(accounts, starts);
    }

    int start(int account) {
      return starts[account];
    }

    private int account(AccountRef ref, Map<AccountId, Integer> known) {
      Integer account = known.putIfAbsent(new AccountId(ref.provider(), ref.ids()), refs.size());
      if (account == null) {
        refs.add(ref);
        return refs.size() - 1;
      }
      if (refs.get(account).label().isEmpty()) {
        refs.set(account, ref);
      }
      return account;
    }
  }
}
