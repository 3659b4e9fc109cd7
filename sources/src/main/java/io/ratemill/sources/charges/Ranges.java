package io.ratemill.sources.charges;

import java.util.Arrays;

/**
 * The ranges that a few columns were met to span, by which each row has a place of its own among
 * all rows that there could be.
 *
 * <p>Shape: the place of a row is a number of mixed radix; with at most {@code most} places it is
 * kept as an int, of which {@code most} up to 2^32 use the sign.
 */
public final class Ranges {
  /**
   * Quarters of what was met for which there are places, as ids grow with what is read: the first
   * of them that fits. With less room than the last, ranges would be widened over and over.
   */
  private static final int[] QUARTERS = {32, 16, 8, 6, 5};

  private final int width;
  private final long most;
  private final int[] least;
  private final int[] greatest;

  /** Per column how many values it has places for, 0 where none was met. */
  private final long[] count;

  private long places;

  /** Makes empty ranges of so many columns, with so many places at most. */
  public Ranges(int width, long most) {
    this.width = width;
    this.most = most;
    this.least = new int[width];
    this.greatest = new int[width];
    this.count = new long[width];
  }

  /** How many places there are; 0 at first, more than {@code most} where rows cannot be told. */
  public long places() {
    return places;
  }

  /** Whether each row has a place of its own. */
  public boolean tellApart() {
    return places <= most;
  }

  /** Widens the ranges to those of some rows; whether that gave all rows other places. */
  public boolean widen(int[][] columns, int from, int to) {
    boolean wider = false;
    for (int c = 0; c < width; c++) {
      int[] column = columns[c];
      int min = Integer.MAX_VALUE;
      int max = Integer.MIN_VALUE;
      for (int row = from; row < to; row++) {
        min = Math.min(min, column[row]);
        max = Math.max(max, column[row]);
      }
      if (from < to && (count[c] == 0 || min < least[c] || max >= least[c] + count[c])) {
        least[c] = count[c] == 0 ? min : Math.min(least[c], min);
        greatest[c] = count[c] == 0 ? max : Math.max(greatest[c], max);
        wider = true;
      }
      greatest[c] = Math.max(greatest[c], max);
    }
    if (wider) {
      places = most + 1;
      for (int i = 0; i < QUARTERS.length && !tellApart(); i++) {
        places = allot(QUARTERS[i]);
      }
    }
    return wider;
  }

  private long allot(int quarters) {
    long product = 1;
    for (int c = 0; c < width; c++) {
      long met = (long) greatest[c] - least[c] + 1;
      count[c] = met * quarters / 4;
      if (count[c] > most / product) {
        return most + 1;
      }
      product *= count[c];
    }
    return product;
  }

  /** Forgets what was met. */
  void clear() {
    Arrays.fill(count, 0);
    places = 0;
  }

  /** The places of some rows within the ranges. */
  public void places(int[][] columns, int from, int to, int[] into) {
    Arrays.fill(into, from, to, 0);
    // One column at a time: each loop is a multiplication and an addition over two arrays.
    for (int c = 0; c < width; c++) {
      int[] column = columns[c];
      int base = least[c];
      int times = (int) count[c];
      for (int row = from; row < to; row++) {
        into[row] = into[row] * times + (column[row] - base);
      }
    }
  }

  /** The place of a row whose columns lie one behind the other. */
  public int place(int[] rows, int at) {
    int place = 0;
    for (int c = 0; c < width; c++) {
      place = place * (int) count[c] + (rows[at + c] - least[c]);
    }
    return place;
  }
}
