package io.ratemill.sources.rollup;

import io.ratemill.sources.charges.KeyTable;
import java.util.Arrays;

/**
 * Numbers distinct rows of a few columns, in the order in which they are met, where values lie near
 * each other: ids of texts, days.
 *
 * <p>Shape: as long as the columns' ranges span few enough rows, a row leads to its number by its
 * place among all that there could be, without hash and comparison; beyond that by a table of keys,
 * which knows all rows in any case.
 */
final class Combinations {
  private static final int MOST_PLACES = 1 << 17;

  private final int width;
  private final KeyTable known;
  private final int[] least;
  private final int[] count;
  private int[] numberOfPlace = new int[0];
  private int[] places = new int[0];
  private final int[][] one;
  private final int[] number = new int[1];
  private boolean tooMany;

  Combinations(int width) {
    this.width = width;
    this.known = new KeyTable(width);
    this.least = new int[width];
    this.count = new int[width];
    this.one = new int[width][1];
  }

  int size() {
    return known.size();
  }

  /** See {@link KeyTable#keys}. */
  int[] keys() {
    return known.keys();
  }

  /** Where the key of a number starts in {@link #keys}. */
  int at(int ofNumber) {
    return known.at(ofNumber);
  }

  /** Numbers the rows of some columns, of which the first are the key. */
  void number(int[][] columns, int from, int to, int[] into) {
    if (from >= to) {
      return;
    }
    if (tooMany || !haveRoomFor(columns, from, to)) {
      known.number(columns, from, to, into);
      return;
    }
    if (places.length < to) {
      places = new int[to];
    }
    int[] place = places;
    Arrays.fill(place, from, to, 0);
    for (int c = 0; c < width; c++) {
      int[] column = columns[c];
      int base = least[c];
      int times = count[c];
      for (int row = from; row < to; row++) {
        place[row] = place[row] * times + (column[row] - base);
      }
    }
    for (int row = from; row < to; row++) {
      int found = numberOfPlace[place[row]] - 1;
      into[row] = found >= 0 ? found : learn(columns, row, place[row]);
    }
  }

  private int learn(int[][] columns, int row, int place) {
    for (int c = 0; c < width; c++) {
      one[c][0] = columns[c][row];
    }
    known.number(one, 0, 1, number);
    numberOfPlace[place] = number[0] + 1;
    return number[0];
  }

  /** Widens the ranges to those of more rows; false if there were too many places then. */
  private boolean haveRoomFor(int[][] columns, int from, int to) {
    boolean wider = false;
    for (int c = 0; c < width; c++) {
      int[] column = columns[c];
      int min = column[from];
      int max = min;
      for (int row = from; row < to; row++) {
        min = Math.min(min, column[row]);
        max = Math.max(max, column[row]);
      }
      if (count[c] == 0) {
        least[c] = min;
      }
      if (min < least[c] || (long) max >= (long) least[c] + count[c]) {
        wider = true;
        widen(c, min, max);
      }
    }
    if (wider) {
      layOut();
    }
    return !tooMany;
  }

  /** Upwards with room to spare, as ids grow with what is read. */
  private void widen(int c, int min, int max) {
    long end = Math.max((long) least[c] + count[c], (long) max + 1);
    int start = Math.min(least[c], min);
    long spare = count[c] == 0 ? 0 : (end - start) / 2;
    least[c] = start;
    count[c] = (int) Math.min(MOST_PLACES + 1L, end - start + spare);
  }

  private void layOut() {
    long all = 1;
    for (int times : count) {
      all = Math.min(all * times, MOST_PLACES + 1L);
    }
    if (all > MOST_PLACES) {
      tooMany = true;
      numberOfPlace = new int[0];
      return;
    }
    numberOfPlace = new int[(int) all];
    for (int each = 0; each < known.size(); each++) {
      int place = 0;
      for (int c = 0; c < width; c++) {
        place = place * count[c] + (known.keys()[known.at(each) + c] - least[c]);
      }
      numberOfPlace[place] = each + 1;
    }
  }
}
