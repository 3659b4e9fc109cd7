package io.ratemill.columnar;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.jspecify.annotations.Nullable;

/** Reads one wanted column of a Parquet file, one row group after the other, into its cells. */
final class ParquetColumn {
  /** A dictionary entry that cannot be read, kept until a row has it: it may be used by none. */
  private record BadEntry(String value, CellException why) {}

  private final Bytes bytes;
  private final String file;
  private final ParquetLeaf leaf;
  private final CellWriter writer;
  private final StoredCells cells;
  private final ChunkPages pages;
  private final Values values;
  private int[] levels;
  private int[] entries;
  private final Map<Integer, BadEntry> badEntries = new HashMap<>();

  /** In lists, the row of each element that is being read, for messages. */
  private int[] rowsOfElements = new int[0];

  /** Entries of the dictionary of this chunk, -1 if it has none; one more cell stands for null. */
  private int dictionarySize;

  /** Rows of the chunk that no page has given yet, and rows of the page not read yet. */
  private long leftInChunk;

  private int leftInPage;

  private DataPage page = DataPage.NONE;

  ParquetColumn(
      Bytes bytes, ParquetLeaf leaf, CellWriter writer, ColumnScratch scratch, int mostRows) {
    this.bytes = bytes;
    this.file = bytes.name();
    this.leaf = leaf;
    this.writer = writer;
    this.cells = new StoredCells(leaf.type());
    this.pages = scratch.pages;
    this.values = scratch.values;
    this.levels = new int[mostRows];
    this.entries = new int[mostRows];
  }

  /** Goes on to the chunk of the next row group. */
  void open(ColumnChunk chunk, long rows) throws IOException {
    try {
      if (chunk.isSetCrypto_metadata() || !chunk.isSetMeta_data()) {
        throw PageException.notRead("an encrypted column");
      }
      if (chunk.isSetFile_path()) {
        throw PageException.notRead("a column in another file (" + chunk.getFile_path() + ")");
      }
      ColumnMetaData data = chunk.getMeta_data();
      if (data.getType() != leaf.type().physical()
          || (!leaf.isInList() && data.getNum_values() != rows)
          || !String.join(".", data.getPath_in_schema()).equals(leaf.name())) {
        throw PageException.damaged("the row group does not fit the schema");
      }
      pages.open(bytes, data);
      dictionarySize = -1;
      leftInChunk = data.getNum_values();
      leftInPage = 0;
    } catch (PageException e) {
      throw unreadable(e);
    }
  }

  /**
   * Reads the next rows into the cells from row 0 on.
   *
   * @param firstRow the 0-based row of the file that becomes row 0, for messages
   */
  void read(int count, long firstRow) throws IOException {
    try {
      int done = 0;
      while (done < count) {
        openPage();
        int some = Math.min(count - done, leftInPage);
        readFromPage(some, done, firstRow);
        leftInPage -= some;
        done += some;
      }
    } catch (PageException e) {
      throw unreadable(e);
    } catch (IndexOutOfBoundsException e) {
      // Lengths inside a page are checked where it costs nothing; the rest shows here.
      throw unreadable(PageException.damaged("a length inside a page is wrong: " + e.getMessage()))
          .causedBy(e);
    }
  }

  /** Goes on to the next page with values if the last one is read. */
  private void openPage() throws IOException, PageException {
    while (leftInPage == 0) {
      nextPage();
    }
  }

  /** Whether the chunk has more values, which may be elements of the row read last. */
  boolean hasMore() {
    return leftInPage > 0 || leftInChunk > 0;
  }

  /**
   * Takes the levels of the next values of a list, of at least one and of at most one page.
   *
   * @return how many were taken
   */
  int takeLevels(int[] repeats, int[] definitions) throws IOException {
    try {
      openPage();
      int count = Math.min(leftInPage, repeats.length);
      Levels pageRepeats = page.repeats();
      if (pageRepeats == null) {
        Arrays.fill(repeats, 0, count, 0);
      } else {
        pageRepeats.read(repeats, count);
      }
      Levels pageLevels = page.levels();
      if (pageLevels == null) {
        // Only a page that says nothing of levels because all its values are there.
        Arrays.fill(definitions, 0, count, leaf.greatestLevel());
      } else {
        pageLevels.read(definitions, count);
      }
      leftInPage -= count;
      return count;
    } catch (PageException e) {
      throw unreadable(e);
    } catch (IndexOutOfBoundsException e) {
      throw unreadable(PageException.damaged("a length inside a page is wrong: " + e.getMessage()))
          .causedBy(e);
    }
  }

  /**
   * Reads the values of elements whose levels were taken, into the cells from an element on.
   *
   * @param rows the row of each, for messages
   * @param firstRow the 0-based row of the file that is row 0 of them
   */
  void readElements(int[] definitions, int[] rows, int count, int element, long firstRow)
      throws IOException {
    try {
      rowsOfElements = rows;
      if (levels.length < count) {
        levels = new int[count];
        entries = new int[count];
      }
      System.arraycopy(definitions, 0, levels, 0, count);
      place(count, countPresent(count), element, firstRow);
    } catch (PageException e) {
      throw unreadable(e);
    } catch (IndexOutOfBoundsException e) {
      throw unreadable(PageException.damaged("a length inside a page is wrong: " + e.getMessage()))
          .causedBy(e);
    }
  }

  private void readFromPage(int count, int row, long firstRow)
      throws PageException, UnreadableException {
    int present = count;
    Levels pageLevels = page.levels();
    if (pageLevels != null) {
      int run = pageLevels.passRun(count);
      if (run < 0) {
        pageLevels.read(levels, count);
        present = countPresent(count);
      } else if (run != leaf.greatestLevel()) {
        present = 0;
      }
    }
    place(count, present, row, firstRow);
  }

