package io.ratemill.columnar;

/**
 * Values whose first bytes come first, then all second bytes and so on: the BYTE_STREAM_SPLIT
 * encoding.
 *
 * <p>Source. parquet-format, Encodings, "Byte Stream Split".
 */
final class SplitValues implements PageValues {
  private final byte[] data;
  private final int from;
  private final int width;
  private final int count;
  private final boolean numeric;
  private byte[] joined = new byte[0];
  private int next;

  SplitValues(byte[] data, int from, int end, ParquetType type) throws PageException {
    this.data = data;
    this.from = from;
    this.numeric = type.isNumeric();
    this.width =
        switch (type.physical()) {
          case INT32, FLOAT -> 4;
          case INT64, DOUBLE -> 8;
          case FIXED_LEN_BYTE_ARRAY -> type.length();
          case BOOLEAN, INT96, BYTE_ARRAY ->
              throw PageException.notRead("BYTE_STREAM_SPLIT of " + type.physical());
        };
    if (width <= 0 || (end - from) % width != 0) {
      throw PageException.damaged("the page is no whole number of values");
    }
    this.count = (end - from) / width;
  }

  @Override
  public void read(Values into, int some) throws PageException {
    if (some > count - next) {
      throw PageException.damaged("there are fewer values than announced");
    }
    if (numeric) {
      numbers(into, some);
    } else {
      slices(into, some);
    }
    next += some;
  }

  private void numbers(Values into, int some) {
    into.needNumbers(some);
    for (int i = 0; i < some; i++) {
      long number = 0;
      for (int b = 0; b < width; b++) {
        number |= (data[from + b * count + next + i] & 0xffL) << (8 * b);
      }
      into.numbers[i] = width == Integer.BYTES ? (int) number : number;
    }
  }

  private void slices(Values into, int some) {
    into.needSlices(some);
    if (joined.length < some * width) {
      joined = new byte[some * width];
    }
    for (int i = 0; i < some; i++) {
      for (int b = 0; b < width; b++) {
        joined[i * width + b] = data[from + b * count + next + i];
      }
      into.starts[i] = i * width;
      into.ends[i] = (i + 1) * width;
    }
    into.bytes = joined;
  }
}
