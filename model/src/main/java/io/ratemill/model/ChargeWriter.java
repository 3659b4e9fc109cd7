package io.ratemill.model;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the byte form of the charges of some accounts, one message after the other.
 *
 * <p>Shape: {@link #start}; per account {@link #account}; per series {@link #series} with the
 * numbers that {@link #key} and {@link #resource} gave; per sums the {@link #amount}s that are
 * there and then {@link #sums}, or {@link #day} between several days; {@link #finish} gives the
 * bytes. Amounts come as numbers of 128 bits at the scale of the writer, or as decimals.
 */
public final class ChargeWriter {
  /** They leave 6 decimals, of which whole numbers need none. */
  private static final int MOST_ZEROS = 18;

  private static final long WHOLE = 1_000_000;

  /** The zeros of most numbers of bills, which have 6, 10, 14 or 18 decimals. */
  private static final TenPower[] USUAL_ZEROS = {
    TenPower.of(MOST_ZEROS), TenPower.of(14), TenPower.of(10), TenPower.of(6)
  };

  private final int scale;
  private final Wide number = new Wide();
  private final long[] high = new long[Amount.COUNT];
  private final long[] low = new long[Amount.COUNT];
  private final @Nullable BigDecimal[] wide = new @Nullable BigDecimal[Amount.COUNT];
  private final boolean[] present = new boolean[Amount.COUNT];
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> texts = new ArrayList<>();
  private final List<AccountRef> accounts = new ArrayList<>();
  private final Map<ChargeKey, Integer> keys = new LinkedHashMap<>();
  private byte[] bytes = new byte[1 << 12];
  private int size;

  /** The table of resources, as it will be in the message. */
  private byte[] resources = new byte[0];

  private int resourcesSize;
  private int resourceCount;
  private int seriesCount;
  private boolean accountBegins;
  private int lengthAt;
  private int lastDay;

  /**
   * Makes a writer.
   *
   * @param scale the decimals of amounts given as 128 bits
   */
  public ChargeWriter(int scale) {
    this.scale = scale;
  }

  /** Begins a message and forgets the one before. */
  public void start() {
    numbers.clear();
    texts.clear();
    accounts.clear();
    keys.clear();
    size = 0;
    resourcesSize = 0;
    resourceCount = 0;
    seriesCount = 0;
    accountBegins = false;
  }

  /** Begins the charges of an account, of which there must be one at least. */
  public void account(AccountRef account) {
    if (accountBegins) {
      throw new IllegalStateException("no charges between two accounts, before " + account);
    }
    accounts.add(account);
    accountBegins = true;
  }

  /** The number of a key within the message. */
  public int key(ChargeKey key) {
    Integer known = keys.putIfAbsent(key, keys.size());
    return known == null ? keys.size() - 1 : known;
  }

  /** Takes a resource that the message has not yet; its number within the message. */
  public int resource(byte[] utf8) {
    int most = resourcesSize + utf8.length + ChargeForm.LONGEST;
    if (resources.length < most) {
      resources = Arrays.copyOf(resources, Math.max(resources.length * 2, most));
    }
    int at = ChargeForm.count(resources, resourcesSize, utf8.length);
    System.arraycopy(utf8, 0, resources, at, utf8.length);
    resourcesSize = at + utf8.length;
    return ++resourceCount;
  }

  /**
   * Begins charges with a key, all on one day, whose sums come next.
   *
   * @param resource the number of their resource, 0 for none
   */
  public void series(int key, int resource, int day) {
    begin(key, resource);
    count(1);
    signed(day);
  }

  /**
   * Begins charges with a key on several days. The sums of all days come next, then per day {@link
   * #day} and its sums, and last {@link #endDays}.
   *
   * @param resource the number of their resource, 0 for none
   */
  public void series(int key, int resource, int dayCount, int firstDay, int lastDayOfAll) {
    if (dayCount < 2) {
      throw new IllegalArgumentException(dayCount + " days are not several");
    }
    begin(key, resource);
    count(dayCount);
    signed(firstDay);
    count(lastDayOfAll - firstDay);
    lastDay = firstDay;
    // Room for the length, which is known at the end; four bytes, so that nothing has to move.
    reserve(Integer.BYTES);
    lengthAt = size;
    size += Integer.BYTES;
  }

  private void begin(int key, int resource) {
    seriesCount++;
    count((long) key << 1 | (accountBegins ? 1 : 0));
    count(resource);
    accountBegins = false;
  }

  /** Begins a day of a series; its sums come next. */
  public void day(int day) {
    signed(day - lastDay);
    lastDay = day;
  }

  /** Ends a series of several days. */
  public void endDays() {
    ChargeForm.fixed(bytes, lengthAt, size - lengthAt - Integer.BYTES);
  }

  /** Gives an amount of the sums that come next, as 128 bits. */
  public void amount(Amount amount, long upper, long lower) {
    int at = amount.ordinal();
    high[at] = upper;
    low[at] = lower;
    wide[at] = null;
    present[at] = true;
  }

  /** Gives an amount of the sums that come next; absent if null. */
  public void amount(Amount amount, @Nullable BigDecimal value) {
    int at = amount.ordinal();
    high[at] = 0;
    low[at] = 0;
    wide[at] = value;
    present[at] = value != null;
  }

  /** Writes the sums of the amounts given since the last ones. */
  public void sums(long lines, long listMissing) {
    count(lines);
    count(listMissing);
    int forms = 0;
    for (int at = 0; at < Amount.COUNT; at++) {
      forms |= form(at) << (ChargeForm.FORM_BITS * at);
    }
    count(forms);
    for (int at = 0; at < Amount.COUNT; at++) {
      if (((forms >>> (ChargeForm.FORM_BITS * at)) & 3) == ChargeForm.OWN) {
        number(at);
      }
      present[at] = false;
    }
  }

  /** Writes sums. */
  public void sums(CostSums sums) {
    amount(Amount.BILLED, sums.billed());
    amount(Amount.LIST, sums.list());
    amount(Amount.EFFECTIVE, sums.effective());
    amount(Amount.CONTRACTED, sums.contracted());
    amount(Amount.LIST_PRICED, sums.listPriced());
    amount(Amount.QUANTITY, sums.quantity());
    sums(sums.lines(), sums.listMissing());
  }

  private int form(int at) {
    if (!present[at]) {
      return ChargeForm.ABSENT;
    }
    boolean mayBeEqual = at != Amount.QUANTITY.ordinal();
    if (mayBeEqual && at > 0 && same(at, Amount.BILLED.ordinal())) {
      return ChargeForm.AS_BILLED;
    }
    if (mayBeEqual && at > 1 && same(at, Amount.LIST.ordinal())) {
      return ChargeForm.AS_LIST;
    }
    return ChargeForm.OWN;
  }

  private boolean same(int one, int other) {
    if (!present[other]) {
      return false;
    }
    BigDecimal a = wide[one];
    BigDecimal b = wide[other];
    if (a == null || b == null) {
      return a == null && b == null && high[one] == high[other] && low[one] == low[other];
    }
    return a.compareTo(b) == 0;
  }

  private void number(int at) {
    BigDecimal value = wide[at];
    if (value != null) {
      decimal(value);
    } else if (scale != WideSums.SCALE || !fixedNumber(high[at], low[at])) {
      number.set(high[at], low[at], scale);
      if (number.isShort()) {
        shortNumber(number.unscaled(), number.scale());
      } else {
        decimal(number.decimal());
      }
    }
  }

  /** Writes a number of {@link WideSums#SCALE}, if it is short at one of a few usual scales. */
  private boolean fixedNumber(long upper, long lower) {
    for (TenPower zeros : USUAL_ZEROS) {
      long rest = zeros.divide(upper, lower);
      if (zeros.gives(rest, upper, lower)) {
        boolean whole = zeros.zeros() == MOST_ZEROS && rest % WHOLE == 0;
        count((whole ? 0 : WideSums.SCALE - zeros.zeros()) << 1);
        signed(whole ? rest / WHOLE : rest);
        return true;
      }
    }
    return false;
  }

  /** A number that fits a long, without the zeros at its end. */
  private void shortNumber(long unscaled, int ofScale) {
    long rest = unscaled;
    int left = ofScale;
    while (left > 0 && rest % 10 == 0) {
      rest /= 10;
      left--;
    }
    count(left << 1);
    signed(rest);
  }

  /** The scale and one bit; then the number, or behind its length its bytes. */
  private void decimal(BigDecimal value) {
    BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
    if (plain.precision() <= 18) {
      shortNumber(plain.unscaledValue().longValue(), plain.scale());
      return;
    }
    byte[] magnitude = plain.unscaledValue().toByteArray();
    count((long) plain.scale() << 1 | 1);
    count(magnitude.length);
    bytes(magnitude, 0, magnitude.length);
  }

  /** The message since {@link #start}. */
  public byte[] finish() {
    int rows = size;
    // The tables are known last and stand first: they are written behind the rows and moved.
    count(accounts.size());
    accounts.forEach(this::table);
    count(keys.size());
    keys.keySet().forEach(this::table);
    count(resourceCount);
    bytes(resources, 0, resourcesSize);
    count(seriesCount);
    int references = size;
    octet(ChargeForm.VERSION);
    count(texts.size());
    for (String text : texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      count(utf8.length);
      bytes(utf8, 0, utf8.length);
    }
    byte[] whole = new byte[size];
    int textsLength = size - references;
    System.arraycopy(bytes, references, whole, 0, textsLength);
    System.arraycopy(bytes, rows, whole, textsLength, references - rows);
    System.arraycopy(bytes, 0, whole, size - rows, rows);
    return whole;
  }

  private void table(AccountRef account) {
    text(account.provider());
    text(account.label());
    count(account.ids().size());
    for (String id : account.ids()) {
      text(id);
    }
  }

  private void table(ChargeKey key) {
    count(key.period().number());
    text(key.billPayer());
    text(key.item());
    text(key.itemName());
    text(key.unit());
    text(key.currency());
    octet(key.chargeClass().ordinal());
    octet(
        (key.marketplace() ? ChargeForm.MARKETPLACE : 0)
            | (key.splitAllocation() ? ChargeForm.SPLIT_ALLOCATION : 0));
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  private void bytes(byte[] from, int at, int length) {
    reserve(length);
    System.arraycopy(from, at, bytes, size, length);
    size += length;
  }

  private void octet(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  private void count(long value) {
    reserve(ChargeForm.LONGEST);
    size = ChargeForm.count(bytes, size, value);
  }

  private void signed(long value) {
    reserve(ChargeForm.LONGEST);
    size = ChargeForm.signed(bytes, size, value);
  }

  private void text(String text) {
    Integer known = numbers.get(text);
    if (known == null) {
      known = texts.size();
      numbers.put(text, known);
      texts.add(text);
    }
    count(known);
  }
}
