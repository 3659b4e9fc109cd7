package io.ratemill.columnar;

import java.util.Arrays;

/** The cells of one day column in one batch. */
public final class DayColumn implements Column {
  /** The day of a null cell. */
  public static final int NULL = Integer.MIN_VALUE;

  private int[] days;

  DayColumn(int capacity) {
    this.days = new int[capacity];
  }

  /** Makes room for so many rows. */
  void reserve(int capacity) {
    if (days.length < capacity) {
      days = Arrays.copyOf(days, Math.max(capacity, days.length * 2));
    }
  }

  /** Fills consecutive rows with cells of another column. */
  void gather(DayColumn from, int[] rows, int count, int at) {
    int[] fromDays = from.days;
    for (int i = 0; i < count; i++) {
      days[at + i] = fromDays[rows[i]];
    }
  }

  /**
   * The day of each row, {@link #NULL} where the cell is null.
   *
   * <p>Shape. The array itself, not a copy; {@link Batch#rows()} entries count.
   *
   * <p>Units. Days since 1970-01-01 in UTC; a time without a zone is taken as UTC.
   */
  public int[] days() {
    return days;
  }
}
