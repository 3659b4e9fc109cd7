package io.ratemill.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads the byte form of charges, series by series.
 *
 * <p>Shape: {@link #next} moves to a series, whose account, key, days and sums over all days are
 * then at hand; {@link #days} lays its days out, and is not paid for where nobody asks. Errors:
 * bytes of an unknown version, or cut short, are refused.
 */
public final class ChargeReader {
  /** Takes the days of a series in their order. */
  public interface Days {
    /**
     * Takes a day.
     *
     * @param sums as long as the call lasts
     */
    void day(int epochDay, WideSums sums);
  }

  private final byte[] bytes;
  private final List<AccountRef> accounts;
  private final List<ChargeKey> keys;
  private final String[] texts;

  /** Where the length of each resource stands; a text is made of those that are asked for. */
  private final int[] resourceAt;

  private final WideSums sums = new WideSums();
  private final WideSums ofDay = new WideSums();
  private int at;
  private int seriesLeft;
  private int account = -1;
  private int key = -1;
  private int resource;
  private int seriesAt;
  private int dayCount;
  private int firstDay;
  private int lastDay;
  private int sumsAt;
  private boolean sumsKnown;

  /** Behind the series, if it says so itself; else -1. */
  private int behind = -1;

  /** Opens a message. */
  public ChargeReader(byte[] bytes, TextPool pool) {
    this.bytes = bytes;
    try {
      int version = octet();
      if (version != ChargeForm.VERSION) {
        throw new IllegalArgumentException(
            "charges of byte form "
                + version
                + " cannot be read; this build knows "
                + ChargeForm.VERSION);
      }
      texts = new String[count()];
      for (int i = 0; i < texts.length; i++) {
        int length = length();
        texts[i] = pool.text(bytes, at, length);
        at += length;
      }
      accounts = new ArrayList<>();
      for (int left = count(); left > 0; left--) {
        accounts.add(readAccount());
      }
      keys = new ArrayList<>();
      for (int left = count(); left > 0; left--) {
        keys.add(readKey());
      }
      resourceAt = new int[count()];
      for (int i = 0; i < resourceAt.length; i++) {
        resourceAt[i] = at;
        int length = length();
        at += length;
      }
      seriesLeft = count();
    } catch (ArrayIndexOutOfBoundsException e) {
      throw cutShort(e);
    }
  }

  /** All charges of some bytes, day by day, in one entry per account. */
  public static List<AccountCharges> read(byte[] bytes) {
    ChargeReader reader = new ChargeReader(bytes, new TextPool(4));
    List<List<Charge>> charges = new ArrayList<>();
    reader.accounts.forEach(each -> charges.add(new ArrayList<>()));
    while (reader.next()) {
      ChargeKey key = reader.key();
      String resource = reader.resource();
      List<Charge> ofAccount = charges.get(reader.account);
      reader.days((day, sums) -> ofAccount.add(new Charge(key, resource, day, sums.sums())));
    }
    List<AccountCharges> all = new ArrayList<>();
    for (AccountRef each : reader.accounts) {
      all.add(new AccountCharges(each, charges.get(all.size())));
    }
    return all;
  }

  private static IllegalArgumentException cutShort(ArrayIndexOutOfBoundsException e) {
    return new IllegalArgumentException("charges are cut short", e);
  }

  /** The accounts that have charges. */
  public List<AccountRef> accounts() {
    return Collections.unmodifiableList(accounts);
  }

  /** The keys of the charges. */
  List<ChargeKey> keys() {
    return Collections.unmodifiableList(keys);
  }

  /** How many series come after this one. */
  int seriesLeft() {
    return seriesLeft;
  }

  /** Moves to the next series; false if there is none. */
  public boolean next() {
    if (seriesLeft == 0) {
      return false;
    }
    seriesLeft--;
    try {
      if (account >= 0) {
        skip();
      }
      int keyAndAccount = count();
      key = keyAndAccount >>> 1;
      account += keyAndAccount & 1;
      resource = count();
      moveTo(at);
      return true;
    } catch (ArrayIndexOutOfBoundsException e) {
      throw cutShort(e);
    }
  }

  /**
   * Moves to a series, but for its account, key and resource, by what {@link #position} said there.
   */
  void moveTo(int position) {
    seriesAt = position;
    at = position;
    dayCount = count();
    firstDay = (int) signed();
    if (dayCount == 1) {
      lastDay = firstDay;
      sumsAt = at;
      behind = -1;
    } else {
      lastDay = firstDay + count();
      int length = ChargeForm.fixed(bytes, at);
      at += Integer.BYTES;
      sumsAt = at;
      behind = at + length;
      if (behind > bytes.length) {
        throw new ArrayIndexOutOfBoundsException(behind);
      }
    }
    sumsKnown = false;
  }

  /** Moves behind the series. */
  private void skip() {
    if (behind >= 0) {
      at = behind;
    } else if (!sumsKnown) {
      at = sumsAt;
      skipSums();
    }
  }

  /** Where the series stands, for {@link #moveTo}. */
  int position() {
    return seriesAt;
  }

  /** The account of the series. */
  public AccountRef account() {
    return accounts.get(account);
  }

  /** The number of the series' account in {@link #accounts}. */
  public int accountNumber() {
    return account;
  }

  /** The key of the series. */
  public ChargeKey key() {
    return keys.get(key);
  }

  /** The number of the series' key in {@link #keys}. */
  int keyNumber() {
    return key;
  }

  /** How many resources there are; their numbers begin with 1. */
  int resources() {
    return resourceAt.length;
  }

  /** The number of the series' resource, 0 if it has none. */
  int resourceNumber() {
    return resource;
  }

  /** The resource of the series, empty if it has none. */
  public String resource() {
    return resource(resource);
  }

  /** The resource with a number, empty for 0. */
  String resource(int number) {
    if (number == 0) {
      return "";
    }
    int here = at;
    at = resourceAt[number - 1];
    int length = count();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at = here;
    return text;
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
    if (!sumsKnown) {
      at = sumsAt;
      try {
        readSums(sums);
      } catch (ArrayIndexOutOfBoundsException e) {
        throw cutShort(e);
      }
      sumsKnown = true;
    }
    return sums;
  }

  /** Lays out the days of the series. */
  public void days(Days into) {
    if (dayCount == 1) {
      into.day(firstDay, sums());
      return;
    }
    try {
      at = sumsAt;
      skipSums();
      int day = firstDay;
      for (int i = 0; i < dayCount; i++) {
        day += (int) signed();
        readSums(ofDay);
        into.day(day, ofDay);
      }
    } catch (ArrayIndexOutOfBoundsException e) {
      throw cutShort(e);
    }
    if (at != behind) {
      throw new IllegalArgumentException(
          "the days of a series end at byte " + at + " instead of " + behind);
    }
  }

  private AccountRef readAccount() {
    String provider = text();
    String label = text();
    int idCount = count();
    List<String> ids = new ArrayList<>(idCount);
    for (int i = 0; i < idCount; i++) {
      ids.add(text());
    }
    return new AccountRef(provider, ids, label);
  }

  private ChargeKey readKey() {
    BillingPeriod period = BillingPeriod.ofNumber(count());
    String billPayer = text();
    String item = text();
    String itemName = text();
    String unit = text();
    String currency = text();
    ChargeClass chargeClass = ChargeClass.at(octet());
    int flags = octet();
    return new ChargeKey(
        period,
        billPayer,
        item,
        itemName,
        unit,
        chargeClass,
        (flags & ChargeForm.MARKETPLACE) != 0,
        (flags & ChargeForm.SPLIT_ALLOCATION) != 0,
        currency);
  }

  private void readSums(WideSums into) {
    into.count(number(), number());
    int forms = count();
    for (int amount = 0; amount < Amount.COUNT; amount++) {
      switch (forms & 3) {
        case ChargeForm.OWN -> readAmount(amount, into);
        case ChargeForm.AS_BILLED -> into.copy(amount, Amount.BILLED.ordinal());
        case ChargeForm.AS_LIST -> into.copy(amount, Amount.LIST.ordinal());
        default -> into.absent(amount);
      }
      forms >>>= ChargeForm.FORM_BITS;
    }
  }

  private void skipSums() {
    number();
    number();
    int forms = count();
    for (int amount = 0; amount < Amount.COUNT; amount++) {
      if ((forms & 3) == ChargeForm.OWN) {
        if ((number() & 1) == 0) {
          number();
        } else {
          int length = count();
          at += length;
        }
      }
      forms >>>= ChargeForm.FORM_BITS;
    }
    if (at > bytes.length) {
      throw new ArrayIndexOutOfBoundsException(at);
    }
  }

  private void readAmount(int amount, WideSums into) {
    int scaleAndSize = count();
    int scale = scaleAndSize >>> 1;
    if ((scaleAndSize & 1) == 0) {
      into.set(amount, signed(), scale);
      return;
    }
    int length = length();
    into.set(amount, new BigDecimal(new BigInteger(bytes, at, length), scale));
    at += length;
  }

  private int octet() {
    return bytes[at++] & 0xFF;
  }

  /** A number of bytes that come next, and are there. */
  private int length() {
    int length = count();
    if (bytes.length - at < length) {
      throw new ArrayIndexOutOfBoundsException(at + length);
    }
    return length;
  }

  private int count() {
    return Math.toIntExact(number());
  }

  private long number() {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  private long signed() {
    long zigzag = number();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  private String text() {
    return texts[count()];
  }
}
