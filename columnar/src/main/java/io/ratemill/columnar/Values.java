package io.ratemill.columnar;

/**
 * Some values as they are stored in Parquet, without nulls: either numbers or slices of bytes.
 * Reused. Doubles and floats are held as their bits.
 */
final class Values {
  long[] numbers = new long[0];

  byte[] bytes = new byte[0];
  int[] starts = new int[0];
  int[] ends = new int[0];

  void needNumbers(int count) {
    if (numbers.length < count) {
      numbers = new long[count];
    }
  }

  void needSlices(int count) {
    if (starts.length < count) {
      starts = new int[count];
      ends = new int[count];
    }
  }
}
