package io.ratemill.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one message of some, with one series per account and key.
 *
 * <p>Shape: messages as readers of bills write them, the days of a series in their order. Nothing
 * is added up but the sums over all days; the days keep their bytes, and one that several messages
 * have stays several entries. Accounts with equal ids are one, under the first label that a message
 * gave.
 */
public final class ChargeMerge {
  private record AccountId(String provider, List<String> ids) {}

  /** The columns of {@link #series}: numbers of account and key, the message, and where in it. */
  private static final int ACCOUNT = 0;

  private static final int KEY = 1;
  private static final int MESSAGE = 2;
  private static final int AT = 3;

  private final Map<AccountId, Integer> numbers = new LinkedHashMap<>();
  private final List<AccountRef> accounts = new ArrayList<>();
  private final Map<ChargeKey, Integer> keys = new LinkedHashMap<>();
  private final List<ChargeReader> messages = new ArrayList<>();
  private final int[][] series = new int[AT + 1][64];
  private int size;

  /** Takes a message in. */
  public void add(ChargeReader message) {
    int[] accountOf = message.accounts().stream().mapToInt(this::account).toArray();
    int[] keyOf = message.keys().stream().mapToInt(this::key).toArray();
    while (message.next()) {
      if (size == series[ACCOUNT].length) {
        for (int column = 0; column < series.length; column++) {
          series[column] = Arrays.copyOf(series[column], 2 * size);
        }
      }
      series[ACCOUNT][size] = accountOf[message.accountNumber()];
      series[KEY][size] = keyOf[message.keyNumber()];
      series[MESSAGE][size] = messages.size();
      series[AT][size] = message.seriesAt();
      size++;
    }
    messages.add(message);
  }

  private int account(AccountRef ref) {
    AccountId id = new AccountId(ref.provider(), ref.ids());
    Integer known = numbers.putIfAbsent(id, accounts.size());
    if (known == null) {
      accounts.add(ref);
      return accounts.size() - 1;
    }
    if (accounts.get(known).label().isEmpty()) {
      accounts.set(known, ref);
    }
    return known;
  }

  private int key(ChargeKey key) {
    Integer known = keys.putIfAbsent(key, keys.size());
    return known == null ? keys.size() - 1 : known;
  }

  /** Whether no message has a charge. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** The one message. */
  public byte[] message() {
    // By account, in it by key, in it as the messages came.
    int[] order = Sorting.by(series[KEY], keys.size(), Sorting.identity(size));
    order = Sorting.by(series[ACCOUNT], accounts.size(), order);
    ChargeWriter writer = new ChargeWriter(WideSums.SCALE);
    writer.start();
    keys.keySet().forEach(writer::key);
    int last = -1;
    for (int from = 0; from < size; ) {
      int account = series[ACCOUNT][order[from]];
      int key = series[KEY][order[from]];
      int to = from + 1;
      while (to < size && series[ACCOUNT][order[to]] == account && series[KEY][order[to]] == key) {
        to++;
      }
      if (account != last) {
        writer.account(accounts.get(account));
        last = account;
      }
      write(writer, key, order, from, to);
      from = to;
    }
    return writer.finish();
  }

  /** Writes the series of one account and key as one. */
  private void write(ChargeWriter writer, int key, int[] order, int from, int to) {
    WideSums sums = new WideSums();
    int days = 0;
    int firstDay = Integer.MAX_VALUE;
    int lastDay = Integer.MIN_VALUE;
    for (int i = from; i < to; i++) {
      ChargeReader message = at(order[i]);
      days += message.dayCount();
      firstDay = Math.min(firstDay, message.firstDay());
      lastDay = Math.max(lastDay, message.lastDay());
      sums.add(message.sums());
    }
    if (days == 1) {
      writer.series(key, firstDay);
      sums.write(writer);
      return;
    }
    writer.series(key, days, firstDay, lastDay);
    sums.write(writer);
    writer.days();
    for (int i = from; i < to; i++) {
      ChargeReader message = at(order[i]);
      writer.day(message.entryDay());
      message.entries(writer);
    }
    writer.endDays();
  }

  private ChargeReader at(int number) {
    ChargeReader message = messages.get(series[MESSAGE][number]);
    if (message.seriesAt() != series[AT][number]) {
      message.readSeries(series[AT][number]);
    }
    return message;
  }
}
