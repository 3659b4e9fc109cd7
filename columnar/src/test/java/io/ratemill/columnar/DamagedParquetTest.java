package io.ratemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedParquetTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message bill { optional binary name (STRING); required double cost; optional int64 n; }");
  private static final List<Wanted> ALL =
      List.of(
          new Wanted(0, ColumnKind.TEXT),
          new Wanted(1, ColumnKind.DECIMAL),
          new Wanted(2, ColumnKind.DECIMAL));

  @TempDir Path folder;

  private byte[] file(CompressionCodecName codec) throws IOException {
    Path file = folder.resolve("bill.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(SCHEMA)
            .withCompressionCodec(codec)
            .withRowGroupSize(3_000L)
            .withPageSize(400)
            .build()) {
      for (int i = 0; i < 1_000; i++) {
        Group row = new SimpleGroupFactory(SCHEMA).newGroup();
        if (i % 3 > 0) {
          row.append("name", "name-" + i % 40);
        }
        row.append("cost", i / 8.0);
        if (i % 5 > 0) {
          row.append("n", (long) i * i);
        }
        writer.write(row);
      }
    }
    return Files.readAllBytes(file);
  }

  private static List<List<@Nullable Object>> read(byte[] content) throws IOException {
    try (Table table = Tables.parquet(new MemoryBytes(content, Integer.MAX_VALUE))) {
      return Cellwise.rows(table, ALL);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SNAPPY", "ZSTD", "UNCOMPRESSED"})
  void aWrongByteIsRefusedOrDoesNoHarm(CompressionCodecName codec) throws IOException {
    byte[] content = file(codec);
    List<List<@Nullable Object>> expected = read(content);
    assertThat(expected).hasSize(1_000);
    int footer =
        (content[content.length - 8] & 0xff)
            | (content[content.length - 7] & 0xff) << 8
            | (content[content.length - 6] & 0xff) << 16;
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] wrong = content.clone();
      int at = random.nextInt(wrong.length);
      wrong[at] ^= (byte) (1 + random.nextInt(255));
      try {
        List<List<@Nullable Object>> read = read(wrong);
        // The footer has no checksum: names and types may change there.
        if (at < content.length - 8 - footer) {
          assertThat(read).as("byte %d", at).isEqualTo(expected);
        }
      } catch (UnreadableException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    byte[] content = file(CompressionCodecName.SNAPPY);
    for (int length = 0; length < content.length; length += 97) {
      byte[] cut = Arrays.copyOf(content, length);
      assertThatThrownBy(() -> read(cut))
          .isInstanceOf(UnreadableException.class)
          .hasMessageContaining("deliver it again");
    }
  }

  private Table duck(String query, String options) throws SQLException, IOException {
    Path file = folder.resolve("duck.parquet");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      sql.execute("COPY (%s) TO '%s' (FORMAT parquet%s)".formatted(query, file, options));
    }
    return Tables.parquet(new MemoryBytes(Files.readAllBytes(file), 99));
  }

  @ParameterizedTest
  @ValueSource(strings = {"brotli", "lz4_raw"})
  void compressionThatIsNotReadIsRefusedByName(String codec) throws Exception {
    try (Table table = duck("SELECT 'a' || i AS a FROM range(9) t(i)", ", COMPRESSION " + codec)) {
      assertThatThrownBy(() -> Cellwise.column(table, 0, ColumnKind.TEXT))
          .isInstanceOf(UnreadableException.class)
          .hasMessageContaining(codec.toUpperCase(java.util.Locale.ROOT))
          .hasMessageContaining("\"a\"");
    }
  }

  @Test
  void typesThatAreNotReadAreRefusedByNameAndDisturbNoOther() throws Exception {
    try (Table table =
        duck(
            "SELECT uuid() AS u, TIME '10:00:00' AS t, INTERVAL 1 DAY AS i, DATE '2024-01-01' AS d,"
                + " 1.5::DOUBLE AS n",
            "")) {
      assertThat(table.columns()).containsExactly("u", "t", "i", "d", "n");
      for (int column = 0; column < 3; column++) {
        List<Wanted> wanted = List.of(new Wanted(column, ColumnKind.TEXT));
        assertThatThrownBy(() -> table.read(wanted)).isInstanceOf(UnreadableException.class);
      }
      assertThatThrownBy(() -> table.read(List.of(new Wanted(3, ColumnKind.DECIMAL))))
          .isInstanceOf(UnreadableException.class)
          .hasMessageContaining("DATE");
      assertThatThrownBy(() -> table.read(List.of(new Wanted(4, ColumnKind.DAY))))
          .isInstanceOf(UnreadableException.class)
          .hasMessageContaining("DOUBLE");
      assertThat(Cellwise.column(table, 4, ColumnKind.TEXT)).isEqualTo(List.of("1.5"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CASE WHEN i = 9000 THEN 'nan'::DOUBLE ELSE i END",
        "CASE WHEN i = 9000 THEN 'word' ELSE '' || i % 10 END",
        "CASE WHEN i % 2 = 1 THEN NULL WHEN i = 9000 THEN 'infinity'::DOUBLE ELSE i / 3 END",
        "CASE WHEN i % 2 = 1 THEN NULL WHEN i = 9000 THEN '1,5' ELSE 'x' END"
      })
  void aCellThatIsNoNumberIsRefusedWithItsRow(String cell) throws Exception {
    String rest = cell.replace("'x'", "'' || i");
    try (Table table =
        duck("SELECT " + rest + " AS cost FROM range(20000) t(i)", ", ROW_GROUP_SIZE 2048")) {
      assertThatThrownBy(() -> Cellwise.column(table, 0, ColumnKind.DECIMAL))
          .isInstanceOf(UnreadableException.class)
          .hasMessageContaining("row 9001")
          .hasMessageContaining("\"cost\"");
    }
  }
}
