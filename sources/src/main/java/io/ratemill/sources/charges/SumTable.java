package io.ratemill.sources.charges;

import io.ratemill.columnar.DecimalColumn;
import io.ratemill.model.Wide;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Exact sums of some measures for numbered groups.
 *
 * <p>Shape: one stretch of longs per group holds its counts and all its sums, so that a line
 * touches one or two cache lines. A sum is a 128-bit number at the scale of {@link DecimalColumn};
 * what does not fit there is kept beside it as a BigDecimal. Errors: none; nothing is rounded or
 * cut.
 */
public final class SumTable {
  private static final int LINES = 0;

  /** List costs missing in the upper bits, and in the lower ones which measures occurred. */
  private static final int MISSING_AND_PRESENT = 1;

  private static final int HEAD = 2;
  private static final int PRESENT_BITS = 8;
  private static final int CHUNK_BITS = 10;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private final int measures;
  private final int stride;
  private final Wide number = new Wide();

  /** Group {@code n} lies in chunk {@code n >>> CHUNK_BITS}: a table that grows copies nothing. */
  private long[][] chunks = new long[0][];

  private @Nullable Map<Long, BigDecimal> beside;

  /** See {@link Nearing}. */
  @SuppressWarnings("unused")
  private long nearing;

  /** Makes an empty table of so many measures. */
  public SumTable(int measures) {
    this.measures = measures;
    this.stride = HEAD + 2 * measures;
  }

  /** How many measures a group has. */
  public int measures() {
    return measures;
  }

  /** Makes room for groups 0 to {@code size - 1}; new ones are empty. */
  public void reserve(int size) {
    int needed = (size + CHUNK - 1) >>> CHUNK_BITS;
    int there = chunks.length;
    if (needed > there) {
      chunks = Arrays.copyOf(chunks, needed);
      for (int chunk = there; chunk < needed; chunk++) {
        chunks[chunk] = new long[stride * CHUNK];
      }
    }
  }

  /** Empties groups 0 to {@code size - 1}. */
  public void clear(int size) {
    int used = Math.min(chunks.length, (size + CHUNK - 1) >>> CHUNK_BITS);
    for (int chunk = 0; chunk < used; chunk++) {
      Arrays.fill(chunks[chunk], 0);
    }
    beside = null;
  }

  private long[] cells(int group) {
    return chunks[group >>> CHUNK_BITS];
  }

  /** Where a group starts in its chunk. */
  private int at(int group) {
    return (group & (CHUNK - 1)) * stride;
  }

  /** Reads the stretches of the groups of some rows, see {@link Nearing}. */
  public void bringNear(int[] groups, int start, int end) {
    long sum = 0;
    for (int r = start; r < end; r++) {
      long[] cells = cells(groups[r]);
      int base = at(groups[r]);
      sum += cells[base] + cells[base + stride - 1];
    }
    nearing = sum;
  }

  /** Counts a line. */
  public void countLine(int group) {
    cells(group)[at(group) + LINES]++;
  }

  /** Counts a line that lacks its list cost. */
  public void countMissingList(int group) {
    cells(group)[at(group) + MISSING_AND_PRESENT] += 1L << PRESENT_BITS;
  }

  /** Adds a cell that is not null. */
  public void add(int group, int measure, DecimalColumn column, int row) {
    if (column.state()[row] == DecimalColumn.FIXED) {
      add(group, measure, column.high()[row], column.low()[row]);
    } else {
      add(group, measure, column.wide(row));
    }
  }

  /** Adds a cell that is not null with its sign changed. */
  public void subtract(int group, int measure, DecimalColumn column, int row) {
    if (column.state()[row] == DecimalColumn.FIXED) {
      long high = column.high()[row];
      long low = column.low()[row];
      if (high != Long.MIN_VALUE) {
        add(group, measure, low == 0 ? -high : ~high, -low);
        return;
      }
    }
    add(group, measure, column.value(row).negate());
  }

