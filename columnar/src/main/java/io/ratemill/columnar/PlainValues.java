package io.ratemill.columnar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.parquet.format.Type;

/** Values one after the other as they are: the PLAIN encoding. */
final class PlainValues implements PageValues {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] data;
  private final int end;
  private final Type physical;
  private final int length;
  private int at;

  /** For booleans: the next bit of the byte at {@code at}. */
  private int bit;

  PlainValues(byte[] data, int from, int end, ParquetType type) {
    this.data = data;
    this.at = from;
    this.end = end;
    this.physical = type.physical();
    this.length = physical == Type.INT96 ? 12 : type.length();
  }

  @Override
  public void read(Values into, int count) throws PageException {
    switch (physical) {
      case INT32, FLOAT -> ints(into, count);
      case INT64, DOUBLE -> longs(into, count);
      case BOOLEAN -> bits(into, count);
      case BYTE_ARRAY -> slices(into, count);
      case FIXED_LEN_BYTE_ARRAY, INT96 -> fixedSlices(into, count);
    }
  }

  private void ints(Values into, int count) throws PageException {
    require(4L * count);
    into.needNumbers(count);
    long[] numbers = into.numbers;
    for (int i = 0; i < count; i++) {
      numbers[i] = (int) INTS.get(data, at + 4 * i);
    }
    at += 4 * count;
  }

  private void longs(Values into, int count) throws PageException {
    require(8L * count);
    into.needNumbers(count);
    long[] numbers = into.numbers;
    for (int i = 0; i < count; i++) {
      numbers[i] = (long) LONGS.get(data, at + 8 * i);
    }
    at += 8 * count;
  }

  private void bits(Values into, int count) throws PageException {
    require(((long) bit + count + 7) / 8);
    into.needNumbers(count);
    for (int i = 0; i < count; i++) {
      boolean set = (data[at] & 1 << bit) != 0;
      into.numbers[i] = set ? 1 : 0;
      bit++;
      if (bit == 8) {
        bit = 0;
        at++;
      }
    }
  }

  private void slices(Values into, int count) throws PageException {
    into.needSlices(count);
    into.bytes = data;
    for (int i = 0; i < count; i++) {
      require(4);
      int size = (int) INTS.get(data, at);
      at += 4;
      if (size < 0) {
        throw PageException.damaged("a value of negative length");
      }
      require(size);
      into.starts[i] = at;
      at += size;
      into.ends[i] = at;
    }
  }

  private void fixedSlices(Values into, int count) throws PageException {
    require((long) length * count);
    into.needSlices(count);
    into.bytes = data;
    for (int i = 0; i < count; i++) {
      into.starts[i] = at;
      at += length;
      into.ends[i] = at;
    }
  }

  private void require(long bytes) throws PageException {
    if (bytes > end - at) {
      throw PageException.damaged("there are fewer values than announced");
    }
  }
}
