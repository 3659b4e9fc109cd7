package io.ratemill.columnar;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits the bytes of a CSV file into records and cells without copying them: whole records stay in
 * one buffer, and a cell is a place in it.
 *
 * <p>Source. RFC 4180; a line may also end in CR or LF alone.
 */
final class CsvRecords implements Closeable {
  /** The place of a cell ends here, shifted by {@link #FLAG_BITS}; below are the two flags. */
  static final int FLAG_BITS = 2;

  /** The cell was quoted. */
  static final int QUOTED = 1;

  /** The cell was quoted and has doubled quotes inside. */
  static final int DOUBLED = 2;

  private static final int FIRST_BUFFER = 1 << 20;
  private static final int LONGEST_RECORD = 1 << 26;
  private static final int INCOMPLETE = -1;

  private final InputStream stream;
  private final String file;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int position;
  private int limit;
  private boolean ended;

  /** The 1-based number of the last record split; the header is record 1. */
  private long record;

  /** Blank lines were just passed. They are no rows; with one column they might be. */
  private boolean blankLines;

  private int columns;
  private int[] slots = new int[0];

  /** How many cells, from each column on, come before the next chosen one or the last one. */
  private int[] unwanted = new int[0];

  private int[][] starts = new int[0][];
  private int[][] ends = new int[0][];

  private int cellStart;
  private int cellEnd;

  CsvRecords(InputStream stream, String file) {
    this.stream = stream;
    this.file = file;
  }

  /** The cells of the first record, none if there is no record. */
  List<String> header() throws IOException {
    fill();
    skipByteOrderMark();
    List<String> names = new ArrayList<>();
    while (hasRecord()) {
      names.clear();
      int at = position;
      int end = cell(at);
      while (end != INCOMPLETE) {
        names.add(name());
        int next = end == limit || buffer[end] != ',' ? endOfRecord(end) : 0;
        if (next == INCOMPLETE) {
          break;
        }
        if (next > 0) {
          position = next;
          record = 1;
          columns = names.size();
          return List.copyOf(names);
        }
        at = end + 1;
        end = cell(at);
      }
      fill();
    }
    return List.of();
  }

  /**
   * Chooses the columns whose cells are kept.
   *
   * @param chosen for each column the slot its cells go to, or -1
   * @param slotCount how many slots there are
   * @param mostRows the most records split at once
   */
  void choose(int[] chosen, int slotCount, int mostRows) {
    slots = chosen;
    unwanted = new int[columns];
    for (int column = columns - 2; column >= 0; column--) {
      unwanted[column] = chosen[column] < 0 ? unwanted[column + 1] + 1 : 0;
    }
    starts = new int[slotCount][mostRows];
    ends = new int[slotCount][mostRows];
  }

  /** Splits some records, at most so many; 0 after the last. What was split before is forgotten. */
  int split(int most) throws IOException {
    int rows = 0;
    while (rows == 0 && hasRecord()) {
      while (rows < most && position < limit && !atBlankLine() && splitOne(rows)) {
        rows++;
      }
      if (rows == 0 && position < limit && !atBlankLine()) {
        fill();
      }
    }
    return rows;
  }

