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
    this.dayTexts = new TextDictionary[this.wanted.size()];
    this.dayOfText = new int[this.wanted.size()][];
    int kept = 0;
    for (int i = 0; i < this.wanted.size(); i++) {
      Wanted one = this.wanted.get(i);
      kept = Math.max(kept, one.column() + 1);
      if (one.kind() == ColumnKind.DAY) {
        dayTexts[i] = new TextDictionary();
        dayOfText[i] = new int[64];
      }
    }
    records.keep(MOST_ROWS, kept);
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
      switch (wanted.get(i).kind()) {
        case TEXT -> texts(i, rows);
        case DECIMAL -> decimals(i, rows);
        case DAY -> days(i, rows);
      }
    }
    return batch;
  }

  private void texts(int i, int rows) throws UnreadableException {
    byte[] data = records.buffer();
    int[] ids = batch.text(i).ids();
    TextDictionary dictionary = batch.text(i).dictionary();
    int[] places = records.cells().places();
    int stride = records.cells().stride();
    int place = wanted.get(i).column();
    int row = 0;
    try {
      for (; row < rows; row++, place += stride) {
        int from = CsvSplitter.start(places, place);
        int to = CsvSplitter.end(places, place);
        if (from == to || (!CsvSplitter.isQuoted(places, place) && Cells.isNull(data, from, to))) {
          ids[row] = TextColumn.NULL;
        } else if (!CsvSplitter.isDoubled(places, place)) {
          ids[row] = dictionary.id(data, from, to);
        } else {
          int length = plain(data, from, to);
          ids[row] = dictionary.id(scratch, 0, length);
        }
      }
    } catch (CellException e) {
      throw unreadable(i, row, rows, e);
    }
  }

  private void decimals(int i, int rows) throws UnreadableException {
    byte[] data = records.buffer();
    DecimalColumn column = batch.decimal(i);
    int[] places = records.cells().places();
    int stride = records.cells().stride();
    int place = wanted.get(i).column();
    int row = 0;
    try {
      for (; row < rows; row++, place += stride) {
        int from = CsvSplitter.start(places, place);
        int to = CsvSplitter.end(places, place);
        DecimalParser.parse(data, from, to, column, row);
      }
    } catch (CellException e) {
      throw unreadable(i, row, rows, e);
    }
  }

  private void days(int i, int rows) throws UnreadableException {
    byte[] data = records.buffer();
    int[] days = batch.day(i).days();
    TextDictionary texts = dayTexts[i];
    int[] places = records.cells().places();
    int stride = records.cells().stride();
    int place = wanted.get(i).column();
    int row = 0;
    try {
      for (; row < rows; row++, place += stride) {
        int from = CsvSplitter.start(places, place);
        int to = CsvSplitter.end(places, place);
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
      throw unreadable(i, row, rows, e);
    }
  }

  /** Puts a cell with doubled quotes into the scratch array as it was meant; returns its length. */
  private int plain(byte[] data, int from, int to) {
    if (scratch.length < to - from) {
      scratch = new byte[Math.max(to - from, scratch.length * 2)];
    }
    return CsvRecords.undouble(data, from, to, scratch);
  }

  private UnreadableException unreadable(int i, int row, int rows, CellException e) {
    int[] places = records.cells().places();
    int place = row * records.cells().stride() + wanted.get(i).column();
    int from = CsvSplitter.start(places, place);
    int to = CsvSplitter.end(places, place);
    return UnreadableException.cell(
            file,
            records.record() - rows + 1 + row,
            columns.get(wanted.get(i).column()),
            new String(records.buffer(), from, to - from, StandardCharsets.UTF_8),
            e.reason())
        .causedBy(e);
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
