package io.ratemill.sources.synthetic;

import java.io.OutputStream;
import java.util.Arrays;

/** Bytes of a Parquet page under construction; numbers are little-endian. */
final class PageBuffer extends OutputStream {
  private byte[] bytes = new byte[1 << 12];
  private int size;

  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  /** Makes room for more bytes behind the last one. */
  void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  @Override
  public void write(int single) {
    room(1);
    bytes[size++] = (byte) single;
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    room(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  void number(long value, int count) {
    room(count);
    for (int i = 0; i < count; i++) {
      bytes[size++] = (byte) (value >>> (8 * i));
    }
  }

  /** Seven bits a byte, the lowest first. */
  void varint(int value) {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    write(rest);
  }

  /**
   * Small numbers in Parquet's hybrid of runs and packed bits. Source: Parquet format, "Run Length
   * Encoding / Bit-Packing Hybrid".
   */
  void runs(int[] values, int count, int width) {
    int i = 0;
    while (i < count) {
      int run = run(values, i, count);
      if (run >= 8) {
        varint(run << 1);
        number(values[i], (width + 7) / 8);
        i += run;
      } else {
        int start = i;
        do {
          i += 8;
        } while (i < count && i - start < 504 && run(values, i, count) < 8);
        varint((((i - start) / 8) << 1) | 1);
        pack(values, start, i, count, width);
        i = Math.min(i, count);
      }
    }
  }

  private static int run(int[] values, int from, int count) {
    int end = from + 1;
    while (end < count && values[end] == values[from]) {
      end++;
    }
    return end - from;
  }

  private void pack(int[] values, int from, int to, int count, int width) {
    room((to - from) * width / 8 + 8);
    long bits = 0;
    int held = 0;
    for (int i = from; i < to; i++) {
      long value = i < count ? values[i] : 0;
      bits |= value << held;
      held += width;
      while (held >= 8) {
        bytes[size++] = (byte) bits;
        bits >>>= 8;
        held -= 8;
      }
    }
  }
}
