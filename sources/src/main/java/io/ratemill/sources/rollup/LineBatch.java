package io.ratemill.sources.rollup;

import io.ratemill.columnar.DayColumn;
import io.ratemill.columnar.DecimalColumn;
import io.ratemill.columnar.TextColumn;
import io.ratemill.model.BillingPeriod;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one batch as a format sees them: keys as numbers, and the cost columns that are
 * added up. Filled again for every batch.
 *
 * <p>Shape: {@code keys[c][row]} is key column {@code c}; the first ones are the same for every
 * format, the others are the format's own. Rows before {@code from} are left out.
 */
public final class LineBatch {
  /** Key column of the line's kind, a number that {@link LineMapping#kind} knows. */
  public static final int KIND = 0;

  /** Key column of a UTC epoch day in the line's billing period. */
  public static final int PERIOD = 1;

  /** Key column of the line's currency, a number that {@link LineMapping#currency} knows. */
  public static final int CURRENCY = 2;

  /** How many key columns the totals are made by. */
  static final int OF_TOTALS = 3;

  /** Key column of the UTC epoch day on which the line starts. */
  public static final int DAY = 3;

  /** How many key columns every format has. */
  public static final int COMMON = 4;

  /** Computes what a line without a list cost would have cost at list, from its unit price. */
  public interface ListPrices {
    /** Unit price times quantity, or null if either is not there. */
    @Nullable BigDecimal price(int row);
  }

  int[][] keys;
  int rows;
  long firstRow;
  @Nullable DecimalColumn billed;
  @Nullable DecimalColumn list;
  @Nullable DecimalColumn contracted;
  @Nullable DecimalColumn quantity;
  @Nullable DecimalColumn[] costs;
  ListPrices listPrices = row -> null;
  final List<TextColumn> resources = new ArrayList<>();

  LineBatch(int width, int costs) {
    this.keys = new int[width][0];
    this.costs = new @Nullable DecimalColumn[costs];
  }

  /** Starts a batch: all keys 0, no columns. */
  void start(int rowsOfBatch, long firstRowOfBatch) {
    rows = rowsOfBatch;
    firstRow = firstRowOfBatch;
    billed = null;
    list = null;
    contracted = null;
    quantity = null;
    Arrays.fill(costs, null);
    resources.clear();
    for (int c = 0; c < keys.length; c++) {
      if (keys[c].length < rows) {
        keys[c] = new int[rows];
      }
    }
  }

  /** Rows of the batch. */
  public int rows() {
    return rows;
  }

  /** The 0-based number of the batch's first row in its file, for messages. */
  public long firstRow() {
    return firstRow;
  }

  /** The array of a key column, to be filled for every row. */
  public int[] key(int column) {
    return keys[column];
  }

  /** Fills a key column with the ids of a text column, all null where the file does not have it. */
  public void ids(int column, @Nullable TextColumn texts) {
    if (texts == null) {
      key(column, TextColumn.NULL);
    } else {
      key(column, texts.ids());
    }
  }

  /** Fills a key column with a value per row. */
  public void key(int column, int[] values) {
    System.arraycopy(values, 0, keys[column], 0, rows);
  }

  /** Fills a key column with one value. */
  public void key(int column, int value) {
    Arrays.fill(keys[column], 0, rows, value);
  }

  /**
   * Fills {@link #DAY}, after {@link #PERIOD} was filled: a line without a day starts with its
   * period.
   */
  public void days(@Nullable DayColumn column) {
    int[] into = keys[DAY];
    int[] periods = keys[PERIOD];
    int[] days = column == null ? null : column.days();
    int lastPeriod = DayColumn.NULL;
    int firstOfPeriod = DayColumn.NULL;
    for (int row = 0; row < rows; row++) {
      int start = days == null ? DayColumn.NULL : days[row];
      if (start == DayColumn.NULL) {
        if (periods[row] != lastPeriod) {
          lastPeriod = periods[row];
          firstOfPeriod = BillingPeriod.ofDay(lastPeriod).firstDay();
        }
        start = firstOfPeriod;
      }
      into[row] = start;
    }
  }

  public void billed(@Nullable DecimalColumn column) {
    billed = column;
  }

  public void list(@Nullable DecimalColumn column) {
    list = column;
  }

  public void contracted(@Nullable DecimalColumn column) {
    contracted = column;
  }

  public void quantity(@Nullable DecimalColumn column) {
    quantity = column;
  }

  /** Adds a column of resources, for lines for which those before have none. */
  public void resources(@Nullable TextColumn column) {
    if (column != null) {
      resources.add(column);
    }
  }

  /** Sets a column that effective costs are made of. */
  public void cost(int index, @Nullable DecimalColumn column) {
    costs[index] = column;
  }

  public void listPrices(ListPrices prices) {
    listPrices = prices;
  }
}
