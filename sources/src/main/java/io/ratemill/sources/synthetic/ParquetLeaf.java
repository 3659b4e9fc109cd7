package io.ratemill.sources.synthetic;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/**
 * The values of one leaf column in the row group that is being written.
 *
 * <p>Shape: dictionary ids while the dictionary stays small, plain values from then on, in pages of
 * the first version. Only finished, compressed pages stay in memory. Source: Parquet format.
 */
final class ParquetLeaf {
  private static final int PAGE_ROWS = 20_000;
  private static final int PAGE_BYTES = 1 << 20;
  private static final int DICTIONARY_BYTES = 1 << 20;

  private final List<String> path;
  private final ParquetForm form;
  private final int maxDefinition;
  private final int maxRepetition;
  private final Cell.Repeats repeats;
  private final PageCodec codec;

  private final ValueDictionary dictionary;
  private boolean inDictionary;
  private int[] idOfCode = new int[0];

  private int[] definitions = new int[PAGE_ROWS];
  private int[] repetitions = new int[0];
  private int[] ids = new int[PAGE_ROWS];
  private int levels;
  private int present;
  private int rows;
  private final PageBuffer plain = new PageBuffer();

  private final PageBuffer page = new PageBuffer();
  private final PageBuffer levelBytes = new PageBuffer();
  private final List<byte[]> pages = new ArrayList<>();
  private final Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
  private long values;
  private long compressedBytes;
  private long uncompressedBytes;

  /**
   * @param maxDefinition definition level of a value that is there
   * @param maxRepetition 1 inside a repeated group, else 0
   */
  ParquetLeaf(
      List<String> path,
      ParquetForm form,
      int maxDefinition,
      int maxRepetition,
      Cell.Repeats repeats,
      PageCodec codec) {
    this.path = List.copyOf(path);
    this.form = form;
    this.maxDefinition = maxDefinition;
    this.maxRepetition = maxRepetition;
    this.repeats = repeats;
    this.codec = codec;
    dictionary = new ValueDictionary(form);
    inDictionary = repeats == Cell.Repeats.OFTEN;
  }

  /** Bytes that the row group's finished pages hold in memory. */
  long heldBytes() {
    return compressedBytes + dictionary.plain().size();
  }

  /** Appends a value that is not there. */
  void absent(int repetition, int definition) {
    level(repetition, definition);
  }

  /** Appends a value. */
  void value(int repetition, byte[] bytes, int from, int length) throws IOException {
    level(repetition, maxDefinition);
    if (inDictionary) {
      id(dictionary.id(bytes, from, length));
    } else {
      form.plain(plain, bytes, from, length);
      present++;
    }
  }

  /** Appends a value that is told by a code, so that it is looked up only once. */
  void coded(int repetition, int code, byte[] value) throws IOException {
    if (!inDictionary) {
      value(repetition, value, 0, value.length);
      return;
    }
    level(repetition, maxDefinition);
    if (code >= idOfCode.length) {
      int old = idOfCode.length;
      idOfCode = Arrays.copyOf(idOfCode, Math.max(code + 1, old * 2));
      Arrays.fill(idOfCode, old, idOfCode.length, -1);
    }
    if (idOfCode[code] < 0) {
      idOfCode[code] = dictionary.id(value, 0, value.length);
    }
    id(idOfCode[code]);
  }

  private void id(int id) {
    if (present == ids.length) {
      ids = Arrays.copyOf(ids, present * 2);
    }
    ids[present++] = id;
  }

  private void level(int repetition, int definition) {
    if (levels == definitions.length) {
      definitions = Arrays.copyOf(definitions, levels * 2);
    }
    if (maxRepetition > 0) {
      if (repetitions.length < definitions.length) {
        repetitions = Arrays.copyOf(repetitions, definitions.length);
      }
      repetitions[levels] = repetition;
    }
    definitions[levels++] = definition;
  }

  /** Ends a row; pages end with rows. */
  void endRow() throws IOException {
    rows++;
    boolean tooManyValues = inDictionary && dictionary.plain().size() > DICTIONARY_BYTES;
    if (rows >= PAGE_ROWS || plain.size() > PAGE_BYTES || tooManyValues) {
      finishPage();
      if (tooManyValues) {
        inDictionary = false;
      }
    }
  }

  private void finishPage() throws IOException {
    if (levels == 0) {
      return;
    }
    page.clear();
    if (maxRepetition > 0) {
      levels(repetitions, maxRepetition);
    }
    levels(definitions, maxDefinition);
    Encoding encoding = Encoding.PLAIN;
    if (inDictionary && dictionary.count() > 0) {
      encoding = Encoding.PLAIN_DICTIONARY;
      int width = 32 - Integer.numberOfLeadingZeros(dictionary.count() - 1);
      page.write(width);
      page.runs(ids, present, width);
    } else {
      page.write(plain.array(), 0, plain.size());
    }
    encodings.add(encoding);
    encodings.add(Encoding.RLE);
    PageHeader header = new PageHeader();
    header.setType(PageType.DATA_PAGE);
    header.setData_page_header(new DataPageHeader(levels, encoding, Encoding.RLE, Encoding.RLE));
    pages.add(finish(header, page));
    values += levels;
    levels = 0;
    present = 0;
    rows = 0;
    plain.clear();
  }

  private void levels(int[] each, int max) {
    levelBytes.clear();
    levelBytes.runs(each, levels, 32 - Integer.numberOfLeadingZeros(max));
    page.number(levelBytes.size(), 4);
    page.write(levelBytes.array(), 0, levelBytes.size());
  }

  /** A page with its header, compressed and counted. */
  private byte[] finish(PageHeader header, PageBuffer content) throws IOException {
    byte[] compressed = codec.compress(content);
    header.setUncompressed_page_size(content.size());
    header.setCompressed_page_size(compressed.length);
    PageBuffer whole = new PageBuffer();
    Util.writePageHeader(header, whole);
    uncompressedBytes += whole.size() + content.size();
    whole.write(compressed, 0, compressed.length);
    compressedBytes += whole.size();
    return whole.copy();
  }

  /**
   * Writes the chunk of the row group and starts the next one.
   *
   * @param position where in the file it starts
   */
  ColumnChunk finishChunk(OutputStream out, long position) throws IOException {
    finishPage();
    int dictionaryBytes = 0;
    if (dictionary.count() > 0) {
      PageHeader header = new PageHeader();
      header.setType(PageType.DICTIONARY_PAGE);
      header.setDictionary_page_header(
          new DictionaryPageHeader(dictionary.count(), Encoding.PLAIN_DICTIONARY));
      byte[] first = finish(header, dictionary.plain());
      dictionaryBytes = first.length;
      out.write(first);
    }
    for (byte[] each : pages) {
      out.write(each);
    }
    ColumnMetaData meta =
        new ColumnMetaData(
            form.type(),
            List.copyOf(encodings),
            path,
            codec.format(),
            values,
            uncompressedBytes,
            compressedBytes,
            position + dictionaryBytes);
    if (dictionaryBytes > 0) {
      meta.setDictionary_page_offset(position);
    }
    ColumnChunk chunk = new ColumnChunk(position);
    chunk.setMeta_data(meta);
    reset();
    return chunk;
  }

  private void reset() {
    dictionary.clear();
    inDictionary = repeats == Cell.Repeats.OFTEN;
    Arrays.fill(idOfCode, -1);
    pages.clear();
    encodings.clear();
    values = 0;
    compressedBytes = 0;
    uncompressedBytes = 0;
  }
}
