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

  // Of each record of a report there are several of these: few objects, and small ones.

  /** The upper halves of all amounts, then the lower ones. */
  private final long[] halves = new long[2 * Amount.COUNT];

  /** What does not fit; made when first needed. */
  private @Nullable BigDecimal @Nullable [] beside;

  /** A bit per amount. */
  private int present;

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
      if (other.isPresent(at)) {
        add(at, other.high(at), other.low(at));
        BigDecimal more = other.beside(at);
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
    if (!isPresent(at) || beside(at) != null) {
      BigDecimal wide = decimal(at);
      return wide == null ? null : Money.utf8(wide);
    }
    return number(at).utf8(0);
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
    halves(at, 0, 0);
    beside(at, null);
    present &= ~(1 << at);
  }

  /** Sets an amount to another one. */
  void copy(int at, int from) {
    halves(at, high(from), low(from));
    beside(at, beside(from));
    present = (present & ~(1 << at)) | (present >>> from & 1) << at;
  }

  /** Sets an amount to {@code unscaled * 10^-scale}. */
  void set(int at, long unscaled, int scale) {
    beside(at, null);
    present |= 1 << at;
    int digits = SCALE - scale;
    long factor = unscaled;
    if (digits > Wide.LONG_DIGITS && digits <= 2 * Wide.LONG_DIGITS) {
      long power = Wide.power(digits - Wide.LONG_DIGITS);
      factor = unscaled * power;
      digits = Math.multiplyHigh(unscaled, power) == factor >> 63 ? Wide.LONG_DIGITS : -1;
    }
    if (digits < 0 || digits > Wide.LONG_DIGITS) {
      halves(at, 0, 0);
      beside(at, BigDecimal.valueOf(unscaled, scale));
      return;
    }
    long power = Wide.power(digits);
    halves(at, Math.multiplyHigh(factor, power), factor * power);
  }

  /** Sets an amount. */
  void set(int at, BigDecimal value) {
    halves(at, 0, 0);
    beside(at, value);
    present |= 1 << at;
  }

  private void add(int at, long upper, long lower) {
    long newLow = low(at) + lower;
    long carry = Long.compareUnsigned(newLow, lower) < 0 ? 1 : 0;
    long newHigh = high(at) + upper + carry;
    if (((high(at) ^ newHigh) & (upper ^ newHigh)) < 0) {
      // The sum leaves 128 bits: set aside what was there, and go on from the addend.
      aside(at, number(at).decimal());
      newHigh = upper;
      newLow = lower;
    }
    halves(at, newHigh, newLow);
    present |= 1 << at;
  }

  private void aside(int at, BigDecimal value) {
    beside(at, Money.add(beside(at), value));
    present |= 1 << at;
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
    return isPresent(at) ? Money.add(number(at).decimal(), beside(at)) : null;
  }

  private boolean isPresent(int at) {
    return (present >>> at & 1) != 0;
  }

  private long high(int at) {
    return halves[at];
  }

  private long low(int at) {
    return halves[Amount.COUNT + at];
  }

  private void halves(int at, long high, long low) {
    halves[at] = high;
    halves[Amount.COUNT + at] = low;
  }

  /** The part of an amount that is not beside it. */
  private Wide number(int at) {
    Wide number = new Wide();
    number.set(high(at), low(at), SCALE);
    return number;
  }

  private @Nullable BigDecimal beside(int at) {
    return beside == null ? null : beside[at];
  }

  private void beside(int at, @Nullable BigDecimal value) {
    @Nullable BigDecimal[] all = beside;
    if (all == null) {
      if (value == null) {
        return;
      }
      all = new @Nullable BigDecimal[Amount.COUNT];
      beside = all;
    }
    all[at] = value;
  }
}
