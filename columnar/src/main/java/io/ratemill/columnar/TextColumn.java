package io.ratemill.columnar;

import java.util.Arrays;

/** The cells of one text column in one batch, as ids into the dictionary of the reader. */
public final class TextColumn implements Column {
  /** The id of a null cell. */
  public static final int NULL = -1;

  private int[] ids;
  private final TextDictionary dictionary;

  TextColumn(int capacity, TextDictionary dictionary) {
    this.ids = new int[capacity];
    this.dictionary = dictionary;
  }

  /** Makes room for so many rows. */
  void reserve(int capacity) {
    if (ids.length < capacity) {
      ids = Arrays.copyOf(ids, Math.max(capacity, ids.length * 2));
    }
  }

  /** Fills consecutive rows with cells of another column over the same dictionary. */
  void gather(TextColumn from, int[] rows, int count, int at) {
    int[] fromIds = from.ids;
    for (int i = 0; i < count; i++) {
      ids[at + i] = fromIds[rows[i]];
    }
  }

  /**
   * The id of each row, {@link #NULL} where the cell is null.
   *
   * <p>Shape. The array itself, not a copy; {@link Batch#rows()} entries count. In CSV an empty
   * cell and an unquoted NULL or null are null; in Parquet an empty text is a text.
   */
  public int[] ids() {
    return ids;
  }

  /** The texts behind the ids; the same object for all batches of one reader. */
  public TextDictionary dictionary() {
    return dictionary;
  }
}
