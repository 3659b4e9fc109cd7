package io.ratemill.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the byte form of one account's charges, key by key.
 *
 * <p>Shape: {@link #next} moves to a series, whose key, days and sums over all days are then at
 * hand; {@link #days} lays its days out, and is not paid for where nobody asks. Errors: bytes of an
 * unknown version, or cut short, are refused.
 */
public final class ChargeReader {
  /** Takes the days of a series in their order. */
  public interface Days {
    void day(int epochDay, CostSums sums);
  }

  private final byte[] bytes;
  private final AccountRef account;
  private final String[] texts;
  private int at;
  private int seriesLeft;
  private @Nullable ChargeKey key;
  private int dayCount;
  private int firstDay;
  private int lastDay;
  private CostSums sums = CostSums.NONE;
  private int daysAt;
  private int entryDay;
  private int rawAt;

  /** Opens what begins at an offset of an array. */
  public ChargeReader(byte[] bytes, int offset, TextPool pool) {
    this.bytes = bytes;
    this.at = offset;
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
        int length = count();
        if (bytes.length - at < length) {
          throw new ArrayIndexOutOfBoundsException(at + length);
        }
        texts[i] = pool.text(bytes, at, length);
        at += length;
      }
      String provider = text();
      String label = text();
      int idCount = count();
      List<String> ids = new ArrayList<>(idCount);
      for (int i = 0; i < idCount; i++) {
        ids.add(text());
      }
      account = new AccountRef(provider, ids, label);
      seriesLeft = count();
    } catch (ArrayIndexOutOfBoundsException e) {
      throw cutShort(e);
    }
  }

  /** All charges of some bytes, day by day. */
  public static AccountCharges read(byte[] bytes) {
    ChargeReader reader = new ChargeReader(bytes, 0, new TextPool(4));
    List<Charge> charges = new ArrayList<>();
    while (reader.next()) {
      ChargeKey key = reader.key();
      reader.days((day, sums) -> charges.add(new Charge(key, day, sums)));
    }
    return new AccountCharges(reader.account(), charges);
  }

  private static IllegalArgumentException cutShort(ArrayIndexOutOfBoundsException e) {
    return new IllegalArgumentException("charges are cut short", e);
  }

  public AccountRef account() {
    return account;
  }

  /** Moves to the next series; false if there is none. */
  public boolean next() {
    if (seriesLeft == 0) {
      return false;
    }
    seriesLeft--;
    try {
      key = readKey();
      dayCount = count();
      firstDay = (int) signed();
      lastDay = dayCount == 1 ? firstDay : firstDay + count();
      entryDay = firstDay;
      rawAt = at;
      sums = readSums();
      if (dayCount > 1) {
        int length = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
          length |= octet() << (8 * i);
        }
        daysAt = at;
        entryDay = firstDay + (int) signed();
        rawAt = at;
        at = daysAt + length;
        if (at > bytes.length) {
          throw new ArrayIndexOutOfBoundsException(at);
        }
      }
      return true;
    } catch (ArrayIndexOutOfBoundsException e) {
      throw cutShort(e);
    }
  }

  /** The key of the series. */
  public ChargeKey key() {
    ChargeKey current = key;
    if (current == null) {
      throw new IllegalStateException("next() was not called");
    }
    return current;
  }

  /** The first day of the series. */
  public int firstDay() {
    return firstDay;
  }

  /** The last day of the series. */
  public int lastDay() {
    return lastDay;
  }

  /** The sums of all days of the series. */
  public CostSums sums() {
    return sums;
  }

  /** How many entries {@link #days} lays out. */
  int dayCount() {
    return dayCount;
  }

  /** The day of the first entry. */
  int entryDay() {
    return entryDay;
  }

  /** The byte form of the entries without the day of the first one. */
  void entries(Entries into) {
    into.bytes(bytes, rawAt, at - rawAt);
  }

  /** Takes a range of bytes. */
  interface Entries {
    void bytes(byte[] from, int at, int length);
  }

  /** Lays out the days of the series. */
  public void days(Days into) {
    if (dayCount == 1) {
      into.day(firstDay, sums);
      return;
    }
    int behind = at;
    at = daysAt;
    int day = firstDay;
    for (int i = 0; i < dayCount; i++) {
      day += (int) signed();
      into.day(day, readSums());
    }
    if (at != behind) {
      throw new IllegalArgumentException(
          "the days of a series end at byte " + at + " instead of " + behind);
    }
  }

  private ChargeKey readKey() {
    BillingPeriod period = BillingPeriod.ofNumber(count());
    String billPayer = text();
    String item = text();
    String itemName = text();
    String resource = text();
    String unit = text();
    String currency = text();
    ChargeClass chargeClass = ChargeClass.at(octet());
    int flags = octet();
    return new ChargeKey(
        period,
        billPayer,
        item,
        itemName,
        resource,
        unit,
        chargeClass,
        (flags & ChargeForm.MARKETPLACE) != 0,
        (flags & ChargeForm.SPLIT_ALLOCATION) != 0,
        currency);
  }

  private CostSums readSums() {
    long lines = number();
    long listMissing = number();
    int forms = count();
    BigDecimal billed = amount(form(forms, Amount.BILLED), null, null);
    BigDecimal list = amount(form(forms, Amount.LIST), billed, null);
    return new CostSums(
        lines,
        listMissing,
        billed,
        list,
        amount(form(forms, Amount.EFFECTIVE), billed, list),
        amount(form(forms, Amount.CONTRACTED), billed, list),
        amount(form(forms, Amount.LIST_PRICED), billed, list),
        amount(form(forms, Amount.QUANTITY), null, null));
  }

  private static int form(int forms, Amount amount) {
    return (forms >>> (ChargeForm.FORM_BITS * amount.ordinal())) & 3;
  }

  private @Nullable BigDecimal amount(
      int form, @Nullable BigDecimal billed, @Nullable BigDecimal list) {
    return switch (form) {
      case ChargeForm.OWN -> amount();
      case ChargeForm.AS_BILLED -> billed;
      case ChargeForm.AS_LIST -> list;
      default -> null;
    };
  }

  private BigDecimal amount() {
    int scaleAndSize = count();
    int scale = scaleAndSize >>> 1;
    if ((scaleAndSize & 1) == 0) {
      return BigDecimal.valueOf(signed(), scale);
    }
    int length = count();
    if (bytes.length - at < length) {
      throw new ArrayIndexOutOfBoundsException(at + length);
    }
    byte[] magnitude = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return new BigDecimal(new BigInteger(magnitude), scale);
  }

  private int octet() {
    return bytes[at++] & 0xFF;
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
