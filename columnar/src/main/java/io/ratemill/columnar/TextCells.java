package io.ratemill.columnar;

import java.util.List;

/** Writes texts as cells of a batch, whatever the kind of their column. */
final class TextCells {
  private final Batch batch;
  private final ColumnKind[] kinds;

  TextCells(Batch batch, List<Wanted> wanted) {
    this.batch = batch;
    this.kinds = wanted.stream().map(Wanted::kind).toArray(ColumnKind[]::new);
  }

  /** Makes all cells of a row null. */
  void setNull(int row) {
    for (int column = 0; column < kinds.length; column++) {
      switch (kinds[column]) {
        case TEXT -> batch.text(column).ids()[row] = TextColumn.NULL;
        case DECIMAL -> batch.decimal(column).setNull(row);
        case DAY -> batch.day(column).days()[row] = DayColumn.NULL;
      }
    }
  }

  void set(int column, int row, byte[] data, int from, int to) throws CellException {
    switch (kinds[column]) {
      case TEXT ->
          batch.text(column).ids()[row] = batch.text(column).dictionary().id(data, from, to);
      case DECIMAL -> DecimalParser.parse(data, from, to, batch.decimal(column), row);
      case DAY -> batch.day(column).days()[row] = DayParser.parse(data, from, to);
    }
  }
}
