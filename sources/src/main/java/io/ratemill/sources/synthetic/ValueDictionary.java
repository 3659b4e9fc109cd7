package io.ratemill.sources.synthetic;

import java.util.Arrays;

/**
 * The distinct values of a column chunk, in the order in which they came, as Parquet keeps them.
 */
final class ValueDictionary {
  private final ParquetForm form;
  private final PageBuffer plain = new PageBuffer();
  private int[] starts = new int[256];
  private int[] slots = new int[512];
  private int count;

  ValueDictionary(ParquetForm form) {
    this.form = form;
    Arrays.fill(slots, -1);
  }

  int count() {
    return count;
  }

  /** The values in plain encoding. */
  PageBuffer plain() {
    return plain;
  }

  void clear() {
    plain.clear();
    count = 0;
    Arrays.fill(slots, -1);
  }

  /** The id of a value, new or known. */
  int id(byte[] bytes, int from, int length) {
    int hash = hash(bytes, from, length);
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] >= 0) {
      if (same(slots[slot], bytes, from, length)) {
        return slots[slot];
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = count;
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
    }
    starts[count] = plain.size() + form.prefix();
    form.plain(plain, bytes, from, length);
    count++;
    if (count * 2 > slots.length) {
      grow();
    }
    return count - 1;
  }

  private boolean same(int id, byte[] bytes, int from, int length) {
    int start = starts[id];
    int end = id + 1 < count ? starts[id + 1] - form.prefix() : plain.size();
    return Arrays.equals(plain.array(), start, end, bytes, from, from + length);
  }

  private void grow() {
    slots = new int[slots.length * 2];
    Arrays.fill(slots, -1);
    int mask = slots.length - 1;
    for (int id = 0; id < count; id++) {
      int start = starts[id];
      int end = id + 1 < count ? starts[id + 1] - form.prefix() : plain.size();
      int slot = hash(plain.array(), start, end - start) & mask;
      while (slots[slot] >= 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = id;
    }
  }

  private static int hash(byte[] bytes, int from, int length) {
    long hash = length;
    for (int i = from; i < from + length; i++) {
      hash = (hash ^ (bytes[i] & 0xFF)) * 0x100000001B3L;
    }
    hash ^= hash >>> 29;
    return (int) (hash ^ (hash >>> 17));
  }
}
