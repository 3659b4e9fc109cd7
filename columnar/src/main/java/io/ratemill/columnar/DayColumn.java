package io.ratemill.columnar;

/** The cells of one day column in one batch. */
public final class DayColumn implements Column {
  /** The day of a null cell. */
  public static final int NULL = Integer.MIN_VALUE;

  private final int[] days;

  DayColumn(int capacity) {
    this.days = new int[capacity];
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
