package io.ratemill.columnar;

/** Writes stored values as cells of one decimal column. */
final class DecimalWriter implements CellWriter {
  private final DecimalColumn column;
  private final StoredCells cells;

  /** The column chunk's dictionary entries as cells. */
  private DecimalColumn entries = new DecimalColumn(0);

  DecimalWriter(DecimalColumn column, ParquetType type) {
    this.column = column;
    this.cells = new StoredCells(type);
  }

  @Override
  public void openDictionary(int count) {
    entries = new DecimalColumn(count);
  }

  @Override
  public void defineEntry(Values values, int i) throws CellException {
    cells.decimal(values, i, entries, i);
  }

  @Override
  public void defineNull(int i) {
    entries.setNull(i);
  }

  @Override
  public void gather(int[] chosen, int count, int row) {
    column.gather(entries, chosen, count, row);
  }

  @Override
  public void write(Values values, int i, int row) throws CellException {
    cells.decimal(values, i, column, row);
  }

  @Override
  public void writeNulls(int row, int count) {
    for (int i = row; i < row + count; i++) {
      column.setNull(i);
    }
  }

  @Override
  public void move(int from, int to) {
    column.move(from, to);
  }
}
