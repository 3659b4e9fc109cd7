package io.ratemill.columnar;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits the bytes of a CSV file into records and cells without copying them: whole records stay in
 * one buffer, and a cell is a place in it.
 *
 * <p>Source. RFC 4180; a line may also end in CR or LF alone.
 */
final class CsvRecords implements Closeable {
  private static final int LONGEST_RECORD = 1 << 26;
  private static final int INCOMPLETE = CsvSplitter.INCOMPLETE;

  private final ReadAhead source;
  private final String file;

  /** That of the chunk, unless a record is too long for the room in front of one. */
  private byte[] buffer = new byte[0];

  private ReadAhead.@Nullable Chunk chunk;
  private int position;
  private int limit;
  private boolean ended;

  /** The 1-based number of the last record split; the header is record 1. */
  private long record;

  /** Blank lines were just passed. They are no rows; with one column they might be. */
  private boolean blankLines;

  private int columns;

  /** Made when it is known which cells are kept. */
  private CsvSplitter splitter = new CsvSplitter(0, 0);

  CsvRecords(ReadAhead source, String file) {
    this.source = source;
    this.file = file;
  }

  /** The cells of the first record, none if there is no record. */
  List<String> header() throws IOException {
    fill();
    skipByteOrderMark();
    List<String> names = new ArrayList<>();
    while (hasRecord()) {
      splitter = new CsvSplitter(1, limit - position + 1);
      if (splitOne(0)) {
        columns = splitter.cells();
        for (int column = 0; column < columns; column++) {
          names.add(name(column));
        }
        return List.copyOf(names);
      }
      fill();
    }
    return List.of();
  }

  /**
   * Chooses the cells that are kept.
   *
   * @param mostRecords the most records split at once
   * @param cells how many cells are kept of each, from the first on
   */
  void keep(int mostRecords, int cells) {
    splitter = new CsvSplitter(mostRecords, cells);
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

  /** Where the cells of the records split last are. */
  CsvSplitter cells() {
    return splitter;
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
          throw refused(
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
    int end = splitter.split(buffer, position, limit, ended, row);
    int next = end < 0 ? end : endOfRecord(end);
    if (next == INCOMPLETE) {
      return false;
    }
    if (next == CsvSplitter.NOT_CLOSED) {
      throw refused(
          "a quote is never closed: the file is truncated or damaged; fetch or deliver it again");
    }
    if (next == CsvSplitter.NOT_DOUBLED) {
      throw refused(
          "text follows a closing quote: quotes inside a quoted cell must be doubled; deliver the"
              + " file again");
    }
    if (record > 0 && splitter.cells() != columns) {
      throw refused(
          "the row has "
              + splitter.cells()
              + " cells where the header has "
              + columns
              + ": the file is damaged or cut off; fetch or deliver it again");
    }
    position = next;
    record++;
    return true;
  }

  /** About the record that is split next. */
  private UnreadableException refused(String why) {
    return UnreadableException.row(file, record + 1, why);
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

  /** Moves what is not split yet in front of what follows. */
  private void fill() throws IOException {
    int kept = limit - position;
    if (kept >= LONGEST_RECORD) {
      throw refused(
          "the row is longer than "
              + (LONGEST_RECORD >> 20)
              + " MB: a quote is never closed;"
              + " deliver the file again");
    }
    ReadAhead.Chunk next = source.next();
    if (next == null) {
      ended = true;
    } else if (kept <= next.start()) {
      int start = next.start() - kept;
      System.arraycopy(buffer, position, next.bytes(), start, kept);
      release();
      chunk = next;
      buffer = next.bytes();
      position = start;
      limit = next.end();
      ended = next.isLast();
    } else {
      join(kept, next);
    }
  }

  /** Makes one buffer of what is not split yet and of as much again that follows. */
  private void join(int kept, ReadAhead.Chunk next) throws IOException {
    byte[] joined = new byte[2 * Math.max(kept, ReadAhead.CHUNK) + Unpacked.SLACK];
    System.arraycopy(buffer, position, joined, 0, kept);
    release();
    buffer = joined;
    position = 0;
    limit = kept;
    ReadAhead.@Nullable Chunk more = next;
    while (more != null) {
      int length = more.end() - more.start();
      System.arraycopy(more.bytes(), more.start(), joined, limit, length);
      limit += length;
      ended = more.isLast();
      source.release(more);
      boolean hasRoom = limit + ReadAhead.CHUNK + Unpacked.SLACK <= joined.length;
      more = hasRoom && !ended ? source.next() : null;
    }
  }

  private void release() {
    if (chunk != null) {
      source.release(chunk);
      chunk = null;
    }
  }

  private void skipByteOrderMark() throws UnreadableException {
    int length = limit - position;
    int first = length >= 2 ? (buffer[position] & 0xff) << 8 | (buffer[position + 1] & 0xff) : 0;
    if (first == 0xefbb && length >= 3 && buffer[position + 2] == (byte) 0xbf) {
      position += 3;
    } else if (first == 0xfffe || first == 0xfeff) {
      throw UnreadableException.file(file, "the file is UTF-16: deliver it in UTF-8");
    }
  }

  private String name(int column) throws UnreadableException {
    int[] places = splitter.places();
    int from = CsvSplitter.start(places, column);
    int length = CsvSplitter.end(places, column) - from;
    byte[] data = buffer;
    if (CsvSplitter.isDoubled(places, column)) {
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
    source.close();
  }
}
