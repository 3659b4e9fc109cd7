package io.ratemill.columnar;

import org.jspecify.annotations.Nullable;

/**
 * The definition levels of one page: how far down each value is there.
 *
 * <p>Source. parquet-format, Encodings, "RLE" and the deprecated "Bit-packed".
 */
final class Levels {
  private final @Nullable Hybrid runs;
  private final int[] all;
  private int next;

  private Levels(@Nullable Hybrid runs, int[] all) {
    this.runs = runs;
    this.all = all;
  }

  static Levels runs(byte[] data, int from, int end, int greatest) throws PageException {
    return new Levels(new Hybrid(data, from, end, width(greatest)), new int[0]);
  }

  /** Levels in the old way, the highest bit of a byte first. */
  static Levels bits(byte[] data, int from, int greatest, int count) {
    int width = width(greatest);
    int[] all = new int[count];
    for (int i = 0; i < count * width; i++) {
      int bit = data[from + i / 8] >>> (7 - i % 8) & 1;
      all[i / width] = all[i / width] << 1 | bit;
    }
    return new Levels(null, all);
  }

  /** How many bytes so many levels take in the old way. */
  static long bitsLength(int greatest, int count) {
    return ((long) count * width(greatest) + 7) / 8;
  }

  /** If the next levels are one run, passes them and returns the level, else -1. */
  int passRun(int count) throws PageException {
    return runs == null ? -1 : runs.passRun(count);
  }

  void read(int[] into, int count) throws PageException {
    if (runs != null) {
      runs.read(into, count);
      return;
    }
    System.arraycopy(all, next, into, 0, count);
    next += count;
  }

  private static int width(int greatest) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(greatest);
  }
}
