package io.ratemill.model;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;

/**
 * A calendar month that a provider bills.
 *
 * <p>Units: days are UTC epoch days. The only place that knows where a period begins and ends.
 */
public record BillingPeriod(int year, int month) implements Comparable<BillingPeriod> {
  public BillingPeriod {
    if (month < 1 || month > 12 || year < 1 || year > 9999) {
      throw new IllegalArgumentException("no billing period has year " + year + ", month " + month);
    }
  }

  /** The period with a number as {@link #number()} gives it. */
  public static BillingPeriod ofNumber(int number) {
    return new BillingPeriod(Math.floorDiv(number, 12), Math.floorMod(number, 12) + 1);
  }

  /** The period that a UTC epoch day lies in. */
  public static BillingPeriod ofDay(int epochDay) {
    LocalDate day = LocalDate.ofEpochDay(epochDay);
    return new BillingPeriod(day.getYear(), day.getMonthValue());
  }

  /** The period of a text {@code yyyy-MM}. Errors: anything else is refused. */
  public static BillingPeriod parse(String text) {
    try {
      YearMonth month = YearMonth.parse(text);
      return new BillingPeriod(month.getYear(), month.getMonthValue());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + text + "' is no billing period; write yyyy-MM", e);
    }
  }

  /** Months since year 0: dense, ordered, and small enough for a key column. */
  public int number() {
    return year * 12 + month - 1;
  }

  public int firstDay() {
    return (int) LocalDate.of(year, month, 1).toEpochDay();
  }

  public int lastDay() {
    return next().firstDay() - 1;
  }

  public BillingPeriod next() {
    return ofNumber(number() + 1);
  }

  @Override
  public int compareTo(BillingPeriod other) {
    return Integer.compare(number(), other.number());
  }

  /** The period as {@code yyyy-MM}. */
  @Override
  public String toString() {
    // Written for every record, where a formatter would cost more than all the rest of its key.
    String padded = String.valueOf(year * 100 + month + 1_000_000);
    return padded.substring(padded.length() - 6, padded.length() - 2)
        + '-'
        + padded.substring(padded.length() - 2);
  }
}
