package io.ratemill.columnar;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.jspecify.annotations.Nullable;

/** Rows of a Parquet file; a batch never reaches over the end of a row group. */
final class ParquetReader implements BatchReader {
  private static final int MOST_ROWS = 8192;

  private final Bytes bytes;
  private final List<ParquetTable.Group> groups;
  private final int[] chunks;
  private final ParquetColumn[] columns;
  private final Batch batch;
  private int nextGroup;
  private long row;
  private long leftInGroup;

  ParquetReader(
      Bytes bytes, List<ParquetLeaf> leaves, List<ParquetTable.Group> groups, List<Wanted> wanted) {
    this.bytes = bytes;
    this.groups = groups;
    this.batch = new Batch(wanted, MOST_ROWS);
    this.chunks = new int[wanted.size()];
    this.columns = new ParquetColumn[wanted.size()];
    for (int i = 0; i < columns.length; i++) {
      ParquetLeaf leaf = leaves.get(wanted.get(i).column());
      CellWriter writer =
          switch (wanted.get(i).kind()) {
            case TEXT -> new TextWriter(batch.text(i), leaf.type());
            case DECIMAL -> new DecimalWriter(batch.decimal(i), leaf.type());
            case DAY -> new DayWriter(batch.day(i), leaf.type());
          };
      chunks[i] = leaf.chunk();
      columns[i] = new ParquetColumn(bytes, leaf, writer, MOST_ROWS);
    }
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
      if (chunks[i] >= all.size()) {
        throw UnreadableException.file(
            bytes.name(),
            "a row group has fewer columns than the schema: the file is damaged; fetch or deliver"
                + " it again");
      }
      columns[i].open(all.get(chunks[i]), leftInGroup);
    }
  }

  @Override
  public void close() {}
}