  private void place(int count, int present, int row, long firstRow)
      throws PageException, UnreadableException {
    if (present == 0) {
      writer.writeNulls(row, count);
    } else if (page.hasEntries()) {
      page.readEntries(entries, present);
      gather(count, present, row, firstRow);
    } else {
      page.readValues(values, present);
      write(count, present, row, firstRow);
    }
  }

  private int countPresent(int count) {
    int greatest = leaf.greatestLevel();
    int present = 0;
    for (int i = 0; i < count; i++) {
      present += levels[i] == greatest ? 1 : 0;
    }
    return present;
  }

  private void gather(int count, int present, int row, long firstRow)
      throws PageException, UnreadableException {
    int largest = 0;
    for (int i = 0; i < present; i++) {
      largest = Math.max(largest, entries[i]);
    }
    if (largest >= dictionarySize) {
      throw PageException.damaged("there is no dictionary entry " + largest);
    }
    if (present < count) {
      int from = present;
      for (int i = count - 1; i >= 0; i--) {
        entries[i] = levels[i] == leaf.greatestLevel() ? entries[--from] : dictionarySize;
      }
    }
    if (!badEntries.isEmpty()) {
      for (int i = 0; i < count; i++) {
        BadEntry bad = badEntries.get(entries[i]);
        if (bad != null) {
          throw unreadable(rowOfFile(firstRow, row, i), bad.value(), bad.why());
        }
      }
    }
    writer.gather(entries, count, row);
  }

  private void write(int count, int present, int row, long firstRow) throws UnreadableException {
    int at = 0;
    try {
      for (; at < present; at++) {
        if (at % TextDictionary.AHEAD == 0) {
          writer.bringNear(values, at, Math.min(present, at + TextDictionary.AHEAD));
        }
        writer.write(values, at, row + at);
      }
    } catch (CellException e) {
      int i = rowOfValue(at, present < count);
      throw unreadable(rowOfFile(firstRow, row, i), cells.shown(values, at), e);
    }
    if (present < count) {
      int from = present;
      for (int i = count - 1; i >= 0; i--) {
        if (levels[i] == leaf.greatestLevel()) {
          from--;
          if (from != i) {
            writer.move(row + from, row + i);
          }
        } else {
          writer.writeNulls(row + i, 1);
        }
      }
    }
  }

  private long rowOfFile(long firstRow, int row, int i) {
    return firstRow + (leaf.isInList() ? rowsOfElements[i] : row + i);
  }

  private int rowOfValue(int value, boolean hasNulls) {
    if (!hasNulls) {
      return value;
    }
    int passed = -1;
    int row = -1;
    while (passed < value) {
      row++;
      if (levels[row] == leaf.greatestLevel()) {
        passed++;
      }
    }
    return row;
  }

  private void nextPage() throws IOException, PageException {
    PageHeader header = pages.nextPage();
    switch (header.getType()) {
      case DICTIONARY_PAGE -> dictionary(required(header.getDictionary_page_header()));
      case DATA_PAGE -> {
        DataPageHeader data = required(header.getData_page_header());
        takeRows(data.getNum_values());
        page = DataPage.open(pages, leaf, data, dictionarySize >= 0);
      }
      case DATA_PAGE_V2 -> {
        DataPageHeaderV2 data = required(header.getData_page_header_v2());
        takeRows(data.getNum_values());
        page = DataPage.open(pages, leaf, data, dictionarySize >= 0);
      }
      case INDEX_PAGE -> leftInPage = 0;
    }
  }

  private static <T> T required(@Nullable T header) throws PageException {
    if (header == null) {
      throw PageException.damaged("a page header does not say what its type needs");
    }
    return header;
  }

  private void dictionary(DictionaryPageHeader header) throws PageException {
    Encoding encoding = header.getEncoding();
    if (encoding != Encoding.PLAIN && encoding != Encoding.PLAIN_DICTIONARY) {
      throw PageException.notRead("a dictionary in encoding " + encoding);
    }
    int size = header.getNum_values();
    if (size < 0 || size > 8L * (pages.bodyEnd() - pages.bodyStart())) {
      throw PageException.damaged("a dictionary of impossible size");
    }
    new PlainValues(pages.body(), pages.bodyStart(), pages.bodyEnd(), leaf.type())
        .read(values, size);
    dictionarySize = size;
    badEntries.clear();
    writer.openDictionary(size + 1);
    writer.defineNull(size);
    for (int i = 0; i < size; i++) {
      if (i % TextDictionary.AHEAD == 0) {
        writer.bringNear(values, i, Math.min(size, i + TextDictionary.AHEAD));
      }
      try {
        writer.defineEntry(values, i);
      } catch (CellException e) {
        writer.defineNull(i);
        badEntries.put(i, new BadEntry(cells.shown(values, i), e));
      }
    }
  }

  private void takeRows(int count) throws PageException {
    if (count < 0 || count > leftInChunk) {
      throw PageException.damaged("a page has more values than its chunk");
    }
    leftInChunk -= count;
    leftInPage = count;
  }

  private UnreadableException unreadable(PageException e) {
    return UnreadableException.column(file, leaf.name(), e.reason()).causedBy(e);
  }

  private UnreadableException unreadable(long row, String value, CellException e) {
    return UnreadableException.cell(file, row + 1, leaf.name(), value, e.reason()).causedBy(e);
  }
}
