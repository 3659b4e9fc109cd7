package io.ratemill.sources.charges;

import java.util.Arrays;

/**
 * Numbers distinct rows of ints, in the order in which they are met.
 *
 * <p>Shape: open addressing over flat arrays; the key of number {@code n} starts at {@code n *
 * width} of {@link #keys}. As long as the columns' ranges span at most 2^32 rows, the hash of a key
 * is its place among them, mixed so that none is lost: equal hashes are equal keys, and no key is
 * looked at to find it.
 */
public final class KeyTable {
  private static final int SMALLEST = 1 << 6;

  /** Less than one place in so many is taken. */
  private static final int NEARLY_EMPTY = 32;

  private static final long MOST_PLACES = 1L << 32;

  private static final int COMBINING = 0x9E3779B1;

  private final int width;
  private int[] keys;

  /**
   * The hash in the upper half and the key's number + 1 in the lower, 0 where free: a foreign key
   * is passed over without being looked at.
   */
  private long[] index;

  private int mask;
  private int size;
  private final Ranges ranges;
  private int[] batchHashes = new int[0];
  private final int[] likely = new int[Nearing.ROWS];

  /** See {@link Nearing}. */
  @SuppressWarnings("unused")
  private int nearing;

  /** Makes an empty table of keys of so many ints. */
  public KeyTable(int width) {
    this.width = width;
    this.ranges = new Ranges(width, MOST_PLACES);
    this.keys = new int[width * SMALLEST / 2];
    this.index = new long[SMALLEST];
    this.mask = SMALLEST - 1;
  }

  /** How many keys there are. */
  public int size() {
    return size;
  }

  /** How many ints a key has. */
  public int width() {
    return width;
  }

  /** All keys end to end; the array itself, valid until the next call of {@link #number}. */
  public int[] keys() {
    return keys;
  }

  /** Where the key of a number starts in {@link #keys}. */
  public int at(int number) {
    return number * width;
  }

  /** Numbers the rows of some columns, of which the first {@code width} are the key. */
  public void number(int[][] columns, int from, int rows, int[] into) {
    if (ranges.tellApart() && ranges.widen(columns, from, rows)) {
      layOut(index.length);
    }
    if (batchHashes.length < rows) {
      batchHashes = new int[rows];
    }
    int[] hash = batchHashes;
    boolean exact = ranges.tellApart();
    if (exact) {
      ranges.places(columns, from, rows, hash);
    } else {
      combine(columns, from, rows, hash);
    }
    int last = -1;
    for (int start = from; start < rows; start += Nearing.ROWS) {
      int end = Math.min(start + Nearing.ROWS, rows);
      finish(hash, start, end, exact);
      for (int r = start; r < end; r++) {
        // Bills are mostly sorted: the next line often has the key of the one before.
        if (last < 0 || hash[r] != hash[r - 1] || !(exact || same(last, columns, r))) {
          last = find(hash[r], columns, r, exact);
        }
        into[r] = last;
      }
    }
  }

  private void combine(int[][] columns, int from, int rows, int[] hash) {
    Arrays.fill(hash, from, rows, 0);
    for (int c = 0; c < width; c++) {
      int[] column = columns[c];
      for (int r = from; r < rows; r++) {
        hash[r] = hash[r] * COMBINING + column[r];
      }
    }
  }

  private int combined(int number) {
    int hash = 0;
    for (int c = 0; c < width; c++) {
      hash = hash * COMBINING + keys[number * width + c];
    }
    return hash;
  }

  /** Mixes all bits into the lower ones; no two numbers become one. */
  private static int mixed(int hash) {
    int mixed = hash ^ hash >>> 16;
    mixed *= 0x85EBCA6B;
    mixed ^= mixed >>> 13;
    mixed *= 0xC2B2AE35;
    return mixed ^ mixed >>> 16;
  }

  /** Reads some keys, see {@link Nearing}. */
  public void bringNear(int[] numbers, int start, int end) {
    int sum = 0;
    for (int i = start; i < end; i++) {
      int at = numbers[i] * width;
      sum += keys[at] + keys[at + width - 1];
    }
    nearing = sum;
  }

  /** Finishes the hashes of some rows and reads what is looked at to find them. */
  private void finish(int[] hash, int start, int end, boolean exact) {
    int sum = 0;
    for (int r = start; r < end; r++) {
      int mixed = mixed(hash[r]);
      hash[r] = mixed;
      int found = (int) index[mixed & mask];
      likely[r - start] = found;
      sum += found;
    }
    for (int i = 0; !exact && i < end - start; i++) {
      if (likely[i] != 0) {
        sum += keys[(likely[i] - 1) * width];
      }
    }
    nearing = sum;
  }

  /** Forgets all keys. A table that was nearly empty becomes small: wiping it would cost more. */
  public void clear() {
    if (size > index.length / NEARLY_EMPTY) {
      Arrays.fill(index, 0);
    } else if (size > 0) {
      index = new long[SMALLEST];
      mask = SMALLEST - 1;
    }
    size = 0;
    ranges.clear();
  }

  private boolean same(int number, int[][] columns, int row) {
    int at = number * width;
    for (int c = 0; c < width; c++) {
      if (keys[at + c] != columns[c][row]) {
        return false;
      }
    }
    return true;
  }

  private int find(int hash, int[][] columns, int row, boolean exact) {
    int at = hash & mask;
    while (true) {
      long entry = index[at];
      if (entry == 0) {
        return add(hash, columns, row, at);
      }
      if ((int) (entry >>> 32) == hash) {
        int number = (int) entry - 1;
        if (exact || same(number, columns, row)) {
          return number;
        }
      }
      at = (at + 1) & mask;
    }
  }

  private int add(int hash, int[][] columns, int row, int at) {
    if ((size + 1) * width > keys.length) {
      keys = Arrays.copyOf(keys, Math.multiplyExact(keys.length, 2));
    }
    int number = size++;
    for (int c = 0; c < width; c++) {
      keys[number * width + c] = columns[c][row];
    }
    index[at] = (long) hash << 32 | (number + 1);
    if (size > index.length / 2) {
      layOut(Math.multiplyExact(index.length, 2));
    }
    return number;
  }

  /** Finds all keys their place in an index of so many. */
  private void layOut(int length) {
    index = new long[length];
    mask = length - 1;
    boolean exact = ranges.tellApart();
    for (int number = 0; number < size; number++) {
      int hash = mixed(exact ? ranges.place(keys, number * width) : combined(number));
      int at = hash & mask;
      while (index[at] != 0) {
        at = (at + 1) & mask;
      }
      index[at] = (long) hash << 32 | (number + 1);
    }
  }
}
