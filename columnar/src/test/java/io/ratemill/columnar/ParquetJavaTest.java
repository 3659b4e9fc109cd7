package io.ratemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random tables written by the Parquet library, read back cell by cell. */
class ParquetJavaTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message bill {
            required binary few (STRING);
            optional binary many (STRING);
            optional binary growing (STRING);
            optional binary bare;
            required int32 i32;
            optional int64 i64;
            optional int32 dec32 (DECIMAL(9,3));
            optional int64 dec64 (DECIMAL(18,6));
            optional fixed_len_byte_array(16) dec128 (DECIMAL(38,18));
            optional fixed_len_byte_array(5) dec40 (DECIMAL(11,2));
            optional binary decBytes (DECIMAL(38,10));
            required double money;
            optional double noise;
            optional float real;
            optional boolean flag;
            optional int32 day (DATE);
            optional int64 millis (TIMESTAMP(MILLIS,true));
            optional int64 micros (TIMESTAMP(MICROS,false));
            optional int64 nanos (TIMESTAMP(NANOS,true));
            optional int96 old;
            optional int32 u32 (INTEGER(32,false));
            optional int64 u64 (INTEGER(64,false));
            optional binary amountText (STRING);
            optional binary dayText (STRING);
            optional group product {
              optional binary region (STRING);
              required int32 zone;
            }
            optional group tags (MAP) {
              repeated group key_value {
                required binary key (STRING);
                optional binary value (STRING);
              }
            }
            required int32 last;
          }
          """);

  private static final Set<Encoding> ENCODINGS = EnumSet.noneOf(Encoding.class);
  private static final int ROWS = 5_000;

  @TempDir Path folder;

  /** What one row must be read as: what was asked for, and each cell. */
  private final List<Wanted> wanted = new ArrayList<>();

  private final List<List<@Nullable Object>> expected = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "PARQUET_1_0, SNAPPY, true, false, 20000, 700",
    "PARQUET_1_0, ZSTD, true, false, 1000000, 4000",
    "PARQUET_1_0, UNCOMPRESSED, false, true, 40000, 1000",
    "PARQUET_2_0, SNAPPY, true, false, 20000, 700",
    "PARQUET_2_0, ZSTD, false, false, 1000000, 4000",
    "PARQUET_2_0, UNCOMPRESSED, true, true, 30000, 1000"
  })
  void everyCellIsTheOneTheLibraryWrote(
      WriterVersion version,
      CompressionCodecName codec,
      boolean dictionary,
      boolean split,
      long groupBytes,
      int pageBytes)
      throws IOException {
    Path file = folder.resolve("bill.parquet");
    ParquetConfiguration plain = new PlainParquetConfiguration();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(plain)
            .withType(SCHEMA)
            .withWriterVersion(version)
            .withCompressionCodec(codec)
            .withDictionaryEncoding(dictionary)
            .withDictionaryPageSize(3_000)
            .withByteStreamSplitEncoding(split)
            .withRowGroupSize(groupBytes)
            .withPageSize(pageBytes)
            .build()) {
      Random random = new Random(groupBytes + pageBytes);
      for (int i = 0; i < ROWS; i++) {
        writer.write(row(random, i));
      }
    }
    try (Bytes bytes = Bytes.of(file);
        Table table = Tables.parquet(bytes)) {
      assertThat(table.columns())
          .startsWith("few", "many")
          .endsWith("product.region", "product.zone", "last")
          .noneMatch(name -> name.startsWith("tags"));
      List<List<@Nullable Object>> read = Cellwise.rows(table, wanted);
      assertThat(read).hasSize(ROWS);
      for (int i = 0; i < ROWS; i++) {
        assertThat(read.get(i)).as("row %d", i).isEqualTo(expected.get(i));
      }
    }
    assertThatRangesGiveEachRowOnce(file);
    ENCODINGS.addAll(ParquetFiles.encodings(file));
  }

  @AfterAll
  static void everyEncodingWasMet() {
    assertThat(ENCODINGS)
        .contains(
            Encoding.PLAIN,
            Encoding.PLAIN_DICTIONARY,
            Encoding.RLE_DICTIONARY,
            Encoding.RLE,
            Encoding.DELTA_BINARY_PACKED,
            Encoding.DELTA_BYTE_ARRAY,
            Encoding.BYTE_STREAM_SPLIT);
  }

  private void assertThatRangesGiveEachRowOnce(Path file) throws IOException {
    try (Bytes bytes = Bytes.of(file)) {
      List<@Nullable Object> joined = new ArrayList<>();
      long step = bytes.length() / 5 + 1;
      for (long from = 0; from < bytes.length(); from += step) {
        try (Table table = Tables.parquet(bytes, from, from + step)) {
          int last = table.columns().size() - 1;
          try (BatchReader reader = table.read(List.of(new Wanted(last, ColumnKind.DECIMAL)))) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
              assertThat(batch.firstRow()).isEqualTo(joined.size());
              for (int row = 0; row < batch.rows(); row++) {
                joined.add(batch.decimal(0).value(row).intValueExact());
              }
            }
          }
        }
      }
      assertThat(joined).hasSize(ROWS).doesNotContainNull();
      for (int i = 0; i < ROWS; i++) {
        assertThat(joined.get(i)).isEqualTo(i);
      }
    }
  }

  private Group row(Random random, int i) {
    Group group = new SimpleGroupFactory(SCHEMA).newGroup();
    RowCells row = new RowCells(group, random);
    row.text("few", "service-" + random.nextInt(20));
    row.sometimes(
        9, () -> row.text("many", "id-" + random.nextLong() + "x".repeat(random.nextInt(9))));
    row.sometimes(2, () -> row.text("growing", i < 1_500 ? "v" + random.nextInt(40) : "v" + i));
    row.sometimes(9, () -> row.text("bare", "\u00fc" + random.nextInt(300)));
    row.number("i32", random.nextInt(), 0);
    row.sometimes(7, () -> row.number("i64", random.nextLong(), 0));
    row.sometimes(9, () -> row.number("dec32", random.nextInt(1_000_000_000) - 500_000_000, 3));
    row.sometimes(9, () -> row.number("dec64", random.nextLong() % 1_000_000_000_000_000_000L, 6));
    row.sometimes(
        9, () -> row.bytes("dec128", new BigInteger(random.nextInt(126), random), 18, 16));
    row.sometimes(9, () -> row.bytes("dec40", new BigInteger(36, random), 2, 5));
    row.sometimes(
        9, () -> row.bytes("decBytes", new BigInteger(random.nextInt(126), random), 10, 0));
    row.real("money", random.nextInt(1_000_000) / 10_000.0);
    row.sometimes(5, () -> row.real("noise", random.nextGaussian()));
    row.sometimes(5, () -> row.real32(random.nextInt(100_000) / 1000f));
    row.sometimes(5, () -> row.flag(random.nextInt(10) == 0));
    row.sometimes(9, () -> row.day(19_000 + random.nextInt(1_000)));
    row.sometimes(
        9,
        () -> row.time("millis", random.nextLong() % 4_000_000_000L * 1_000_000_000L, 1_000_000));
    row.sometimes(
        9, () -> row.time("micros", random.nextLong() % 4_000_000_000L * 1_000_000_000L, 1_000));
    row.sometimes(9, () -> row.time("nanos", random.nextLong() % 4_000_000_000_000_000_000L, 1));
    row.sometimes(9, () -> row.old(random.nextInt(40_000) - 10_000, random.nextInt(86_400)));
    row.sometimes(9, () -> row.unsigned32(random.nextInt()));
    row.sometimes(9, () -> row.unsigned64(random.nextLong()));
    row.sometimes(9, () -> row.amountText(random.nextInt() + "." + random.nextInt(1000)));
    row.sometimes(9, () -> row.dayText(LocalDate.ofEpochDay(random.nextInt(30_000))));
    if (random.nextInt(4) > 0) {
      Group product = group.addGroup("product");
      RowCells inner = new RowCells(product, random);
      inner.sometimes(3, () -> inner.text("region", "r" + random.nextInt(9)));
      inner.number("zone", random.nextInt(5), 0);
      row.take(inner, 2);
    } else {
      row.skip(2);
    }
    if (random.nextInt(3) > 0) {
      Group tags = group.addGroup("tags");
      for (int tag = random.nextInt(4); tag > 0; tag--) {
        tags.addGroup("key_value").append("key", "k" + tag).append("value", "v" + i);
      }
    }
    row.number("last", i, 0);
    assertThat(row.cells).hasSize(27);
    if (i == 0) {
      for (int column = 0; column < 27; column++) {
        wanted.add(new Wanted(column, KINDS.get(column)));
      }
      wanted.add(new Wanted(7, ColumnKind.TEXT));
    }
    List<@Nullable Object> cells = new ArrayList<>(row.cells);
    cells.add(row.dec64Text);
    expected.add(cells);
    return group;
  }

  private static final ColumnKind T = ColumnKind.TEXT;
  private static final ColumnKind N = ColumnKind.DECIMAL;
  private static final ColumnKind D = ColumnKind.DAY;
  private static final List<ColumnKind> KINDS =
      List.of(T, T, T, T, N, N, N, N, N, N, N, N, N, N, T, D, T, T, D, D, N, N, N, D, T, N, N);

  /** Writes one row and notes what it must be read as. */
  private static final class RowCells {
    private final Group group;
    private final Random random;
    private final List<@Nullable Object> cells = new ArrayList<>();
    private @Nullable String dec64Text;

    RowCells(Group group, Random random) {
      this.group = group;
      this.random = random;
    }

    void sometimes(int of, Runnable write) {
      if (random.nextInt(of) == 0) {
        cells.add(null);
      } else {
        write.run();
      }
    }

    void skip(int count) {
      for (int i = 0; i < count; i++) {
        cells.add(null);
      }
    }

    void take(RowCells inner, int count) {
      assertThat(inner.cells).hasSize(count);
      cells.addAll(inner.cells);
    }

    void text(String name, String value) {
      group.append(name, value);
      cells.add(value);
    }

    void amountText(String value) {
      group.append("amountText", value);
      cells.add(new BigDecimal(value).stripTrailingZeros());
    }

    void dayText(LocalDate value) {
      group.append("dayText", value + "T05:00:00Z");
      cells.add(value);
    }

    void number(String name, long unscaled, int scale) {
      if (name.equals("i32")
          || name.equals("dec32")
          || name.equals("zone")
          || name.equals("last")) {
        group.append(name, (int) unscaled);
      } else {
        group.append(name, unscaled);
      }
      if (name.equals("dec64")) {
        dec64Text = BigDecimal.valueOf(unscaled, scale).toPlainString();
      }
      cells.add(BigDecimal.valueOf(unscaled, scale).stripTrailingZeros());
    }

    void bytes(String name, BigInteger size, int scale, int length) {
      BigInteger unscaled = random.nextBoolean() ? size : size.negate();
      byte[] bytes = unscaled.toByteArray();
      if (length > 0) {
        byte[] fixed = new byte[length];
        Arrays.fill(fixed, (byte) (unscaled.signum() < 0 ? -1 : 0));
        System.arraycopy(bytes, 0, fixed, length - bytes.length, bytes.length);
        bytes = fixed;
      }
      group.append(name, Binary.fromConstantByteArray(bytes));
      cells.add(new BigDecimal(unscaled, scale).stripTrailingZeros());
    }

    void real(String name, double value) {
      group.append(name, value);
      cells.add(BruteShortest.of(value).stripTrailingZeros());
    }

    void real32(float value) {
      group.append("real", value);
      cells.add(new BigDecimal(Float.toString(value)).stripTrailingZeros());
    }

    void flag(boolean value) {
      group.append("flag", value);
      cells.add(Boolean.toString(value));
    }

    void day(int epochDay) {
      group.append("day", epochDay);
      cells.add(LocalDate.ofEpochDay(epochDay));
    }

    void time(String name, long nanos, long unit) {
      Instant time = Instant.ofEpochSecond(0, nanos);
      group.append(name, nanos / unit);
      cells.add(name.equals("nanos") ? LocalDate.ofInstant(time, ZoneOffset.UTC) : time.toString());
    }

    void old(int epochDay, int second) {
      long nanos = LocalTime.ofSecondOfDay(second).toNanoOfDay();
      ByteBuffer value = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      value.putLong(nanos).putInt(epochDay + 2_440_588);
      group.append("old", new NanoTime(value.getInt(8), value.getLong(0)));
      cells.add(LocalDate.ofEpochDay(epochDay));
    }

    void unsigned32(int value) {
      group.append("u32", value);
      cells.add(new BigDecimal(Integer.toUnsignedString(value)).stripTrailingZeros());
    }

    void unsigned64(long value) {
      group.append("u64", value);
      cells.add(new BigDecimal(Long.toUnsignedString(value)).stripTrailingZeros());
    }
  }

  @Test
  void aTableWithoutRowsHasItsColumns() throws IOException {
    Path file = folder.resolve("empty.parquet");
    ExampleParquetWriter.builder(new LocalOutputFile(file))
        .withConf(new PlainParquetConfiguration())
        .withType(SCHEMA)
        .build()
        .close();
    try (Bytes bytes = Bytes.of(file);
        Table table = Tables.parquet(bytes)) {
      assertThat(table.columns()).contains("few", "last");
      assertThat(Cellwise.column(table, 0, ColumnKind.TEXT)).isEmpty();
    }
  }
}
