package io.ratemill.benchmarks;

import io.ratemill.columnar.Batch;
import io.ratemill.columnar.BatchReader;
import io.ratemill.columnar.Bytes;
import io.ratemill.columnar.ColumnKind;
import io.ratemill.columnar.DayColumn;
import io.ratemill.columnar.DecimalColumn;
import io.ratemill.columnar.Table;
import io.ratemill.columnar.Tables;
import io.ratemill.columnar.TextColumn;
import io.ratemill.columnar.Wanted;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Every cell of a file of {@link EncodedFile}, read by the engine's decoder and by the column
 * readers of parquet-java.
 *
 * <p>Shape: reading for speed adds up something of each cell, so that none is skipped; reading for
 * comparison makes a number of each column that depends on every cell and its place.
 */
final class EncodedReads {
  private static final List<ColumnDescriptor> COLUMNS = EncodedFile.SCHEMA.getColumns();
  private static final int DECIMAL_SCALE = 10;
  private static final long DAY_MILLIS = 86_400_000L;
  private static final long ABSENT = 0x5DEECE66DL;

  private EncodedReads() {}

  /** What is done with each cell that is there. */
  private interface Cells {
    long of(ColumnReader reader, ColumnDescriptor column);
  }

  /** Our decoder: ids of texts, exact decimals, days. */
  static long ours(Path file) throws IOException {
    long sum = 0;
    try (Bytes bytes = Bytes.of(file);
        Table table = Tables.parquet(bytes);
        BatchReader reader = table.read(wanted())) {
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        for (int c = 0; c < COLUMNS.size(); c++) {
          sum += added(batch, c);
        }
      }
    }
    return sum;
  }

  private static long added(Batch batch, int column) {
    int rows = batch.rows();
    long sum = 0;
    switch (kind(COLUMNS.get(column))) {
      case TEXT -> {
        int[] ids = batch.text(column).ids();
        for (int row = 0; row < rows; row++) {
          sum += ids[row];
        }
      }
      case DECIMAL -> {
        DecimalColumn decimals = batch.decimal(column);
        for (int row = 0; row < rows; row++) {
          sum += decimals.low()[row];
        }
      }
      case DAY -> {
        int[] days = batch.day(column).days();
        for (int row = 0; row < rows; row++) {
          sum += days[row];
        }
      }
    }
    return sum;
  }

  /** The library: shared texts, doubles and unscaled longs as they are stored, days. */
  static long theirs(Path file) throws IOException {
    return Arrays.stream(
            theirs(
                file,
                (reader, column) ->
                    switch (kind(column)) {
                      case TEXT -> reader.getBinary().length();
                      case DAY -> day(reader);
                      case DECIMAL ->
                          isDouble(column)
                              ? Double.doubleToRawLongBits(reader.getDouble())
                              : reader.getLong();
                    }))
        .sum();
  }

  /** Of each column a number that depends on each cell. */
  static long[] ourCells(Path file) throws IOException {
    long[] columns = new long[COLUMNS.size()];
    try (Bytes bytes = Bytes.of(file);
        Table table = Tables.parquet(bytes);
        BatchReader reader = table.read(wanted())) {
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        for (int c = 0; c < columns.length; c++) {
          for (int row = 0; row < batch.rows(); row++) {
            columns[c] = columns[c] * 31 + ourCell(batch, c, row);
          }
        }
      }
    }
    return columns;
  }

  private static long ourCell(Batch batch, int column, int row) {
    return switch (kind(COLUMNS.get(column))) {
      case TEXT -> {
        int id = batch.text(column).ids()[row];
        yield id == TextColumn.NULL ? ABSENT : batch.text(column).dictionary().text(id).hashCode();
      }
      case DECIMAL -> {
        DecimalColumn decimals = batch.decimal(column);
        yield decimals.state()[row] == DecimalColumn.NULL
            ? ABSENT
            : number(COLUMNS.get(column), decimals.value(row));
      }
      case DAY -> {
        int day = batch.day(column).days()[row];
        yield day == DayColumn.NULL ? ABSENT : day;
      }
    };
  }

  /** The same of the library's cells. */
  static long[] theirCells(Path file) throws IOException {
    return theirs(
        file,
        (reader, column) ->
            switch (kind(column)) {
              case TEXT -> reader.getBinary().toStringUsingUTF8().hashCode();
              case DAY -> day(reader);
              case DECIMAL ->
                  isDouble(column)
                      ? Double.doubleToLongBits(reader.getDouble())
                      : number(column, BigDecimal.valueOf(reader.getLong(), DECIMAL_SCALE));
            });
  }

  private static long number(ColumnDescriptor column, BigDecimal value) {
    return isDouble(column)
        ? Double.doubleToLongBits(value.doubleValue())
        : value.stripTrailingZeros().hashCode();
  }

  private static long day(ColumnReader reader) {
    return Math.floorDiv(reader.getLong(), DAY_MILLIS);
  }

  private static long[] theirs(Path file, Cells cells) throws IOException {
    long[] columns = new long[COLUMNS.size()];
    try (ParquetFileReader reader = open(file)) {
      String createdBy = reader.getFileMetaData().getCreatedBy();
      for (PageReadStore group = reader.readNextRowGroup();
          group != null;
          group = reader.readNextRowGroup()) {
        ColumnReadStoreImpl store =
            new ColumnReadStoreImpl(
                group,
                new DummyRecordConverter(EncodedFile.SCHEMA).getRootConverter(),
                EncodedFile.SCHEMA,
                createdBy);
        for (int c = 0; c < columns.length; c++) {
          columns[c] = chunk(store, COLUMNS.get(c), group.getRowCount(), cells, columns[c]);
        }
      }
    }
    return columns;
  }

  private static long chunk(
      ColumnReadStoreImpl store, ColumnDescriptor column, long rows, Cells cells, long before) {
    ColumnReader reader = store.getColumnReader(column);
    long number = before;
    for (long left = rows; left > 0; left--) {
      boolean there = reader.getCurrentDefinitionLevel() == column.getMaxDefinitionLevel();
      number = number * 31 + (there ? cells.of(reader, column) : ABSENT);
      reader.consume();
    }
    return number;
  }

  /** The encodings that a file says it has. */
  static Set<Encoding> encodings(Path file) throws IOException {
    Set<Encoding> encodings = new TreeSet<>();
    try (ParquetFileReader reader = open(file)) {
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        for (ColumnChunkMetaData chunk : block.getColumns()) {
          encodings.addAll(chunk.getEncodings());
        }
      }
    }
    return encodings;
  }

  private static ParquetFileReader open(Path file) throws IOException {
    return ParquetFileReader.open(
        new LocalInputFile(file),
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
  }

  private static List<Wanted> wanted() {
    List<Wanted> wanted = new ArrayList<>();
    for (ColumnDescriptor column : COLUMNS) {
      wanted.add(new Wanted(wanted.size(), kind(column)));
    }
    return wanted;
  }

  private static ColumnKind kind(ColumnDescriptor column) {
    return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
      case BINARY -> ColumnKind.TEXT;
      case DOUBLE -> ColumnKind.DECIMAL;
      default -> column.getPath()[0].equals("start") ? ColumnKind.DAY : ColumnKind.DECIMAL;
    };
  }

  private static boolean isDouble(ColumnDescriptor column) {
    return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE;
  }
}
