package io.ratemill.columnar;

import java.util.List;

/** A batch filled element by element from texts, for rows that are read one at a time. */
final class ElementCells implements Literals.Sink {
  private final Batch batch;
  private final TextCells cells;
  private int count;

  ElementCells(List<Wanted> wanted) {
    this.batch = new Batch(wanted, 0);
    this.cells = new TextCells(batch, wanted);
  }

  Batch batch() {
    return batch;
  }

  /** How many elements there are. */
  int count() {
    return count;
  }

  /** Starts a batch without elements. */
  void start() {
    count = 0;
  }

  /** Ends the batch. */
  void end(long firstRow) {
    batch.fill(firstRow, count);
  }

  @Override
  public void element() {
    count++;
    batch.reserve(count);
    cells.setNull(count - 1);
  }

  @Override
  public void cell(int column, byte[] data, int from, int to) throws CellException {
    cells.set(column, count - 1, data, from, to);
  }
}
