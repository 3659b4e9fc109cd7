package io.ratemill.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * {@link CostSums} that are added up in place, so that no addend costs an object.
 *
 * <p>Shape: amounts of 128 bits at {@link #SCALE} decimals; what does not fit is kept beside them
 * as a decimal, so that nothing is rounded or cut. Not for use by several threads.
 */
public final class WideSums {
  /** Decimals of the amounts of 128 bits. */
  public static final int SCALE = 24;

  private final long[] high = new long[Amount.COUNT];
  private final long[] low = new long[Amount.COUNT];
  private final @Nullable BigDecimal[] beside = new @Nullable BigDecimal[Amount.COUNT];
  private final boolean[] present = new boolean[Amount.COUNT];
  private final Wide number = new Wide();
  private long lines;
  private long listMissing;

  /** Forgets all. */
  public void clear() {
    lines = 0;
    listMissing = 0;
    for (int at = 0; at < Amount.COUNT; at++) {
      absent(at);
    }
  }

  /** Adds other sums. */
  public void add(WideSums other) {
    lines += other.lines;
    listMissing += other.listMissing;
    for (int at = 0; at < Amount.COUNT; at++) {
      if (other.present[at]) {
        add(at, other.high[at], other.low[at]);
        BigDecimal more = other.beside[at];
        if (more != null) {
          aside(at, more);
        }
      }
    }
  }

  /** How many lines were added up. */
  public long lines() {
    return lines;
  }

  /** An amount; absent where no line had it. */
  public @Nullable BigDecimal amount(Amount amount) {
    return decimal(amount.ordinal());
  }

  /** An amount as {@link Money#utf8} writes it; absent where no line had it. */
  public byte @Nullable [] utf8(Amount amount) {
    int at = amount.ordinal();
    if (!present[at] || beside[at] != null) {
      BigDecimal wide = decimal(at);
      return wide == null ? null : Money.utf8(wide);
    }
    number.set(high[at], low[at], SCALE);
    return number.utf8(0);
  }

  /** Forgets that lines missed their list cost. */
  public void missNoList() {
    listMissing = 0;
  }

  /** Sets how many lines there are. */
  void count(long ofLines, long ofListMissing) {
    lines = ofLines;
    listMissing = ofListMissing;
  }

  /** Sets an amount to absent. */
  void absent(int at) {
    high[at] = 0;
    low[at] = 0;
    beside[at] = null;
    present[at] = false;
  }

  /** Sets an amount to another one. */
  void copy(int at, int from) {
    high[at] = high[from];
    low[at] = low[from];
    beside[at] = beside[from];
    present[at] = present[from];
  }

  /** Sets an amount to {@code unscaled * 10^-scale}. */
  void set(int at, long unscaled, int scale) {
    beside[at] = null;
    present[at] = true;
    int digits = SCALE - scale;
    long factor = unscaled;
    if (digits > Wide.LONG_DIGITS && digits <= 2 * Wide.LONG_DIGITS) {
      long power = Wide.power(digits - Wide.LONG_DIGITS);
      factor = unscaled * power;
      digits = Math.multiplyHigh(unscaled, power) == factor >> 63 ? Wide.LONG_DIGITS : -1;
    }
    if (digits < 0 || digits > Wide.LONG_DIGITS) {
      high[at] = 0;
      low[at] = 0;
      beside[at] = BigDecimal.valueOf(unscaled, scale);
      return;
    }
    high[at] = Math.multiplyHigh(factor, Wide.power(digits));
    low[at] = factor * Wide.power(digits);
  }

  /** Sets an amount. */
  void set(int at, BigDecimal value) {
    high[at] = 0;
    low[at] = 0;
    beside[at] = value;
    present[at] = true;
  }

  private void add(int at, long upper, long lower) {
    long newLow = low[at] + lower;
    long carry = Long.compareUnsigned(newLow, lower) < 0 ? 1 : 0;
    long newHigh = high[at] + upper + carry;
    if (((high[at] ^ newHigh) & (upper ^ newHigh)) < 0) {
      // The sum leaves 128 bits: set aside what was there, and go on from the addend.
      number.set(high[at], low[at], SCALE);
      aside(at, number.decimal());
      newHigh = upper;
      newLow = lower;
    }
    high[at] = newHigh;
    low[at] = newLow;
    present[at] = true;
  }

  private void aside(int at, BigDecimal value) {
    beside[at] = Money.add(beside[at], value);
    present[at] = true;
  }

  /** The sums as they are now. */
  public CostSums sums() {
    return new CostSums(
        lines,
        listMissing,
        amount(Amount.BILLED),
        amount(Amount.LIST),
        amount(Amount.EFFECTIVE),
        amount(Amount.CONTRACTED),
        amount(Amount.LIST_PRICED),
        amount(Amount.QUANTITY));
  }

  private @Nullable BigDecimal decimal(int at) {
    if (!present[at]) {
      return null;
    }
    number.set(high[at], low[at], SCALE);
    return Money.add(number.decimal(), beside[at]);
  }
}
