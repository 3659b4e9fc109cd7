package io.ratemill.sources.rollup;

import io.ratemill.sources.charges.KeyTable;
import io.ratemill.sources.charges.Ranges;

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
  private final Ranges ranges;
  private int[] numberOfPlace = new int[0];
  private int[] places = new int[0];
  private final int[][] one;
  private final int[] number = new int[1];

  Combinations(int width) {
    this.width = width;
    this.known = new KeyTable(width);
    this.ranges = new Ranges(width, MOST_PLACES);
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
    if (ranges.tellApart() && ranges.widen(columns, from, to)) {
      layOut();
    }
    if (!ranges.tellApart()) {
      known.number(columns, from, to, into);
      return;
    }
    if (places.length < to) {
      places = new int[to];
    }
    int[] place = places;
    ranges.places(columns, from, to, place);
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

  private void layOut() {
    if (!ranges.tellApart()) {
      numberOfPlace = new int[0];
      return;
    }
    numberOfPlace = new int[(int) ranges.places()];
    for (int each = 0; each < known.size(); each++) {
      numberOfPlace[ranges.place(known.keys(), known.at(each))] = each + 1;
    }
  }
}
