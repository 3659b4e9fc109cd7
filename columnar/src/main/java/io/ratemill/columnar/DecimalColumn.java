package io.ratemill.columnar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one decimal column in one batch, exact.
 *
 * <p>Shape. Three arrays side by side: the state of each row, and for {@link #FIXED} rows the upper
 * and lower half of a signed 128-bit number. {@link #WIDE} rows hold what does not fit.
 *
 * <p>Units. The 128-bit number counts units of 10^-24.
 */
public final class DecimalColumn implements Column {
  /** The cell is null. */
  public static final byte NULL = 0;

  /** The value is the 128-bit number times 10^-24. */
  public static final byte FIXED = 1;

  /** The value has more than 24 decimals or is too large for the 128-bit number. */
  public static final byte WIDE = 2;

  /** The decimals of the 128-bit number. */
  public static final int SCALE = 24;

  private long[] high;
  private long[] low;
  private byte[] state;
  private @Nullable BigDecimal[] wide = new @Nullable BigDecimal[0];

  /** A column of nulls, to be filled with what is computed from other columns. */
  public DecimalColumn(int capacity) {
    high = new long[capacity];
    low = new long[capacity];
    state = new byte[capacity];
  }

  /** The upper half of each row's number; the array itself, not a copy. */
  public long[] high() {
    return high;
  }

  /** The lower half of each row's number; the array itself, not a copy. */
  public long[] low() {
    return low;
  }

  /** {@link #NULL}, {@link #FIXED} or {@link #WIDE} for each row; the array itself, not a copy. */
  public byte[] state() {
    return state;
  }

  /** The value of a row whose state is {@link #WIDE}. */
  public BigDecimal wide(int row) {
    if (state[row] != WIDE) {
      throw new IllegalStateException("row " + row + " of the batch is not WIDE: see state()");
    }
    return Objects.requireNonNull(wide[row]);
  }

  /** The value of a row that is not null, whatever its state, without trailing zeros. */
  public BigDecimal value(int row) {
    return switch (state[row]) {
      case FIXED ->
          new BigDecimal(Int128.toBigInteger(high[row], low[row]), SCALE).stripTrailingZeros();
      case WIDE -> wide(row);
      default ->
          throw new IllegalStateException("row " + row + " of the batch is null: see state()");
    };
  }

  /** Makes room for so many rows. */
  void reserve(int capacity) {
    if (state.length < capacity) {
      int larger = Math.max(capacity, state.length * 2);
      high = Arrays.copyOf(high, larger);
      low = Arrays.copyOf(low, larger);
      state = Arrays.copyOf(state, larger);
      if (wide.length > 0) {
        wide = Arrays.copyOf(wide, larger);
      }
    }
  }

  /** How many rows it has room for. */
  public int capacity() {
    return state.length;
  }

  public void setNull(int row) {
    state[row] = NULL;
  }

  /** Sets a cell to that of the same row of another column. */
  public void copy(int row, DecimalColumn from) {
    if (from.state[row] == WIDE) {
      set(row, from.wide(row));
      return;
    }
    high[row] = from.high[row];
    low[row] = from.low[row];
    state[row] = from.state[row];
  }

  /** Sets {@code unscaled * 10^-scale}. */
  void set(int row, long unscaled, int scale) {
    int power = SCALE - scale;
    if (power >= 0 && power <= Int128.LARGEST_POWER) {
      long factor = Int128.power(power);
      high[row] = Math.multiplyHigh(unscaled, factor);
      low[row] = unscaled * factor;
      state[row] = FIXED;
      return;
    }
    if (power > Int128.LARGEST_POWER && power <= 2 * Int128.LARGEST_POWER) {
      long factor = Int128.power(power - Int128.LARGEST_POWER);
      long shifted = unscaled * factor;
      if (Math.multiplyHigh(unscaled, factor) == shifted >> 63) {
        long rest = Int128.power(Int128.LARGEST_POWER);
        high[row] = Math.multiplyHigh(shifted, rest);
        low[row] = shifted * rest;
        state[row] = FIXED;
        return;
      }
    }
    set(row, BigDecimal.valueOf(unscaled, scale));
  }

  /** Sets {@code (upper:lower) * 10^-scale}. */
  void set(int row, long upper, long lower, int scale) {
    if (upper == lower >> 63) {
      set(row, lower, scale);
      return;
    }
    int power = SCALE - scale;
    if (power >= 0 && power <= Int128.LARGEST_POWER) {
      long factor = Int128.power(power);
      long carry = Int128.unsignedMultiplyHigh(lower, factor);
      long product = upper * factor;
      long sum = product + carry;
      boolean fits =
          Math.multiplyHigh(upper, factor) == product >> 63
              && ((product ^ sum) & (carry ^ sum)) >= 0;
      if (fits) {
        high[row] = sum;
        low[row] = lower * factor;
        state[row] = FIXED;
        return;
      }
    }
    set(row, new BigDecimal(Int128.toBigInteger(upper, lower), scale));
  }

  /** Sets any value. */
  public void set(int row, BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    boolean small = stripped.precision() - (long) stripped.scale() <= Int128.DIGITS - SCALE;
    if (stripped.scale() <= SCALE && small) {
      BigInteger unscaled = stripped.setScale(SCALE).unscaledValue();
      if (unscaled.bitLength() <= 127) {
        high[row] = unscaled.shiftRight(64).longValue();
        low[row] = unscaled.longValue();
        state[row] = FIXED;
        return;
      }
    }
    if (wide.length == 0) {
      wide = new @Nullable BigDecimal[state.length];
    }
    wide[row] = stripped;
    state[row] = WIDE;
  }

  /** Copies cells of another column: row {@code at + i} becomes its row {@code rows[i]}. */
  void gather(DecimalColumn from, int[] rows, int count, int at) {
    long[] fromHigh = from.high;
    long[] fromLow = from.low;
    byte[] fromState = from.state;
    int states = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      high[at + i] = fromHigh[row];
      low[at + i] = fromLow[row];
      byte rowState = fromState[row];
      state[at + i] = rowState;
      states |= rowState;
    }
    if ((states & WIDE) != 0) {
      if (wide.length == 0) {
        wide = new @Nullable BigDecimal[state.length];
      }
      for (int i = 0; i < count; i++) {
        if (state[at + i] == WIDE) {
          wide[at + i] = from.wide[rows[i]];
        }
      }
    }
  }

  /** Copies one cell of another column. */
  void copy(DecimalColumn from, int row, int to) {
    high[to] = from.high[row];
    low[to] = from.low[row];
    state[to] = from.state[row];
    if (from.state[row] == WIDE) {
      if (wide.length == 0) {
        wide = new @Nullable BigDecimal[state.length];
      }
      wide[to] = from.wide[row];
    }
  }

  /** Moves one cell within the column. */
  void move(int from, int to) {
    high[to] = high[from];
    low[to] = low[from];
    state[to] = state[from];
    if (state[from] == WIDE) {
      wide[to] = wide[from];
    }
  }
}
