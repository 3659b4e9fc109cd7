package io.ratemill.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one message of all that were read of an account, with one series per key.
 *
 * <p>Shape: messages as readers of bills write them, the days of a series in their order. Nothing
 * is added up but the sums over all days; the days keep their bytes, and one that several messages
 * have stays several entries.
 */
public final class ChargeMerge {
  private record AccountId(String provider, List<String> ids) {}

  private final Map<AccountId, Account> accounts = new LinkedHashMap<>();

  /** Takes a message in. */
  public void add(ChargeReader message) {
    AccountRef ref = message.account();
    Account account =
        accounts.computeIfAbsent(new AccountId(ref.provider(), ref.ids()), id -> new Account(ref));
    if (account.ref.label().isEmpty()) {
      account.ref = ref;
    }
    while (message.next()) {
      account.series.computeIfAbsent(message.key(), key -> new Series()).add(message);
    }
  }

  /** The messages, one per account. */
  public List<byte[]> messages() {
    List<byte[]> messages = new ArrayList<>(accounts.size());
    // All amounts are decimals here: no scale is needed.
    ChargeWriter writer = new ChargeWriter(0);
    for (Account account : accounts.values()) {
      writer.start(account.ref);
      account.series.forEach((key, series) -> series.write(key, writer));
      messages.add(writer.finish());
    }
    return messages;
  }

  /** All series of an account, under the first label that a message gave it. */
  private static final class Account {
    AccountRef ref;
    final Map<ChargeKey, Series> series = new LinkedHashMap<>();

    Account(AccountRef ref) {
      this.ref = ref;
    }
  }

  /** The days of one key. */
  private static final class Series implements ChargeReader.Entries {
    private int firstDay;
    private int lastDay;
    private int count;
    private CostSums sums = CostSums.NONE;

    /** The day of the first entry; {@link #bytes} starts behind it. */
    private int entryDay;

    /** The day of the last entry. */
    private int day;

    private byte[] bytes = new byte[48];
    private int size;

    void add(ChargeReader message) {
      if (count == 0) {
        firstDay = message.firstDay();
        lastDay = message.lastDay();
        entryDay = message.entryDay();
      } else {
        firstDay = Math.min(firstDay, message.firstDay());
        lastDay = Math.max(lastDay, message.lastDay());
        reserve(5);
        size = ChargeForm.signed(bytes, size, message.entryDay() - day);
      }
      message.entries(this);
      day = message.lastDay();
      count += message.dayCount();
      sums = sums.plus(message.sums());
    }

    @Override
    public void bytes(byte[] from, int at, int length) {
      reserve(length);
      System.arraycopy(from, at, bytes, size, length);
      size += length;
    }

    private void reserve(int more) {
      if (bytes.length - size < more) {
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
      }
    }

    void write(ChargeKey key, ChargeWriter writer) {
      if (count == 1) {
        writer.series(key, firstDay);
        writer.sums(sums);
        return;
      }
      writer.series(key, count, firstDay, lastDay);
      writer.sums(sums);
      writer.days();
      writer.day(entryDay);
      writer.entries(bytes, size);
      writer.endDays();
    }
  }
}
