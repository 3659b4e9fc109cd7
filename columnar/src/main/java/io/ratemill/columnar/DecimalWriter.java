package io.ratemill.columnar;

/** Writes stored values as cells of one decimal column. */
final class DecimalWriter implements CellWriter {
  private final DecimalColumn column;
  private final StoredCells cells;
  private final ColumnScratch scratch;

  /** The column chunk's dictionary entries as cells. */
  private DecimalColumn entries;

  DecimalWriter(DecimalColumn column, ParquetType type, ColumnScratch scratch) {
    this.column = column;
    this.scratch = scratch;
    this.entries = scratch.decimals;
    this.cells = new StoredCells(type);
  }

  @Override
  public void openDictionary(int count) {
    scratch.needDecimals(count);
    entries = scratch.decimals;
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
