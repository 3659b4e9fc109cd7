package io.ratemill.columnar;

import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * What a data page of a Parquet column holds, read from front to back: the levels of its values,
 * and these or their entries in the dictionary.
 *
 * <p>Errors. {@link PageException} for what is damaged or not read.
 */
final class DataPage {
  /** Before the first page: there are no values. */
  static final DataPage NONE = new DataPage(null, null, null, null);

  private final @Nullable Levels repeats;
  private final @Nullable Levels levels;
  private final @Nullable Hybrid entries;
  private final @Nullable PageValues values;

  private DataPage(
      @Nullable Levels repeats,
      @Nullable Levels levels,
      @Nullable Hybrid entries,
      @Nullable PageValues values) {
    this.repeats = repeats;
    this.levels = levels;
    this.entries = entries;
    this.values = values;
  }

  /** A page of the first version, the one that {@link ChunkPages} is at. */
  static DataPage open(
      ChunkPages pages, ParquetLeaf leaf, DataPageHeader header, boolean hasDictionary)
      throws PageException {
    byte[] body = pages.body();
    int from = pages.bodyStart();
    int end = pages.bodyEnd();
    int count = header.getNum_values();
    Levels repeats = null;
    Levels levels = null;
    if (leaf.isInList()) {
      Encoding encoding = header.getRepetition_level_encoding();
      int levelsEnd = levelsEnd(encoding, body, from, end, 1, count);
      repeats = levels(encoding, body, from, levelsEnd, 1, count);
      from = levelsEnd;
    }
    int greatest = leaf.greatestLevel();
    if (greatest > 0) {
      Encoding encoding = header.getDefinition_level_encoding();
      int levelsEnd = levelsEnd(encoding, body, from, end, greatest, count);
      levels = levels(encoding, body, from, levelsEnd, greatest, count);
      from = levelsEnd;
    }
    Encoding encoding = header.getEncoding();
    return open(repeats, levels, encoding, pages, from, count, leaf.type(), hasDictionary);
  }

  /** A page of the second version, the one that {@link ChunkPages} is at. */
  static DataPage open(
      ChunkPages pages, ParquetLeaf leaf, DataPageHeaderV2 header, boolean hasDictionary)
      throws PageException {
    int from = pages.bodyStart() + header.getRepetition_levels_byte_length();
    int levelsEnd = from + header.getDefinition_levels_byte_length();
    Levels repeats = null;
    Levels levels = null;
    if (leaf.isInList() && pages.bodyStart() < from) {
      repeats = Levels.runs(pages.body(), pages.bodyStart(), from, 1);
    }
    // Without nulls some writers leave the levels out.
    if (leaf.greatestLevel() > 0 && (from < levelsEnd || header.getNum_nulls() > 0)) {
      levels = Levels.runs(pages.body(), from, levelsEnd, leaf.greatestLevel());
    }
    int count = header.getNum_values();
    Encoding encoding = header.getEncoding();
    return open(repeats, levels, encoding, pages, levelsEnd, count, leaf.type(), hasDictionary);
  }

  private static DataPage open(
      @Nullable Levels repeats,
      @Nullable Levels levels,
      Encoding encoding,
      ChunkPages pages,
      int from,
      int count,
      ParquetType type,
      boolean hasDictionary)
      throws PageException {
    byte[] body = pages.body();
    int end = pages.bodyEnd();
    if (encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY) {
      if (!hasDictionary) {
        throw PageException.damaged("a page needs a dictionary and there is none");
      }
      // A page of nulls alone may leave out even the bit width.
      int width = from < end ? body[from] : 0;
      Hybrid entries = new Hybrid(body, Math.min(from + 1, end), end, width);
      return new DataPage(repeats, levels, entries, null);
    }
    return new DataPage(repeats, levels, null, values(encoding, body, from, end, type, count));
  }

  private static Levels levels(
      Encoding encoding, byte[] body, int from, int levelsEnd, int greatest, int count)
      throws PageException {
    return encoding == Encoding.RLE
        ? Levels.runs(body, from + 4, levelsEnd, greatest)
        : Levels.bits(body, from, greatest, count);
  }

  private static int levelsEnd(
      Encoding encoding, byte[] body, int from, int end, int greatest, int count)
      throws PageException {
    switch (encoding) {
      case RLE -> {
        return BooleanRuns.runsEnd(body, from, end);
      }
      case BIT_PACKED -> {
        long length = Levels.bitsLength(greatest, count);
        if (length > end - from) {
          throw PageException.damaged("levels longer than their page");
        }
        return from + (int) length;
      }
      default -> throw PageException.notRead("levels in " + encoding);
    }
  }

  private static PageValues values(
      Encoding encoding, byte[] body, int from, int end, ParquetType type, int most)
      throws PageException {
    return switch (encoding) {
      case PLAIN -> new PlainValues(body, from, end, type);
      case RLE -> {
        if (type.physical() != Type.BOOLEAN) {
          throw PageException.notRead("encoding RLE of " + type.physical());
        }
        yield new BooleanRuns(body, from, end);
      }
      case DELTA_BINARY_PACKED -> {
        if (!type.isNumeric()) {
          throw PageException.notRead("encoding DELTA_BINARY_PACKED of " + type.physical());
        }
        yield new DeltaNumbers(body, from, end, type.physical(), most);
      }
      case DELTA_LENGTH_BYTE_ARRAY -> DeltaTexts.whole(body, from, end, most);
      case DELTA_BYTE_ARRAY -> DeltaTexts.sharingPrefixes(body, from, end, most);
      case BYTE_STREAM_SPLIT -> new SplitValues(body, from, end, type);
      case PLAIN_DICTIONARY, RLE_DICTIONARY, BIT_PACKED ->
          throw PageException.notRead("encoding " + encoding);
    };
  }

  /** The repetition levels, in lists only: 0 where a row begins; null if all are. */
  @Nullable Levels repeats() {
    return repeats;
  }

  /** The definition levels; null if all values are there. */
  @Nullable Levels levels() {
    return levels;
  }

  /** Whether its values are entries of the dictionary. */
  boolean hasEntries() {
    return entries != null;
  }

  /** The entries of the next values that are there. */
  void readEntries(int[] into, int count) throws PageException {
    if (entries == null) {
      throw new IllegalStateException("the page has values of its own");
    }
    entries.read(into, count);
  }

  /** The next values that are there. */
  void readValues(Values into, int count) throws PageException {
    if (values == null) {
      throw new IllegalStateException("the page has no values of its own");
    }
    values.read(into, count);
  }
}
