package io.ratemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random tables written by DuckDB, read back cell by cell. */
class ParquetDuckTest {
  private static final String TABLE =
      """
      SELECT
        'account-' || (hash(i) % 50) AS few_texts,
        CASE WHEN i % 7 = 0 THEN NULL ELSE 'id-' || i || repeat('x', CAST(hash(i) % 9 AS INT)) END AS many_texts,
        CASE WHEN hash(i) % 3 = 0 THEN NULL ELSE CAST(hash(i + 1) % 1000 AS INTEGER) - 500 END AS small_int,
        CAST(hash(i) >> 1 AS BIGINT) AS big_int,
        CAST(CAST(hash(i) % 1000000 AS INTEGER) - 500000 AS DOUBLE) / 7 AS ratio,
        CAST(CAST(CAST(hash(i) % 100000000 AS BIGINT) - 50000000 AS DECIMAL(9, 0)) * 0.0001 AS DECIMAL(9, 4)) AS dec_9,
        CAST(CAST(CAST(hash(i * 3) % 100000000 AS BIGINT) - 50000000 AS DECIMAL(9, 0)) * 0.0000000001 AS DECIMAL(18, 10)) AS dec_18,
        CASE WHEN i % 11 = 0 THEN NULL ELSE CAST(CAST(hash(i * 5) AS DECIMAL(20, 0)) * 0.000000000000000001 AS DECIMAL(38, 18)) - 9 END AS dec_38,
        round(CAST(hash(i * 7) % 1000000000 AS DOUBLE) / 1e7, 10) AS money_double,
        CAST(hash(i * 9) AS DOUBLE) / 3.7e12 AS noise_double,
        CASE WHEN i % 13 = 0 THEN NULL ELSE DATE '2024-01-01' + CAST(hash(i) % 400 AS INTEGER) END AS day,
        CASE WHEN i % 17 = 0 THEN NULL ELSE TIMESTAMP '2024-01-01 00:00:00' + to_hours(CAST(hash(i) % 9000 AS INTEGER)) END AS hour_time,
        i % 2 = 0 AS flag,
        CAST(NULL AS VARCHAR) AS nothing,
        {'region': 'r' || (i % 5), 'deep': {'zone': i % 3}} AS product,
        map {'k': 'v' || i} AS tags,
        [i, i + 1] AS numbers
      FROM range(ROWS) t(i)
      """;

  private static final List<String> COLUMNS =
      List.of(
          "few_texts",
          "many_texts",
          "small_int",
          "big_int",
          "ratio",
          "dec_9",
          "dec_18",
          "dec_38",
          "money_double",
          "noise_double",
          "day",
          "hour_time",
          "flag",
          "nothing",
          "product.region",
          "product.deep.zone");

  private static final int ROWS = 20_000;
  private static final Set<Encoding> ENCODINGS = EnumSet.noneOf(Encoding.class);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "V1, snappy, 2048",
    "V1, zstd, 122880",
    "V2, snappy, 122880",
    "V2, zstd, 5000",
    "V1, gzip, 9000",
    "V1, uncompressed, 122880",
    "V2, gzip, 20000",
    "V2, uncompressed, 3000"
  })
  void everyCellIsTheOneDuckDbWrote(String version, String codec, int group) throws Exception {
    Path file = folder.resolve("t.parquet");
    List<List<@Nullable Object>> expected;
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      sql.execute("SET threads = 1");
      sql.execute("CREATE TABLE t AS " + TABLE.replace("ROWS", String.valueOf(ROWS)));
      sql.execute(
          "COPY t TO '%s' (FORMAT parquet, COMPRESSION %s, PARQUET_VERSION %s, ROW_GROUP_SIZE %d)"
              .formatted(file, codec, version, group));
      expected =
          rows(
              sql,
              "SELECT few_texts, many_texts, small_int, big_int, ratio, dec_9, dec_18, dec_38,"
                  + " money_double, noise_double, day, hour_time, flag, nothing, product.region,"
                  + " product.deep.zone, small_int, day FROM t");
    }
    ENCODINGS.addAll(ParquetFiles.encodings(file));
    assertThat(ParquetFiles.rowGroups(file)).isGreaterThan(ROWS / group / 2);
    try (Bytes bytes = Bytes.of(file);
        Table table = Tables.parquet(bytes)) {
      assertThat(table.columns()).isEqualTo(COLUMNS);
      List<Wanted> wanted = new ArrayList<>();
      for (int i = 0; i < COLUMNS.size(); i++) {
        wanted.add(new Wanted(i, kind(i)));
      }
      wanted.add(new Wanted(2, ColumnKind.TEXT));
      wanted.add(new Wanted(10, ColumnKind.TEXT));
      List<List<@Nullable Object>> read = Cellwise.rows(table, wanted);
      assertThat(read).hasSameSizeAs(expected);
      for (int row = 0; row < read.size(); row++) {
        assertThat(read.get(row)).as("row %d", row).isEqualTo(plain(expected.get(row)));
      }
    }
  }

  @AfterAll
  static void everyEncodingOfDuckDbWasMet() {
    assertThat(ENCODINGS)
        .contains(
            Encoding.PLAIN,
            Encoding.RLE_DICTIONARY,
            Encoding.DELTA_BINARY_PACKED,
            Encoding.DELTA_LENGTH_BYTE_ARRAY,
            Encoding.BYTE_STREAM_SPLIT);
  }

  private static ColumnKind kind(int i) {
    if (i >= 2 && i <= 9) {
      return ColumnKind.DECIMAL;
    }
    return i == 10 || i == 11 ? ColumnKind.DAY : ColumnKind.TEXT;
  }

  private static List<List<@Nullable Object>> rows(Statement sql, String query) throws Exception {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (ResultSet result = sql.executeQuery(query)) {
      while (result.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getObject(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** What DuckDB gave, in the terms of this reader. */
  private static List<@Nullable Object> plain(List<@Nullable Object> row) {
    List<@Nullable Object> plain = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Object cell = row.get(i);
      if (cell == null) {
        plain.add(null);
      } else if (i >= COLUMNS.size() || i >= 12) {
        plain.add(cell.toString());
      } else if (cell instanceof Double number) {
        plain.add(BruteShortest.of(number).stripTrailingZeros());
      } else if (cell instanceof Number number) {
        plain.add(new BigDecimal(number.toString()).stripTrailingZeros());
      } else if (cell instanceof Timestamp time) {
        plain.add(time.toLocalDateTime().toLocalDate());
      } else if (cell instanceof Date day) {
        plain.add(day.toLocalDate());
      } else {
        plain.add(cell instanceof LocalDate ? cell : cell.toString());
      }
    }
    return plain;
  }
}
