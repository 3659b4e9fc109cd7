package io.ratemill.columnar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some consecutive rows of a table, column by column. Reused by the reader that filled it. */
public final class Batch {
  private final Column[] columns;
  private int rows;
  private long firstRow;

  /** For each row of an unfolded table the row of the file it is from, from the first one on. */
  private int[] origins = new int[0];

  /** For each row of an unfolded table whether it is an element; empty in tables as delivered. */
  private boolean[] elements = new boolean[0];

  Batch(List<Wanted> wanted, int capacity) {
    columns = new Column[wanted.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] =
          switch (wanted.get(i).kind()) {
            case TEXT -> new TextColumn(capacity, new TextDictionary());
            case DECIMAL -> new DecimalColumn(capacity);
            case DAY -> new DayColumn(capacity);
          };
    }
  }

  /** A batch whose texts are numbered as in the columns of other batches. */
  Batch(List<Wanted> wanted, List<@Nullable TextDictionary> dictionaries) {
    this(wanted, 0);
    for (int i = 0; i < columns.length; i++) {
      TextDictionary dictionary = dictionaries.get(i);
      if (dictionary != null) {
        columns[i] = new TextColumn(0, dictionary);
      }
    }
  }

  void fill(long first, int count) {
    firstRow = first;
    rows = count;
  }

  /** Fills the batch of an unfolded table. */
  void fill(long first, int count, int[] rowsOfFile, boolean[] isElement) {
    fill(first, count);
    origins = rowsOfFile;
    elements = isElement;
  }

  /** Makes room for so many rows. */
  void reserve(int capacity) {
    for (Column column : columns) {
      reserve(column, capacity);
    }
  }

  private static void reserve(Column column, int capacity) {
    if (column instanceof TextColumn text) {
      text.reserve(capacity);
    } else if (column instanceof DecimalColumn decimal) {
      decimal.reserve(capacity);
    } else if (column instanceof DayColumn day) {
      day.reserve(capacity);
    }
  }

  /** How many rows this batch holds; the arrays of its columns may be longer. */
  public int rows() {
    return rows;
  }

  /** The 0-based number, among the data rows of the file, of the first row of this batch. */
  public long firstRow() {
    return firstRow;
  }

  /** Makes room for so many rows in one column. */
  void reserve(int column, int capacity) {
    reserve(columns[column], capacity);
  }

  /** The 0-based number, among the data rows of the file, of the row that a row here is from. */
  public long rowOfFile(int row) {
    return firstRow + (origins.length == 0 ? row : origins[row]);
  }

  /**
   * Whether each row is an element of the list that was unfolded; the array itself, empty if none
   * was.
   */
  public boolean[] elements() {
    return elements;
  }

  /** The column wanted as text at this place of the wanted list. */
  public TextColumn text(int i) {
    if (columns[i] instanceof TextColumn column) {
      return column;
    }
    throw otherKind(i, ColumnKind.TEXT);
  }

  /** The column wanted as decimal at this place of the wanted list. */
  public DecimalColumn decimal(int i) {
    if (columns[i] instanceof DecimalColumn column) {
      return column;
    }
    throw otherKind(i, ColumnKind.DECIMAL);
  }

  /** The column wanted as day at this place of the wanted list. */
  public DayColumn day(int i) {
    if (columns[i] instanceof DayColumn column) {
      return column;
    }
    throw otherKind(i, ColumnKind.DAY);
  }

  private static IllegalArgumentException otherKind(int i, ColumnKind asked) {
    return new IllegalArgumentException(
        "wanted column " + i + " was not read as " + asked + ": ask for the kind it was wanted as");
  }
}
