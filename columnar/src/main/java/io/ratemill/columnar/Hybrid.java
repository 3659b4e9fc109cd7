package io.ratemill.columnar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Small numbers in runs of one value and runs of bit-packed values.
 *
 * <p>Shape. The array must go on for {@link #PADDING} bytes after the end.
 *
 * <p>Source. parquet-format, Encodings, "Run Length Encoding / Bit-Packing Hybrid".
 */
final class Hybrid {
  /** Values are taken out of whole longs, which may reach over the end. */
  static final int PADDING = 8;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] data;
  private final int end;
  private final int width;
  private int at;

  /** Values left in the run. */
  private long left;

  private boolean packed;
  private int value;

  /** Where the next packed value starts. */
  private long bit;

  Hybrid(byte[] data, int from, int end, int width) throws PageException {
    if (width < 0 || width > 32) {
      throw PageException.damaged("bit width " + width);
    }
    this.data = data;
    this.at = from;
    this.end = end;
    this.width = width;
  }

  /** If the next {@code count} values are one run, passes them and returns the value, else -1. */
  int passRun(int count) throws PageException {
    if (left == 0) {
      nextRun();
    }
    if (packed || left < count) {
      return -1;
    }
    left -= count;
    return value;
  }

  void read(int[] into, int count) throws PageException {
    int done = 0;
    while (done < count) {
      if (left == 0) {
        nextRun();
      }
      int some = (int) Math.min(count - done, left);
      if (packed) {
        unpack(into, done, some);
      } else {
        Arrays.fill(into, done, done + some, value);
      }
      left -= some;
      done += some;
    }
  }

  private void unpack(int[] into, int offset, int count) throws PageException {
    if (bit + (long) count * width > 8L * end) {
      throw PageException.damaged("packed values are cut off");
    }
    long mask = (1L << width) - 1;
    long from = bit;
    for (int i = 0; i < count; i++) {
      long word = (long) LONGS.get(data, (int) (from >>> 3));
      into[offset + i] = (int) (word >>> (from & 7) & mask);
      from += width;
    }
    bit = from;
  }

  private void nextRun() throws PageException {
    packed = false;
    if (at >= end) {
      throw PageException.damaged("there are fewer values than announced");
    }
    long header = 0;
    int shift = 0;
    int next;
    do {
      if (at >= end || shift > 28) {
        throw PageException.damaged("a run header is cut off");
      }
      next = data[at++];
      header |= (next & 0x7fL) << shift;
      shift += 7;
    } while (next < 0);
    left = header >>> 1;
    if (left == 0) {
      throw PageException.damaged("an empty run");
    }
    if ((header & 1) != 0) {
      packed = true;
      bit = 8L * at;
      at = (int) Math.min(end, at + left * width);
      left *= 8;
      return;
    }
    int bytes = (width + 7) / 8;
    if (at + bytes > end) {
      throw PageException.damaged("a run is cut off");
    }
    value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (data[at++] & 0xff) << (8 * i);
    }
  }
}
