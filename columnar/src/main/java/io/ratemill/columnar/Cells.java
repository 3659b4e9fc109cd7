package io.ratemill.columnar;

/** What blanks and nulls look like in a cell. */
final class Cells {
  private Cells() {}

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** Whether the bytes are exactly NULL, as dumps of SQL tables have it. */
  static boolean isUpperNull(byte[] data, int from, int to) {
    return to - from == 4
        && data[from] == 'N'
        && data[from + 1] == 'U'
        && data[from + 2] == 'L'
        && data[from + 3] == 'L';
  }

  /** Whether the bytes are exactly NULL or null. */
  static boolean isNull(byte[] data, int from, int to) {
    return isUpperNull(data, from, to)
        || (to - from == 4
            && data[from] == 'n'
            && data[from + 1] == 'u'
            && data[from + 2] == 'l'
            && data[from + 3] == 'l');
  }
}
