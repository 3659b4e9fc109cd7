package io.ratemill.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads several messages of charges as one, with one series per account, key and resource.
 *
 * <p>Shape: like {@link ChargeReader}, but that the days of a series come message by message, and
 * that one which several messages have comes several times. Accounts with equal ids are one, under
 * the first label that a message gave. Nothing is copied: what is read stays in its message.
 */
public final class MergedCharges {
  /** Columns of {@link #parts}: numbers of account, key, resource and message, and where in it. */
  private static final int ACCOUNT = 0;

  private static final int KEY = 1;
  private static final int RESOURCE = 2;
  private static final int MESSAGE = 3;
  private static final int POSITION = 4;

  private final List<ChargeReader> messages = new ArrayList<>();
  private final AccountNumbers accounts = new AccountNumbers();
  private final List<ChargeKey> keys = new ArrayList<>();

  /** By their numbers; null for a single message, which has numbered them already. */
  private final @Nullable List<String> resources;

  private final int[][] parts;
  private int size;

  /** The parts by account, in it by key, in it by resource, in it as the messages came. */
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
    Map<String, Integer> resourceNumbers = new HashMap<>();
    resources = messages.size() == 1 ? null : new ArrayList<>(List.of(""));
    for (int number = 0; number < messages.size(); number++) {
      ChargeReader message = this.messages.get(number);
      int[] accountOf = message.accounts().stream().mapToInt(accounts::of).toArray();
      int[] keyOf = message.keys().stream().mapToInt(key -> key(key, keyNumbers)).toArray();
      int[] resourceOf = resourceNumbers(message, resourceNumbers);
      while (message.next()) {
        parts[ACCOUNT][size] = accountOf[message.accountNumber()];
        parts[KEY][size] = keyOf[message.keyNumber()];
        parts[RESOURCE][size] = resourceOf[message.resourceNumber()];
        parts[MESSAGE][size] = number;
        parts[POSITION][size] = message.position();
        size++;
      }
    }
    int allResources = resources == null ? this.messages.get(0).resources() + 1 : resources.size();
    int[] byResource = Sorting.by(parts[RESOURCE], allResources, Sorting.identity(size));
    int[] byKey = Sorting.by(parts[KEY], keys.size(), byResource);
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

  /** By their numbers in a message the numbers of its resources here. */
  private int[] resourceNumbers(ChargeReader message, Map<String, Integer> numbers) {
    int[] here = Sorting.identity(message.resources() + 1);
    if (resources != null) {
      for (int number = 1; number < here.length; number++) {
        String text = message.resource(number);
        Integer known = numbers.putIfAbsent(text, resources.size());
        if (known == null) {
          here[number] = resources.size();
          resources.add(text);
        } else {
          here[number] = known;
        }
      }
    }
    return here;
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
    int resource = parts[RESOURCE][order[from]];
    while (to < size
        && parts[ACCOUNT][order[to]] == account
        && parts[KEY][order[to]] == key
        && parts[RESOURCE][order[to]] == resource) {
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
    return keys.get(keyNumber());
  }

  /** The number of the series' key, the same for equal keys. */
  public int keyNumber() {
    return parts[KEY][order[from]];
  }

  /** The resource of the series, empty if it has none. */
  public String resource() {
    int number = parts[RESOURCE][order[from]];
    return resources == null ? messages.get(0).resource(number) : resources.get(number);
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