  /** The 1-based number of the last record split. */
  long record() {
    return record;
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where the cells of a slot start. */
  int[] starts(int slot) {
    return starts[slot];
  }

  /** Where the cells of a slot end, with flags below. */
  int[] ends(int slot) {
    return ends[slot];
  }

  /** Copies a quoted cell, each doubled quote becoming one; returns its length. */
  static int undouble(byte[] data, int from, int to, byte[] into) {
    int length = 0;
    for (int at = from; at < to; at++) {
      into[length++] = data[at];
      if (data[at] == '"') {
        at++;
      }
    }
    return length;
  }

  /** Passes blank lines; whether anything follows. */
  private boolean hasRecord() throws IOException {
    while (true) {
      while (position < limit && atBlankLine()) {
        blankLines = true;
        position++;
      }
      if (position < limit) {
        if (blankLines && columns == 1) {
          throw UnreadableException.row(
              file,
              record + 1,
              "a blank line is before this row: with only one column it may be a row without a"
                  + " value or none; deliver the file again with such values as \"\"");
        }
        blankLines = false;
        return true;
      }
      if (ended) {
        return false;
      }
      fill();
    }
  }

  private boolean atBlankLine() {
    return buffer[position] == '\n' || buffer[position] == '\r';
  }

  private boolean splitOne(int row) throws UnreadableException {
    int at = position;
    int column = 0;
    while (true) {
      if (column < columns && unwanted[column] > 0) {
        long passed = CsvWords.pass(buffer, at, limit, unwanted[column]);
        at = (int) passed;
        column += (int) (passed >>> Integer.SIZE);
      }
      int end = cell(at);
      if (end == INCOMPLETE) {
        return false;
      }
      if (column < columns) {
        int slot = slots[column];
        if (slot >= 0) {
          starts[slot][row] = cellStart;
          ends[slot][row] = cellEnd;
        }
      }
      column++;
      if (end < limit && buffer[end] == ',') {
        at = end + 1;
        continue;
      }
      int next = endOfRecord(end);
      if (next == INCOMPLETE) {
        return false;
      }
      if (column != columns) {
        throw UnreadableException.row(
            file,
            record + 1,
            "the row has "
                + column
                + " cells where the header has "
                + columns
                + ": the file is damaged or cut off; fetch or deliver it again");
      }
      position = next;
      record++;
      return true;
    }
  }

  /** The place after the line end at {@code end}. */
  private int endOfRecord(int end) {
    if (end == limit) {
      return end;
    }
    int next = end + 1;
    if (buffer[end] == '\r') {
      if (next == limit) {
        return ended ? next : INCOMPLETE;
      }
      if (buffer[next] == '\n') {
        next++;
      }
    }
    return next;
  }

  /** Finds the cell at a place; the place of the comma, line end or file end after it. */
  private int cell(int at) throws UnreadableException {
    byte[] data = buffer;
    int end = limit;
    if (at == end) {
      cellStart = at;
      cellEnd = at << FLAG_BITS;
      return ended ? at : INCOMPLETE;
    }
    if (data[at] == '"') {
      return quotedCell(at + 1);
    }
    int stop = CsvWords.endOfPlain(data, at, end);
    cellStart = at;
    cellEnd = stop << FLAG_BITS;
    return stop == end && !ended ? INCOMPLETE : stop;
  }

  private int quotedCell(int from) throws UnreadableException {
    byte[] data = buffer;
    int flags = QUOTED;
    int at = from;
    while (true) {
      at = CsvWords.nextQuote(data, at, limit);
      if (at == limit) {
        if (ended) {
          throw UnreadableException.row(
              file,
              record + 1,
              "a quote is never closed: the file is truncated or damaged; fetch or deliver it"
                  + " again");
        }
        return INCOMPLETE;
      }
      int after = at + 1;
      if (after == limit && !ended) {
        return INCOMPLETE;
      }
      if (after == limit || data[after] == ',' || data[after] == '\n' || data[after] == '\r') {
        cellStart = from;
        cellEnd = at << FLAG_BITS | flags;
        return after;
      }
      if (data[after] != '"') {
        throw UnreadableException.row(
            file,
            record + 1,
            "text follows a closing quote: quotes inside a quoted cell must be doubled; deliver the"
                + " file again");
      }
      flags |= DOUBLED;
      at = after + 1;
    }
  }

  /** Moves what is not split yet to the front and reads until the buffer is full or all is read. */
  private void fill() throws IOException {
    int kept = limit - position;
    if (kept == buffer.length) {
      if (kept >= LONGEST_RECORD) {
        throw UnreadableException.row(
            file,
            record + 1,
            "the row is longer than "
                + (LONGEST_RECORD >> 20)
                + " MB: a quote is never closed;"
                + " deliver the file again");
      }
      byte[] larger = new byte[buffer.length * 2];
      System.arraycopy(buffer, position, larger, 0, kept);
      buffer = larger;
    } else {
      System.arraycopy(buffer, position, buffer, 0, kept);
    }
    position = 0;
    limit = kept;
    while (limit < buffer.length && !ended) {
      int read = stream.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        ended = true;
      } else {
        limit += read;
      }
    }
  }

  private void skipByteOrderMark() throws UnreadableException {
    if (limit >= 3
        && buffer[0] == (byte) 0xef
        && buffer[1] == (byte) 0xbb
        && buffer[2] == (byte) 0xbf) {
      position = 3;
    } else if (limit >= 2
        && ((buffer[0] == (byte) 0xff && buffer[1] == (byte) 0xfe)
            || (buffer[0] == (byte) 0xfe && buffer[1] == (byte) 0xff))) {
      throw UnreadableException.file(file, "the file is UTF-16: deliver it in UTF-8");
    }
  }

  private String name() throws UnreadableException {
    int from = cellStart;
    int length = (cellEnd >> FLAG_BITS) - from;
    byte[] data = buffer;
    if ((cellEnd & DOUBLED) != 0) {
      byte[] plain = new byte[length];
      length = undouble(buffer, from, from + length, plain);
      data = plain;
      from = 0;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(data, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw UnreadableException.row(file, 1, "the header is not UTF-8: deliver the file in UTF-8")
          .causedBy(e);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
