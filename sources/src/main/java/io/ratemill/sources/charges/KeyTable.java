package io.ratemill.sources.charges;

import java.util.Arrays;

/**
 * Numbers distinct rows of ints, in the order in which they are met.
 *
 * <p>Shape: open addressing over flat arrays; the key of number {@code n} starts at {@code n *
 * width} of {@link #keys}.
 */
public final class KeyTable {
  private static final int SMALLEST = 1 << 6;

  /** Less than one place in so many is taken. */
  private static final int NEARLY_EMPTY = 32;

  private final int width;
  private int[] keys;

  /**
   * The hash in the upper half and the key's number + 1 in the lower, 0 where free: a foreign key
   * is passed over without being looked at.
   */
  private long[] index;

  private int mask;
  private int size;
  private int[] batchHashes = new int[0];
  private final int[] likely = new int[Nearing.ROWS];

  /** See {@link Nearing}. */
  @SuppressWarnings("unused")
  private int nearing;

  /** Makes an empty table of keys of so many ints. */
  public KeyTable(int width) {
    this.width = width;
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
    if (batchHashes.length < rows) {
      batchHashes = new int[rows];
    }
    int[] hash = batchHashes;
    Arrays.fill(hash, from, rows, 0);
    // One column at a time: each loop is a multiplication and an addition over two arrays.
    for (int c = 0; c < width; c++) {
      int[] column = columns[c];
      for (int r = from; r < rows; r++) {
        hash[r] = hash[r] * 0x9E3779B1 + column[r];
      }
    }
    int last = -1;
    for (int start = from; start < rows; start += Nearing.ROWS) {
      int end = Math.min(start + Nearing.ROWS, rows);
      finish(hash, start, end);
      for (int r = start; r < end; r++) {
        // Bills are mostly sorted: the next line often has the key of the one before.
        if (last < 0 || hash[r] != hash[r - 1] || !same(last, columns, r)) {
          last = find(hash[r], columns, r);
        }
        into[r] = last;
      }
    }
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

  /** Finishes the hashes of some rows and reads where their keys are likely to be. */
  private void finish(int[] hash, int start, int end) {
    for (int r = start; r < end; r++) {
      int mixed = hash[r] * 0x85EBCA6B;
      mixed ^= mixed >>> 15;
      hash[r] = mixed;
      likely[r - start] = (int) index[mixed & mask];
    }
    int sum = 0;
    for (int i = 0; i < end - start; i++) {
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

  private int find(int hash, int[][] columns, int row) {
    int at = hash & mask;
    while (true) {
      long entry = index[at];
      if (entry == 0) {
        return add(hash, columns, row, at);
      }
      if ((int) (entry >>> 32) == hash) {
        int number = (int) entry - 1;
        if (same(number, columns, row)) {
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
      enlarge();
    }
    return number;
  }

  private void enlarge() {
    long[] entries = index;
    index = new long[Math.multiplyExact(entries.length, 2)];
    mask = index.length - 1;
    for (long entry : entries) {
      if (entry != 0) {
        int at = (int) (entry >>> 32) & mask;
        while (index[at] != 0) {
          at = (at + 1) & mask;
        }
        index[at] = entry;
      }
    }
  }
}
