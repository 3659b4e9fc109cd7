package io.ratemill.columnar;

import java.util.Arrays;

/** Writes stored values as cells of one day column. */
final class DayWriter implements CellWriter {
  private final DayColumn column;
  private final StoredCells cells;

  /** The days of the column chunk's dictionary entries. */
  private int[] entries = new int[0];

  DayWriter(DayColumn column, ParquetType type) {
    this.column = column;
    this.cells = new StoredCells(type);
  }

  @Override
  public void openDictionary(int count) {
    entries = new int[count];
  }

  @Override
  public void defineEntry(Values values, int i) throws CellException {
    entries[i] = cells.day(values, i);
  }

  @Override
  public void defineNull(int i) {
    entries[i] = DayColumn.NULL;
  }

  @Override
  public void gather(int[] chosen, int count, int row) {
    int[] days = column.days();
    for (int i = 0; i < count; i++) {
      days[row + i] = entries[chosen[i]];
    }
  }

  @Override
  public void write(Values values, int i, int row) throws CellException {
    column.days()[row] = cells.day(values, i);
  }

  @Override
  public void writeNulls(int row, int count) {
    Arrays.fill(column.days(), row, row + count, DayColumn.NULL);
  }

  @Override
  public void move(int from, int to) {
    int[] days = column.days();
    days[to] = days[from];
  }
}
