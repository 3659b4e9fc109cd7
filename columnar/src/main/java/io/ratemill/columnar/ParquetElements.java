package io.ratemill.columnar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;

/** The elements of one list in the rows of a Parquet file, read along with the rows. */
final class ParquetElements {
  private final String file;
  private final List<ParquetLeaf> fields;
  private final List<ParquetList> lists = new ArrayList<>();
  private final List<ColumnScratch> scratches = new ArrayList<>();
  private final Batch elements;

  /**
   * Makes a reader of some fields.
   *
   * @param fields the leaf of each column wanted, at least one
   */
  ParquetElements(Bytes bytes, List<ParquetLeaf> fields, List<Wanted> wanted) {
    this.file = bytes.name();
    this.fields = fields;
    this.elements = new Batch(wanted, 0);
    for (int i = 0; i < fields.size(); i++) {
      int place = i;
      ColumnScratch scratch = ColumnScratch.take();
      scratches.add(scratch);
      ParquetColumn column =
          new ParquetColumn(
              bytes,
              fields.get(i),
              ParquetReader.writer(elements, i, wanted.get(i).kind(), fields.get(i), scratch),
              scratch,
              0);
      lists.add(
          new ParquetList(
              file, fields.get(i), column, capacity -> elements.reserve(place, capacity)));
    }
  }

  /** Goes on to the chunks of the next row group. */
  void open(List<ColumnChunk> chunks, long count) throws IOException {
    for (int i = 0; i < lists.size(); i++) {
      lists.get(i).open(ParquetReader.chunk(file, chunks, fields.get(i)), count);
    }
  }

  /** Reads the elements of the next rows. */
  void read(int count, long firstRow) throws IOException {
    int found = lists.get(0).read(count, firstRow);
    for (ParquetList list : lists.subList(1, lists.size())) {
      int more = list.read(count, firstRow);
      if (more != found || !Arrays.equals(list.counts(), 0, count, counts(), 0, count)) {
        throw UnreadableException.file(
            file,
            "the fields of list "
                + fields.get(0).list()
                + " have different numbers of elements: the file is damaged; deliver it again");
      }
    }
    elements.fill(firstRow, found);
  }

  /** These elements and the rows that they are in. */
  Nested in(ParquetReader reader) {
    return new Nested() {
      @Override
      public boolean next() throws IOException {
        return reader.next() != null;
      }

      @Override
      public Batch rows() {
        return reader.batch();
      }

      @Override
      public Batch elements() {
        return elements;
      }

      @Override
      public int[] counts() {
        return ParquetElements.this.counts();
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }

  void close() {
    ColumnScratch.leave(scratches);
  }

  private int[] counts() {
    return lists.get(0).counts();
  }
}
