package io.ratemill.columnar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the cells of records of CSV in a buffer, looking at eight bytes at a time.
 *
 * <p>Shape. Records are rows of {@link #stride} places, one more than cells are kept of each: the
 * first is in front of the record, the others are where its cells end, each shifted by {@link
 * #FLAG_BITS} and with two flags below. A cell lies between two places, within its quotes.
 *
 * <p>Source. RFC 4180; a quote inside a cell without quotes is a character like others.
 */
final class CsvSplitter {
  /** The record does not end in the buffer. */
  static final int INCOMPLETE = -1;

  /** A quote is not closed before the end of the data. */
  static final int NOT_CLOSED = -2;

  /** A closing quote is followed by something other than the end of the cell. */
  static final int NOT_DOUBLED = -3;

  private static final int FLAG_BITS = 2;
  private static final int QUOTED = 1;
  private static final int DOUBLED = 2;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = ~HIGH_BITS;
  private static final long COMMAS = ONES * ',';
  private static final long QUOTES = ONES * '"';

  /** Above CR and LF; of the bytes below, bills have no others but tabs. */
  private static final long BEHIND_LINE_ENDS = ONES * ('\r' + 1);

  /** Added to what is behind the line ends, sets the high bit. */
  private static final long UP_TO_HIGH_BIT = ONES * (0x80 - ('\r' + 1));

  private final int kept;
  private final int[] places;
  private int cells;

  /**
   * For so many records at a time.
   *
   * @param kept of how many cells, from the first one on, the places are kept
   */
  CsvSplitter(int records, int kept) {
    this.kept = kept;
    // One word may hold eight commas.
    this.places = new int[Math.addExact(Math.multiplyExact(records, kept + 1), Long.BYTES)];
  }

  /** How far apart the places of one record are from those of the next. */
  int stride() {
    return kept + 1;
  }

  /** The places of all records; what was split before is overwritten. */
  int[] places() {
    return places;
  }

  /** How many cells the record split last has. */
  int cells() {
    return cells;
  }

  /** Where the cell behind a place starts. */
  static int start(int[] places, int place) {
    return (places[place] >> FLAG_BITS) + 1 + (places[place + 1] & QUOTED);
  }

  /** Where the cell behind a place ends. */
  static int end(int[] places, int place) {
    return (places[place + 1] >> FLAG_BITS) - (places[place + 1] & QUOTED);
  }

  /** Whether the cell behind a place was quoted. */
  static boolean isQuoted(int[] places, int place) {
    return (places[place + 1] & QUOTED) != 0;
  }

  /** Whether the cell behind a place was quoted and has doubled quotes inside. */
  static boolean isDoubled(int[] places, int place) {
    return (places[place + 1] & DOUBLED) != 0;
  }

  /**
   * Splits one record.
   *
   * @param from where it starts
   * @param limit where the buffer ends
   * @param ended whether nothing follows the buffer
   * @param record which row of places is its own
   * @return the line end or end of the data behind it; or one of the three numbers below zero
   */
  int split(byte[] data, int from, int limit, boolean ended, int record) {
    int first = record * (kept + 1);
    int lastKept = first + kept;
    int lastWord = limit - Long.BYTES;
    places[first] = (from - 1) << FLAG_BITS;
    int next = first + 1;
    int at = from;
    while (true) {
      boolean stopped = false;
      while (next <= lastKept && at <= lastWord && !stopped) {
        long word = (long) LONGS.get(data, at);
        int passed = Long.BYTES;
        long commas;
        if ((odd(word) & HIGH_BITS) == 0) {
          commas = plainCommas(word);
        } else {
          long stops = stops(word);
          commas = commas(word, stops);
          if (stops != 0) {
            passed = Long.numberOfTrailingZeros(stops) >>> 3;
            stopped = true;
          }
        }
        int found = Long.bitCount(commas);
        // Two at once, whether there are or not: what is too much is overwritten.
        places[next] = place(at, commas);
        commas &= commas - 1;
        places[next + 1] = place(at, commas);
        for (int more = 2; more < found; more++) {
          commas &= commas - 1;
          places[next + more] = place(at, commas);
        }
        next += found;
        at += passed;
      }
      while (!stopped && at <= lastWord - 3 * Long.BYTES) {
        long word0 = (long) LONGS.get(data, at);
        long word1 = (long) LONGS.get(data, at + 8);
        long word2 = (long) LONGS.get(data, at + 16);
        long word3 = (long) LONGS.get(data, at + 24);
        if (((odd(word0) | odd(word1) | odd(word2) | odd(word3)) & HIGH_BITS) != 0) {
          break;
        }
        next +=
            Long.bitCount(
                plainCommas(word0)
                    | plainCommas(word1) >>> 1
                    | plainCommas(word2) >>> 2
                    | plainCommas(word3) >>> 3);
        at += 4 * Long.BYTES;
      }
      while (!stopped && at <= lastWord) {
        long word = (long) LONGS.get(data, at);
        long stops = stops(word);
        next += Long.bitCount(commas(word, stops));
        stopped = stops != 0;
        at += stopped ? Long.numberOfTrailingZeros(stops) >>> 3 : Long.BYTES;
      }
      if (at == limit) {
        return ended ? end(first, next, at << FLAG_BITS) : INCOMPLETE;
      }
      byte met = data[at];
      if (met == '\n' || met == '\r') {
        return end(first, next, at << FLAG_BITS);
      }
      if (met == '"' && (at == from || data[at - 1] == ',')) {
        int place = endOfQuoted(data, at + 1, limit, ended);
        if (place < 0) {
          return place;
        }
        at = place >> FLAG_BITS;
        if (at == limit || data[at] != ',') {
          return end(first, next, place);
        }
        keep(next++, lastKept, place);
      } else if (met == ',') {
        keep(next++, lastKept, at << FLAG_BITS);
      }
      at++;
    }
  }

  private void keep(int next, int lastKept, int place) {
    if (next <= lastKept) {
      places[next] = place;
    }
  }

  private int end(int first, int next, int place) {
    keep(next, first + kept, place);
    cells = next - first;
    return place >> FLAG_BITS;
  }

  private static int place(int at, long commas) {
    return (at << FLAG_BITS) + (Long.numberOfTrailingZeros(commas) >>> 3 << FLAG_BITS);
  }

  /** The place behind the closing quote, with flags below; or what is wrong with it. */
  private static int endOfQuoted(byte[] data, int from, int limit, boolean ended) {
    int flags = QUOTED;
    int at = from;
    while (true) {
      at = nextQuote(data, at, limit);
      if (at == limit) {
        return ended ? NOT_CLOSED : INCOMPLETE;
      }
      at++;
      if (at == limit) {
        return ended ? at << FLAG_BITS | flags : INCOMPLETE;
      }
      if (data[at] == ',' || data[at] == '\n' || data[at] == '\r') {
        return at << FLAG_BITS | flags;
      }
      if (data[at] != '"') {
        return NOT_DOUBLED;
      }
      flags |= DOUBLED;
      at++;
    }
  }

  private static int nextQuote(byte[] data, int from, int limit) {
    int at = from;
    for (; at + Long.BYTES <= limit; at += Long.BYTES) {
      long found = quotes((long) LONGS.get(data, at));
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < limit && data[at] != '"') {
      at++;
    }
    return at;
  }

  /** The high bit of each quote, line end and other control character; right is the lowest one. */
  private static long stops(long word) {
    return quotes(word) | ((word - BEHIND_LINE_ENDS) & ~word & HIGH_BITS);
  }

  /** The high bit of each quote; right is the lowest one. */
  private static long quotes(long word) {
    long others = word ^ QUOTES;
    return (others - ONES) & ~others & HIGH_BITS;
  }

  /** The high bit of each comma before the first stop. */
  private static long commas(long word, long stops) {
    long others = word ^ COMMAS;
    long commas = ~(((others & LOW_BITS) + LOW_BITS) | others | LOW_BITS);
    return stops == 0 ? commas : commas & ((stops & -stops) - 1);
  }

  /**
   * Has a high bit set if a byte is a quote, a line end, another control character or not of ASCII;
   * of the words without one, fewer steps tell where their commas are.
   */
  private static long odd(long word) {
    return (HIGH_BITS - (word ^ QUOTES)) | word | ~(word + UP_TO_HIGH_BIT);
  }

  /** The high bit of each comma of a word that has nothing odd. */
  private static long plainCommas(long word) {
    return (HIGH_BITS - (word ^ COMMAS)) & HIGH_BITS;
  }
}
