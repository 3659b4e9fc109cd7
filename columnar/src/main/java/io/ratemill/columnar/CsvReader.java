package io.ratemill.columnar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a CSV file: records are split first, then one wanted column after the other is read. */
final class CsvReader implements BatchReader {
  private static final int MOST_ROWS = 4096;

  /** Days are kept per distinct text, up to so many texts. */
  private static final int MOST_DAY_TEXTS = 1 << 16;

  private final String file;
  private final List<String> columns;
  private final List<Wanted> wanted;
  private final CsvRecords records;
  private final int[] slots;
  private final Batch batch;
  private final TextDictionary[] dayTexts;
  private final int[][] dayOfText;
  private byte[] scratch = new byte[256];

  CsvReader(String file, List<String> columns, List<Wanted> wanted, CsvRecords records) {
    this.file = file;
    this.columns = columns;
    this.wanted = List.copyOf(wanted);
    this.records = records;
    this.batch = new Batch(this.wanted, MOST_ROWS);
    this.slots = new int[columns.size()];
    this.dayTexts = new TextDictionary[this.wanted.size()];
    this.dayOfText = new int[this.wanted.size()][];
    Arrays.fill(slots, -1);
    int slotCount = 0;
    for (int i = 0; i < this.wanted.size(); i++) {
      Wanted one = this.wanted.get(i);
      if (slots[one.column()] < 0) {
        slots[one.column()] = slotCount++;
      }
      if (one.kind() == ColumnKind.DAY) {
        dayTexts[i] = new TextDictionary();
        dayOfText[i] = new int[64];
      }
    }
    records.choose(slots, slotCount, MOST_ROWS);
  }

  /** The batch that is filled again and again. */
  Batch batch() {
    return batch;
  }

  @Override
  public @Nullable Batch next() throws IOException {
    int rows = records.split(MOST_ROWS);
    if (rows == 0) {
      return null;
    }
    long firstRecord = records.record() - rows + 1;
    batch.fill(firstRecord - 2, rows);
    for (int i = 0; i < wanted.size(); i++) {
      int slot = slots[wanted.get(i).column()];
      int[] starts = records.starts(slot);
      int[] ends = records.ends(slot);
      switch (wanted.get(i).kind()) {
        case TEXT -> texts(i, starts, ends, rows);
        case DECIMAL -> decimals(i, starts, ends, rows);
        case DAY -> days(i, starts, ends, rows);
      }
    }
    return batch;
  }

  private void texts(int i, int[] starts, int[] ends, int rows) throws UnreadableException {
    byte[] data = records.buffer();
    int[] ids = batch.text(i).ids();
    TextDictionary dictionary = batch.text(i).dictionary();
    int row = 0;
    try {
      for (; row < rows; row++) {
        int from = starts[row];
        int place = ends[row];
        int to = place >> CsvRecords.FLAG_BITS;
        if (from == to || ((place & CsvRecords.QUOTED) == 0 && Cells.isNull(data, from, to))) {
          ids[row] = TextColumn.NULL;
        } else if ((place & CsvRecords.DOUBLED) == 0) {
          ids[row] = dictionary.id(data, from, to);
        } else {
          int length = plain(data, from, to);
          ids[row] = dictionary.id(scratch, 0, length);
        }
      }
    } catch (CellException e) {
      throw unreadable(i, row, starts, ends, rows, e);
    }
  }

  private void decimals(int i, int[] starts, int[] ends, int rows) throws UnreadableException {
    byte[] data = records.buffer();
    DecimalColumn column = batch.decimal(i);
    int row = 0;
    try {
      for (; row < rows; row++) {
        DecimalParser.parse(data, starts[row], ends[row] >> CsvRecords.FLAG_BITS, column, row);
      }
    } catch (CellException e) {
      throw unreadable(i, row, starts, ends, rows, e);
    }
  }

  private void days(int i, int[] starts, int[] ends, int rows) throws UnreadableException {
    byte[] data = records.buffer();
    int[] days = batch.day(i).days();
    TextDictionary texts = dayTexts[i];
    int row = 0;
    try {
      for (; row < rows; row++) {
        int from = starts[row];
        int to = ends[row] >> CsvRecords.FLAG_BITS;
        int known = texts.size();
        int id = texts.id(data, from, to);
        if (id == known) {
          if (id == dayOfText[i].length) {
            dayOfText[i] = Arrays.copyOf(dayOfText[i], id * 2);
          }
          dayOfText[i][id] = DayParser.parse(data, from, to);
          if (id == MOST_DAY_TEXTS) {
            days[row] = dayOfText[i][id];
            texts.clear();
            continue;
          }
        }
        days[row] = dayOfText[i][id];
      }
    } catch (CellException e) {
      throw unreadable(i, row, starts, ends, rows, e);
    }
  }

  /** Puts a cell with doubled quotes into the scratch array as it was meant; returns its length. */
  private int plain(byte[] data, int from, int to) {
    if (scratch.length < to - from) {
      scratch = new byte[Math.max(to - from, scratch.length * 2)];
    }
    return CsvRecords.undouble(data, from, to, scratch);
  }

  private UnreadableException unreadable(
      int i, int row, int[] starts, int[] ends, int rows, CellException e) {
    int from = starts[row];
    int length = (ends[row] >> CsvRecords.FLAG_BITS) - from;
    return UnreadableException.cell(
            file,
            records.record() - rows + 1 + row,
            columns.get(wanted.get(i).column()),
            new String(records.buffer(), from, length, StandardCharsets.UTF_8),
            e.reason())
        .causedBy(e);
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
