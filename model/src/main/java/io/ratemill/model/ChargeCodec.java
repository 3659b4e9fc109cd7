package io.ratemill.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The byte form of {@link AccountCharges}, for the network and for state.
 *
 * <p>Shape: a version, a table of the distinct texts, then one row of references and sums per
 * charge. Sums of a charge are often one and the same amount, which is then written once. Errors:
 * bytes of an unknown version, or cut short, are refused. State written by an older version stays
 * readable: add a version, keep the old reader.
 */
public final class ChargeCodec {
  private static final int VERSION = 1;

  /** How an amount of a charge is written; two bits each. */
  private static final int ABSENT = 0;

  private static final int OWN = 1;
  private static final int AS_BILLED = 2;
  private static final int AS_LIST = 3;

  /** Digits that always fit a long. */
  private static final int LONG_DIGITS = 18;

  private static final int MARKETPLACE = 1;
  private static final int SPLIT_ALLOCATION = 2;

  private ChargeCodec() {}

  public static byte[] encode(AccountCharges charges) {
    Writer rows = new Writer(64 * charges.charges().size() + 64);
    AccountRef account = charges.account();
    rows.text(account.provider());
    rows.text(account.label());
    rows.count(account.ids().size());
    for (String id : account.ids()) {
      rows.text(id);
    }
    rows.count(charges.charges().size());
    for (Charge charge : charges.charges()) {
      write(rows, charge);
    }
    Writer whole = new Writer(rows.size + 32 * rows.texts.size() + 16);
    whole.octet(VERSION);
    whole.count(rows.texts.size());
    for (String text : rows.texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      whole.count(utf8.length);
      whole.bytes(utf8, utf8.length);
    }
    whole.bytes(rows.bytes, rows.size);
    return Arrays.copyOf(whole.bytes, whole.size);
  }

  public static AccountCharges decode(byte[] bytes) {
    return decode(bytes, 0);
  }

