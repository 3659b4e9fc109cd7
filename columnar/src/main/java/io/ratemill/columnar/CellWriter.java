package io.ratemill.columnar;

/**
 * Turns stored values into the cells of one wanted column. The dictionary of a column chunk is
 * turned into cells once; its pages then only copy them.
 */
interface CellWriter {
  /** Makes room for the cells of a dictionary. */
  void openDictionary(int count);

  /** Turns one value into the dictionary's cell of the same number. */
  void defineEntry(Values values, int i) throws CellException;

  /** Makes one dictionary cell null. */
  void defineNull(int i);

  /** Says which up to {@link TextDictionary#AHEAD} values are turned into cells next. */
  default void bringNear(Values values, int from, int to) {
    // Only a look-up has something to read ahead.
  }

  /** Copies dictionary cells to consecutive rows. */
  void gather(int[] entries, int count, int row);

  /** Turns one value into the cell of a row. */
  void write(Values values, int i, int row) throws CellException;

  /** Makes consecutive rows null. */
  void writeNulls(int row, int count);

  /** Moves the cell of a row to a later one. */
  void move(int from, int to);
}
