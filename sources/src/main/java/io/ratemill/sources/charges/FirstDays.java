package io.ratemill.sources.charges;

import java.util.Arrays;

/**
 * The first days of charges that stand for more than a day, where people are told of the first one.
 *
 * <p>Shape: of a batch, lines are noted with their days; once they are numbered, {@link #keep}
 * takes the days to their charges. Charges of which no line was noted take no room but their place
 * in one array, and not even that behind the last one that has any.
 */
final class FirstDays {
  private static final int NONE = Integer.MAX_VALUE;

  private int[] lines = new int[0];
  private int[] days = new int[0];
  private int noted;

  /** By the number of a charge. */
  private int[] first = new int[0];

  /** Forgets what was noted; up to so many lines follow. */
  void start(int rows) {
    noted = 0;
    if (lines.length < rows) {
      lines = new int[rows];
      days = new int[rows];
    }
  }

  /** Notes the day of a line. */
  void note(int line, int day) {
    lines[noted] = line;
    days[noted++] = day;
  }

  /** How many lines are noted. */
  int noted() {
    return noted;
  }

  /** One of the noted lines. */
  int line(int i) {
    return lines[i];
  }

  /** Keeps the days of the noted lines for their charges. */
  void keep(int[] chargeOfLine) {
    for (int i = 0; i < noted; i++) {
      int charge = chargeOfLine[lines[i]];
      if (charge >= first.length) {
        int known = first.length;
        first = Arrays.copyOf(first, Math.max(charge + 1, 2 * known));
        Arrays.fill(first, known, first.length, NONE);
      }
      first[charge] = Math.min(first[charge], days[i]);
    }
  }

  /** The first day of a charge of which lines were noted, else the other one. */
  int of(int charge, int other) {
    return charge < first.length && first[charge] != NONE ? first[charge] : other;
  }

  /** Forgets all charges. */
  void clear() {
    Arrays.fill(first, NONE);
  }
}
