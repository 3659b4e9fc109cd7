package io.ratemill.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads several messages of charges as one, with one series per account and key.
 *
 * <p>Shape: like {@link ChargeReader}, but that the days of a series come message by message, and
 * that one which several messages have comes several times. Accounts with equal ids are one, under
 * the first label that a message gave. Nothing is copied: what is read stays in its message.
 */
public final class MergedCharges {
  /** The columns of {@link #parts}: numbers of account and key, the message, and where in it. */
  private static final int ACCOUNT = 0;

  private static final int KEY = 1;
  private static final int MESSAGE = 2;
  private static final int POSITION = 3;

  private final List<ChargeReader> messages = new ArrayList<>();
  private final AccountNumbers accounts = new AccountNumbers();
  private final List<ChargeKey> keys = new ArrayList<>();
  private final int[][] parts;
  private int size;

  /** The parts by account, in it by key, in it as the messages came. */
  private final int[] order;

  private final WideSums sums = new WideSums();
  private int from;
  private int to;
  private int firstDay;
  private int lastDay;

  /** Opens messages. Errors: those of {@link ChargeReader}. */
  public MergedCharges(List<byte[]> messages, TextPool pool) {
    Map<ChargeKey, Integer> keyNumbers = new HashMap<>();
    int series = 0;
    for (byte[] each : messages) {
      ChargeReader message = new ChargeReader(each, pool);
      this.messages.add(message);
      series += message.seriesLeft();
    }
    parts = new int[POSITION + 1][series];
    for (int number = 0; number < messages.size(); number++) {
      ChargeReader message = this.messages.get(number);
      int[] accountOf = message.accounts().stream().mapToInt(accounts::of).toArray();
      int[] keyOf = message.keys().stream().mapToInt(key -> key(key, keyNumbers)).toArray();
      while (message.next()) {
        parts[ACCOUNT][size] = accountOf[message.accountNumber()];
        parts[KEY][size] = keyOf[message.keyNumber()];
        parts[MESSAGE][size] = number;
        parts[POSITION][size] = message.position();
        size++;
      }
    }
    int[] byKey = Sorting.by(parts[KEY], keys.size(), Sorting.identity(size));
    order = Sorting.by(parts[ACCOUNT], accounts.accounts().size(), byKey);
  }

  private int key(ChargeKey key, Map<ChargeKey, Integer> numbers) {
    Integer known = numbers.putIfAbsent(key, keys.size());
    if (known == null) {
      keys.add(key);
      return keys.size() - 1;
    }
    return known;
  }

  /** The accounts that have charges. */
  public List<AccountRef> accounts() {
    return accounts.accounts();
  }

  /** Moves to the next series; false if there is none. */
  public boolean next() {
    from = to;
    if (from == size) {
      return false;
    }
    firstDay = Integer.MAX_VALUE;
    lastDay = Integer.MIN_VALUE;
    int account = parts[ACCOUNT][order[from]];
    int key = parts[KEY][order[from]];
    while (to < size && parts[ACCOUNT][order[to]] == account && parts[KEY][order[to]] == key) {
      ChargeReader part = part(to);
      firstDay = Math.min(firstDay, part.firstDay());
      lastDay = Math.max(lastDay, part.lastDay());
      to++;
    }
    return true;
  }

  private ChargeReader part(int at) {
    ChargeReader message = messages.get(parts[MESSAGE][order[at]]);
    int position = parts[POSITION][order[at]];
    if (message.position() != position) {
      message.moveTo(position);
    }
    return message;
  }

  /** The account of the series. */
  public AccountRef account() {
    return accounts.accounts().get(accountNumber());
  }

  /** The number of the series' account in {@link #accounts}. */
  public int accountNumber() {
    return parts[ACCOUNT][order[from]];
  }

  /** The key of the series. */
  public ChargeKey key() {
    return keys.get(parts[KEY][order[from]]);
  }

  /** The first day of the series. */
  public int firstDay() {
    return firstDay;
  }

  /** The last day of the series. */
  public int lastDay() {
    return lastDay;
  }

  /** The sums of all days of the series, as long as the reader stands at it. */
  public WideSums sums() {
    sums.clear();
    for (int at = from; at < to; at++) {
      sums.add(part(at).sums());
    }
    return sums;
  }

  /** Lays out the days of the series. */
  public void days(ChargeReader.Days into) {
    for (int at = from; at < to; at++) {
      part(at).days(into);
    }
  }
}
