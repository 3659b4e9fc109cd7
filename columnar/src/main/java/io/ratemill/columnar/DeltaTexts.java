package io.ratemill.columnar;

import java.util.Arrays;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Byte strings whose lengths are delta numbers and whose beginnings may be those of the string
 * before: the encodings DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY.
 *
 * <p>Source. parquet-format, Encodings, "Delta-length byte array", "Delta Strings".
 */
final class DeltaTexts implements PageValues {
  private final byte[] data;
  private final int end;
  private final @Nullable DeltaNumbers prefixes;
  private final DeltaNumbers lengths;
  private int at;
  private int next;
  private byte[] previous = new byte[64];
  private int previousLength;
  private byte[] joined = new byte[1 << 12];

  private DeltaTexts(byte[] data, int end, @Nullable DeltaNumbers prefixes, DeltaNumbers lengths) {
    this.data = data;
    this.end = end;
    this.prefixes = prefixes;
    this.lengths = lengths;
    this.at = lengths.end();
  }

  static DeltaTexts whole(byte[] data, int from, int end, int most) throws PageException {
    return new DeltaTexts(data, end, null, new DeltaNumbers(data, from, end, Type.INT32, most));
  }

  static DeltaTexts sharingPrefixes(byte[] data, int from, int end, int most) throws PageException {
    DeltaNumbers prefixes = new DeltaNumbers(data, from, end, Type.INT32, most);
    DeltaNumbers lengths = new DeltaNumbers(data, prefixes.end(), end, Type.INT32, most);
    if (prefixes.count() != lengths.count()) {
      throw PageException.damaged("there are not as many prefixes as suffixes");
    }
    return new DeltaTexts(data, end, prefixes, lengths);
  }

  @Override
  public void read(Values into, int count) throws PageException {
    if (count > lengths.count() - next) {
      throw PageException.damaged("there are fewer values than announced");
    }
    into.needSlices(count);
    if (prefixes == null) {
      into.bytes = data;
      for (int i = 0; i < count; i++) {
        into.starts[i] = at;
        at += length();
        into.ends[i] = at;
      }
    } else {
      join(prefixes, into, count);
    }
  }

  private void join(DeltaNumbers shared, Values into, int count) throws PageException {
    int filled = 0;
    for (int i = 0; i < count; i++) {
      long prefix = shared.number(next);
      int suffix = length();
      if (prefix < 0 || prefix > previousLength) {
        throw PageException.damaged("a prefix longer than the value before");
      }
      int whole = (int) prefix + suffix;
      if (previous.length < whole) {
        previous = Arrays.copyOf(previous, Math.max(whole, 2 * previous.length));
      }
      System.arraycopy(data, at, previous, (int) prefix, suffix);
      at += suffix;
      previousLength = whole;
      if (joined.length - filled < whole) {
        joined = Arrays.copyOf(joined, Math.max(filled + whole, 2 * joined.length));
      }
      System.arraycopy(previous, 0, joined, filled, whole);
      into.starts[i] = filled;
      filled += whole;
      into.ends[i] = filled;
    }
    into.bytes = joined;
  }

  private int length() throws PageException {
    long length = lengths.number(next);
    next++;
    if (length < 0 || length > end - at) {
      throw PageException.damaged("a value longer than its page");
    }
    return (int) length;
  }
}
