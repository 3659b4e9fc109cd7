package io.ratemill.columnar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes stored values as ids of one text column. */
final class TextWriter implements CellWriter {
  private final TextColumn column;
  private final TextDictionary dictionary;
  private final StoredCells cells;
  private final boolean isText;

  /** The ids of the column chunk's dictionary entries. */
  private int[] entries = new int[0];

  TextWriter(TextColumn column, ParquetType type) {
    this.column = column;
    this.dictionary = column.dictionary();
    this.cells = new StoredCells(type);
    this.isText = type.meaning() == ParquetType.Meaning.TEXT;
  }

  @Override
  public void openDictionary(int count) {
    entries = new int[count];
  }

  @Override
  public void defineEntry(Values values, int i) throws CellException {
    entries[i] = id(values, i);
  }

  @Override
  public void defineNull(int i) {
    entries[i] = TextColumn.NULL;
  }

  @Override
  public void bringNear(Values values, int from, int to) {
    if (isText) {
      dictionary.bringNear(values.bytes, values.starts, from, values.ends, from, to - from);
    }
  }

  @Override
  public void gather(int[] chosen, int count, int row) {
    int[] ids = column.ids();
    for (int i = 0; i < count; i++) {
      ids[row + i] = entries[chosen[i]];
    }
  }

  @Override
  public void write(Values values, int i, int row) throws CellException {
    column.ids()[row] = id(values, i);
  }

  private int id(Values values, int i) throws CellException {
    if (isText) {
      return dictionary.id(values.bytes, values.starts[i], values.ends[i]);
    }
    byte[] text = cells.text(values, i).getBytes(StandardCharsets.US_ASCII);
    return dictionary.id(text, 0, text.length);
  }

  @Override
  public void writeNulls(int row, int count) {
    Arrays.fill(column.ids(), row, row + count, TextColumn.NULL);
  }

  @Override
  public void move(int from, int to) {
    int[] ids = column.ids();
    ids[to] = ids[from];
  }
}
