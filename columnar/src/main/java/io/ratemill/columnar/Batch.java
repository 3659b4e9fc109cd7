package io.ratemill.columnar;

import java.util.List;

/** Some consecutive rows of a table, column by column. Reused by the reader that filled it. */
public final class Batch {
  private final Column[] columns;
  private int rows;
  private long firstRow;

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

  void fill(long first, int count) {
    firstRow = first;
    rows = count;
  }

  /** How many rows this batch holds; the arrays of its columns may be longer. */
  public int rows() {
    return rows;
  }

  /** The 0-based number, among the data rows of the file, of the first row of this batch. */
  public long firstRow() {
    return firstRow;
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
