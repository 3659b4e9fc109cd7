package io.ratemill.columnar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What ends or divides cells of CSV, looked for eight bytes at a time. */
final class CsvWords {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = ~HIGH_BITS;

  /** Above CR and LF; of the bytes below, bills have no others but tabs. */
  private static final long BEHIND_LINE_ENDS = ONES * ('\r' + 1);

  private CsvWords() {}

  /**
   * Passes plain cells eight bytes at a time, as long as no quote, line end or end of the buffer is
   * near.
   *
   * @param from where a cell starts
   * @param most how many cells to pass
   * @return where the cell behind them starts, and above its 32 bits how many were passed
   */
  static long pass(byte[] data, int from, int limit, int most) {
    int end = limit - Long.BYTES;
    int cell = from;
    int left = most;
    for (int at = from; at <= end; at += Long.BYTES) {
      long word = (long) LONGS.get(data, at);
      long stops = zeroBytes(word ^ ONES * '"') | ((word - BEHIND_LINE_ENDS) & ~word & HIGH_BITS);
      if (stops != 0) {
        break;
      }
      long others = word ^ ONES * ',';
      long commas = ~(((others & LOW_BITS) + LOW_BITS) | others | LOW_BITS);
      if (commas == 0) {
        continue;
      }
      int count = Long.bitCount(commas);
      if (count >= left) {
        while (--left > 0) {
          commas &= commas - 1;
        }
        return passed(most, at + (Long.numberOfTrailingZeros(commas) >>> 3) + 1);
      }
      left -= count;
      cell = at + Long.BYTES - (Long.numberOfLeadingZeros(commas) >>> 3);
    }
    return passed(most - left, cell);
  }

  private static long passed(int cells, int at) {
    return (long) cells << Integer.SIZE | at;
  }

  /** The comma, line end or end of the data that ends a cell without quotes. */
  static int endOfPlain(byte[] data, int from, int limit) {
    int at = from;
    for (; at + 8 <= limit; at += 8) {
      long word = (long) LONGS.get(data, at);
      long found = zeroBytes(word ^ ONES * ',') | zeroBytes(word ^ ONES * '\n');
      found |= zeroBytes(word ^ ONES * '\r');
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < limit && data[at] != ',' && data[at] != '\n' && data[at] != '\r') {
      at++;
    }
    return at;
  }

  /** The next quote, or the end of the data. */
  static int nextQuote(byte[] data, int from, int limit) {
    int at = from;
    for (; at + 8 <= limit; at += 8) {
      long found = zeroBytes((long) LONGS.get(data, at) ^ ONES * '"');
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < limit && data[at] != '"') {
      at++;
    }
    return at;
  }

  /** The high bit of each zero byte; bits above the lowest one set may be wrong. */
  private static long zeroBytes(long word) {
    return (word - ONES) & ~word & HIGH_BITS;
  }
}
