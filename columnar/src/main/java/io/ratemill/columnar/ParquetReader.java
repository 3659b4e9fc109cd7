package io.ratemill.columnar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.jspecify.annotations.Nullable;

/** Rows of a Parquet file; a batch never reaches over the end of a row group. */
final class ParquetReader implements BatchReader {
  private static final int MOST_ROWS = 8192;

  private final Bytes bytes;
  private final List<ParquetTable.Group> groups;
  private final List<ParquetLeaf> leaves;
  private final ParquetColumn[] columns;
  private final List<ColumnScratch> scratches = new ArrayList<>();
  private final Batch batch;
  private final @Nullable ParquetElements elements;
  private int nextGroup;
  private long row;
  private long leftInGroup;

  /**
   * Makes a reader.
   *
   * @param leaves the leaf of each column wanted
   * @param elements elements of a list to be read along with the rows, or null
   */
  ParquetReader(
      Bytes bytes,
      List<ParquetLeaf> leaves,
      List<ParquetTable.Group> groups,
      List<Wanted> wanted,
      @Nullable ParquetElements elements) {
    this.bytes = bytes;
    this.groups = groups;
    this.leaves = leaves;
    this.elements = elements;
    this.batch = new Batch(wanted, MOST_ROWS);
    this.columns = new ParquetColumn[wanted.size()];
    for (int i = 0; i < columns.length; i++) {
      ParquetLeaf leaf = leaves.get(i);
      ColumnScratch scratch = ColumnScratch.take();
      scratches.add(scratch);
      CellWriter writer = writer(batch, i, wanted.get(i).kind(), leaf, scratch);
      columns[i] = new ParquetColumn(bytes, leaf, writer, scratch, MOST_ROWS);
    }
  }

  /** Writes the values of a leaf into a column of a batch. */
  static CellWriter writer(
      Batch batch, int column, ColumnKind kind, ParquetLeaf leaf, ColumnScratch scratch) {
    return switch (kind) {
      case TEXT -> new TextWriter(batch.text(column), leaf.type());
      case DECIMAL -> new DecimalWriter(batch.decimal(column), leaf.type(), scratch);
      case DAY -> new DayWriter(batch.day(column), leaf.type());
    };
  }

  /** The batch that is filled again and again. */
  Batch batch() {
    return batch;
  }

  @Override
  public @Nullable Batch next() throws IOException {
    if (leftInGroup == 0) {
      if (nextGroup == groups.size()) {
        return null;
      }
      openGroup(groups.get(nextGroup++));
    }
    int rows = (int) Math.min(MOST_ROWS, leftInGroup);
    for (ParquetColumn column : columns) {
      column.read(rows, row);
    }
    if (elements != null) {
      elements.read(rows, row);
    }
    batch.fill(row, rows);
    row += rows;
    leftInGroup -= rows;
    return batch;
  }

  private void openGroup(ParquetTable.Group group) throws IOException {
    row = group.firstRow();
    leftInGroup = group.content().getNum_rows();
    List<ColumnChunk> all = group.content().getColumns();
    for (int i = 0; i < columns.length; i++) {
      columns[i].open(chunk(bytes.name(), all, leaves.get(i)), leftInGroup);
    }
    if (elements != null) {
      elements.open(all, leftInGroup);
    }
  }

  /** The chunk of a leaf among those of a row group. */
  static ColumnChunk chunk(String file, List<ColumnChunk> all, ParquetLeaf leaf)
      throws UnreadableException {
    if (leaf.chunk() >= all.size()) {
      throw UnreadableException.file(
          file,
          "a row group has fewer columns than the schema: the file is damaged; fetch or deliver"
              + " it again");
    }
    return all.get(leaf.chunk());
  }

  @Override
  public void close() {
    if (elements != null) {
      elements.close();
    }
    ColumnScratch.leave(scratches);
  }
}