  /** Decodes what begins at an offset of a larger array. */
  public static AccountCharges decode(byte[] bytes, int offset) {
    try {
      Reader in = new Reader(bytes, offset);
      int version = in.octet();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "charges of byte form " + version + " cannot be read; this build knows " + VERSION);
      }
      in.readTexts();
      String provider = in.text();
      String label = in.text();
      int idCount = in.count();
      List<String> ids = new ArrayList<>(idCount);
      for (int i = 0; i < idCount; i++) {
        ids.add(in.text());
      }
      int size = in.count();
      List<Charge> charges = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        charges.add(read(in));
      }
      return new AccountCharges(new AccountRef(provider, ids, label), charges);
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("charges are cut short", e);
    }
  }

  private static void write(Writer out, Charge charge) {
    out.count(charge.period().number());
    out.signed(charge.usageDay());
    out.text(charge.billPayer());
    out.text(charge.item());
    out.text(charge.itemName());
    out.text(charge.resource());
    out.text(charge.unit());
    out.text(charge.currency());
    out.octet(charge.chargeClass().ordinal());
    out.octet(
        (charge.marketplace() ? MARKETPLACE : 0)
            | (charge.splitAllocation() ? SPLIT_ALLOCATION : 0));
    CostSums sums = charge.sums();
    out.count(sums.lines());
    out.count(sums.listMissing());
    int billed = sums.billed() == null ? ABSENT : OWN;
    int list = form(sums.list(), sums, false);
    int effective = form(sums.effective(), sums, true);
    int contracted = form(sums.contracted(), sums, true);
    int listPriced = form(sums.listPriced(), sums, true);
    int quantity = sums.quantity() == null ? ABSENT : OWN;
    out.count(
        billed | list << 2 | effective << 4 | contracted << 6 | listPriced << 8 | quantity << 10);
    out.amount(sums.billed(), billed);
    out.amount(sums.list(), list);
    out.amount(sums.effective(), effective);
    out.amount(sums.contracted(), contracted);
    out.amount(sums.listPriced(), listPriced);
    out.amount(sums.quantity(), quantity);
  }

  private static int form(@Nullable BigDecimal amount, CostSums sums, boolean mayBeList) {
    if (amount == null) {
      return ABSENT;
    }
    if (isThis(amount, sums.billed())) {
      return AS_BILLED;
    }
    return mayBeList && isThis(amount, sums.list()) ? AS_LIST : OWN;
  }

  private static boolean isThis(BigDecimal amount, @Nullable BigDecimal other) {
    return other != null && amount.scale() == other.scale() && amount.compareTo(other) == 0;
  }

  private static Charge read(Reader in) {
    BillingPeriod period = BillingPeriod.ofNumber(in.count());
    int usageDay = (int) in.signed();
    String billPayer = in.text();
    String item = in.text();
    String itemName = in.text();
    String resource = in.text();
    String unit = in.text();
    String currency = in.text();
    ChargeClass chargeClass = ChargeClass.at(in.octet());
    int flags = in.octet();
    long lines = in.number();
    long listMissing = in.number();
    int forms = in.count();
    BigDecimal billed = in.amount(forms & 3, null, null);
    BigDecimal list = in.amount(forms >>> 2 & 3, billed, null);
    BigDecimal effective = in.amount(forms >>> 4 & 3, billed, list);
    BigDecimal contracted = in.amount(forms >>> 6 & 3, billed, list);
    BigDecimal listPriced = in.amount(forms >>> 8 & 3, billed, list);
    BigDecimal quantity = in.amount(forms >>> 10 & 3, null, null);
    return new Charge(
        period,
        usageDay,
        billPayer,
        item,
        itemName,
        resource,
        unit,
        chargeClass,
        (flags & MARKETPLACE) != 0,
        (flags & SPLIT_ALLOCATION) != 0,
        currency,
        new CostSums(
            lines, listMissing, billed, list, effective, contracted, listPriced, quantity));
  }

  /** Grows as it is written to; texts become numbers of their table. */
  private static final class Writer {
    private final List<String> texts = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private byte[] bytes;
    private int size;

    Writer(int capacity) {
      bytes = new byte[capacity];
    }

    private void reserve(int more) {
      if (bytes.length - size < more) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
      }
    }

    void octet(int value) {
      reserve(1);
      bytes[size++] = (byte) value;
    }

    void bytes(byte[] from, int length) {
      reserve(length);
      System.arraycopy(from, 0, bytes, size, length);
      size += length;
    }

    void count(long value) {
      reserve(10);
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        bytes[size++] = (byte) (rest | 0x80);
        rest >>>= 7;
      }
      bytes[size++] = (byte) rest;
    }

    void signed(long value) {
      count((value << 1) ^ (value >> 63));
    }

    void text(String text) {
      Integer known = numbers.get(text);
      if (known == null) {
        known = texts.size();
        numbers.put(text, known);
        texts.add(text);
      }
      count(known);
    }

    /** The length of its unscaled bytes, 0 where it fits a long; the number; the scale. */
    void amount(@Nullable BigDecimal amount, int form) {
      if (amount == null || form != OWN) {
        return;
      }
      BigInteger unscaled = amount.unscaledValue();
      if (amount.precision() <= LONG_DIGITS) {
        count(0);
        signed(unscaled.longValue());
      } else {
        byte[] magnitude = unscaled.toByteArray();
        count(magnitude.length);
        bytes(magnitude, magnitude.length);
      }
      signed(amount.scale());
    }
  }

  private static final class Reader {
    private final byte[] bytes;
    private int at;
    private String[] texts = {};

    Reader(byte[] bytes, int offset) {
      this.bytes = bytes;
      this.at = offset;
    }

    void readTexts() {
      texts = new String[count()];
      for (int i = 0; i < texts.length; i++) {
        int length = count();
        if (bytes.length - at < length) {
          throw new ArrayIndexOutOfBoundsException(at + length);
        }
        texts[i] = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
      }
    }

    int octet() {
      return bytes[at++] & 0xFF;
    }

    int count() {
      return Math.toIntExact(number());
    }

    long number() {
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

    long signed() {
      long zigzag = number();
      return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    String text() {
      return texts[count()];
    }

    @Nullable BigDecimal amount(int form, @Nullable BigDecimal billed, @Nullable BigDecimal list) {
      if (form == OWN) {
        return amount();
      }
      return switch (form) {
        case AS_BILLED -> billed;
        case AS_LIST -> list;
        default -> null;
      };
    }

    private BigDecimal amount() {
      int length = count();
      if (length == 0) {
        long unscaled = signed();
        return BigDecimal.valueOf(unscaled, (int) signed());
      }
      byte[] magnitude = Arrays.copyOfRange(bytes, at, at + length);
      at += length;
      return new BigDecimal(new BigInteger(magnitude), (int) signed());
    }
  }
}