  /** Adds a number of 128 bits at the scale of {@link DecimalColumn}. */
  public void add(int group, int measure, long high, long low) {
    long[] cells = cells(group);
    int base = at(group);
    cells[base + MISSING_AND_PRESENT] |= 1L << measure;
    int at = base + HEAD + 2 * measure;
    long oldHigh = cells[at];
    long oldLow = cells[at + 1];
    long newLow = oldLow + low;
    long carry = Long.compareUnsigned(newLow, oldLow) < 0 ? 1 : 0;
    long newHigh = oldHigh + high + carry;
    if (((oldHigh ^ newHigh) & (high ^ newHigh)) < 0) {
      // The sum leaves 128 bits: set aside what was there, and start again with this number.
      number.set(oldHigh, oldLow, DecimalColumn.SCALE);
      aside(group, measure, number.decimal());
      newHigh = high;
      newLow = low;
    }
    cells[at] = newHigh;
    cells[at + 1] = newLow;
  }

  /** Adds a decimal. */
  public void add(int group, int measure, BigDecimal value) {
    cells(group)[at(group) + MISSING_AND_PRESENT] |= 1L << measure;
    aside(group, measure, value);
  }

  private void aside(int group, int measure, BigDecimal value) {
    if (beside == null) {
      beside = new HashMap<>();
    }
    beside.merge((long) group * measures + measure, value, BigDecimal::add);
  }

  /** How many lines were counted. */
  public long lines(int group) {
    return cells(group)[at(group) + LINES];
  }

  /** How many lines lacked their list cost. */
  public long missingLists(int group) {
    return cells(group)[at(group) + MISSING_AND_PRESENT] >>> PRESENT_BITS;
  }

  /** Whether a line of the group had the measure. */
  public boolean has(int group, int measure) {
    return (cells(group)[at(group) + MISSING_AND_PRESENT] >>> measure & 1) != 0;
  }

  /** The upper half of the sum that fits 128 bits, without what is beside it. */
  public long high(int group, int measure) {
    return cells(group)[at(group) + HEAD + 2 * measure];
  }

  /** The lower half of the sum that fits 128 bits, without what is beside it. */
  public long low(int group, int measure) {
    return cells(group)[at(group) + HEAD + 2 * measure + 1];
  }

  /** Whether the 128 bits of a group's measure are its whole sum. */
  public boolean isNarrow(int group, int measure) {
    return beside == null || !beside.containsKey((long) group * measures + measure);
  }

  /** The sum of a measure, or null if no line of the group had it. */
  public @Nullable BigDecimal sum(int group, int measure) {
    if (!has(group, measure)) {
      return null;
    }
    number.set(high(group, measure), low(group, measure), DecimalColumn.SCALE);
    BigDecimal sum = number.decimal();
    return isNarrow(group, measure) ? sum : sum.add(beside(group, measure));
  }

  /** Adds a group of another table with as many measures or fewer. */
  public void add(int group, SumTable other, int otherGroup) {
    long[] cells = cells(group);
    long[] from = other.cells(otherGroup);
    int at = at(group);
    int fromAt = other.at(otherGroup);
    cells[at + LINES] += from[fromAt + LINES];
    cells[at + MISSING_AND_PRESENT] +=
        from[fromAt + MISSING_AND_PRESENT] >>> PRESENT_BITS << PRESENT_BITS;
    for (int measure = 0; measure < other.measures; measure++) {
      if (other.has(otherGroup, measure)) {
        add(group, measure, other.high(otherGroup, measure), other.low(otherGroup, measure));
        if (!other.isNarrow(otherGroup, measure)) {
          aside(group, measure, other.beside(otherGroup, measure));
        }
      }
    }
  }

  private BigDecimal beside(int group, int measure) {
    BigDecimal extra = beside == null ? null : beside.get((long) group * measures + measure);
    return extra == null ? BigDecimal.ZERO : extra;
  }
}
