package io.ratemill.columnar;

/** What blanks and nulls look like in a cell. */
final class Cells {
  private Cells() {}

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** Whether the bytes are exactly NULL or null, as dumps of SQL tables have it. */
  static boolean isNull(byte[] data, int from, int to) {
    if (to - from != 4) {
      return false;
    }
    return data[from] == 'N'
        ? data[from + 1] == 'U' && data[from + 2] == 'L' && data[from + 3] == 'L'
        : data[from] == 'n'
            && data[from + 1] == 'u'
            && data[from + 2] == 'l'
            && data[from + 3] == 'l';
  }
}
