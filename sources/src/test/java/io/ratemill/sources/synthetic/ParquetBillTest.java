package io.ratemill.sources.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ratemill.sources.synthetic.SyntheticBill.Codec;
import io.ratemill.sources.synthetic.SyntheticBill.Encoding;
import io.ratemill.sources.synthetic.SyntheticBill.Layout;
import io.ratemill.sources.synthetic.SyntheticBill.Trait;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB reads from Parquet bills is what the text of the same bill says. */
class ParquetBillTest {
  private static Connection duck;

  @TempDir Path folder;

  @BeforeAll
  static void open() throws SQLException {
    duck = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duck.createStatement()) {
      statement.execute("SET threads = 1");
      statement.execute("SET TimeZone = 'UTC'");
    }
  }

  @AfterAll
  static void close() throws SQLException {
    duck.close();
  }

  @Test
  void aLegacyReportSaysTheSameAsItsText() throws IOException, SQLException {
    for (Codec codec : Codec.values()) {
      List<Map<String, String>> text =
          PlainCsv.read(generate(bill("cur-legacy", codec + "-text").columns(60)));
      List<Path> files =
          generate(
              bill("cur-legacy", codec + "-parquet")
                  .columns(60)
                  .encoding(Encoding.PARQUET)
                  .codec(codec));

      for (String column : text.get(0).keySet()) {
        compare(text, column, files, CurColumns.snake(column));
      }
    }
  }

  @Test
  void aLegacyReportForAthenaLiesInYearsAndMonths() throws IOException {
    List<Path> files =
        generate(
            bill("cur-legacy", "athena")
                .encoding(Encoding.PARQUET)
                .layout(Layout.OVERWRITE)
                .period(YearMonth.of(2026, 9)));

    Path month = folder.resolve("athena/bills/cur/synthetic-cur/synthetic-cur/year=2026/month=9");
    assertThat(files).allMatch(file -> file.getParent().equals(month));
    assertThat(month.resolve("synthetic-cur-Manifest.json")).exists();
  }

  @Test
  void exportsSayTheSameAsTheirText() throws IOException, SQLException {
    for (String format : List.of("cur-2.0", "focus")) {
      List<Map<String, String>> text =
          PlainCsv.read(generate(bill(format, format + "-text").columns(62)));
      List<Path> files =
          generate(bill(format, format + "-parquet").columns(62).encoding(Encoding.PARQUET));

      for (String column : text.get(0).keySet()) {
        compare(text, column, files, column);
      }
    }
  }

  @Test
  void plainFocusKeepsDecimals() throws IOException, SQLException {
    List<Map<String, String>> text = PlainCsv.read(generate(plain("text")));
    List<Path> files = generate(plain("parquet").encoding(Encoding.PARQUET).parts(2));

    for (String column : text.get(0).keySet()) {
      compare(text, column, files, column);
    }
    assertThat(query("SELECT DISTINCT typeof(BilledCost) FROM " + table(files)))
        .containsExactly("DECIMAL(18,10)");
  }

  @Test
  void longDictionariesGiveWayToPlainValues() throws IOException, SQLException {
    List<Map<String, String>> text = PlainCsv.read(generate(many("many-text")));
    List<Path> files = generate(many("many-parquet").encoding(Encoding.PARQUET));

    compare(text, "lineItem/ResourceId", files, "line_item_resource_id");
    compare(text, "identity/LineItemId", files, "identity_line_item_id");
    compare(text, "lineItem/UsageAmount", files, "line_item_usage_amount");
    assertThat(
            query(
                "SELECT encodings FROM parquet_metadata('"
                    + files.get(0)
                    + "') WHERE path_in_schema = 'line_item_resource_id'"))
        .containsExactly("PLAIN, PLAIN_DICTIONARY, RLE");
  }

  private SyntheticBill.Builder many(String name) {
    return bill("cur-legacy", name).lines(60_000).accounts(5_000).traits(Trait.SHUFFLED);
  }

  @Test
  void anEmptyPartIsAFileWithoutRows() throws IOException, SQLException {
    List<Path> files =
        generate(bill("focus", "empty").encoding(Encoding.PARQUET).traits(Trait.EMPTY_PART));

    assertThat(files).hasSize(2);
    assertThat(query("SELECT count(*) FROM '" + files.get(1) + "'")).containsExactly("0");
  }

  @Test
  void anExportNamesItsFilesInItsManifest() throws IOException {
    for (Layout layout : Layout.values()) {
      Path out = folder.resolve("layout-" + layout);
      GeneratedBill bill =
          BillGenerator.write(
              SyntheticBill.builder("aws", "focus", out)
                  .lines(500)
                  .layout(layout)
                  .parts(2)
                  .restatements(1)
                  .build(),
              ProgressListener.NONE);

      GeneratedBill.Delivery newest = bill.deliveries().get(1);
      Path marker =
          bill.bills()
              .resolve(
                  "exports/synthetic-focus/metadata/billing_period=2026-10/synthetic-focus-Manifest.json");
      JsonNode manifest = new ObjectMapper().readTree(marker.toFile());
      assertThat(manifest.path("executionId").asText()).isEqualTo(newest.id());
      List<String> keys = new ArrayList<>();
      manifest.path("dataFiles").forEach(key -> keys.add(key.asText()));
      assertThat(keys).hasSize(2);
      for (int i = 0; i < 2; i++) {
        assertThat(keys.get(i)).startsWith("s3://synthetic-billing/exports/synthetic-focus/data/");
        Path file = bill.bills().resolve(keys.get(i).substring("s3://synthetic-billing/".length()));
        assertThat(file).isEqualTo(newest.files().get(i)).exists();
      }
      String run = newest.files().get(0).getParent().getFileName().toString();
      assertThat(run)
          .isEqualTo(
              layout == Layout.OVERWRITE
                  ? "billing_period=2026-10"
                  : "2026-11-01T12:00:00.000Z-" + newest.id());
      assertThat(newest.markers())
          .hasSize(layout == Layout.OVERWRITE ? 1 : 2)
          .allMatch(Files::exists);
    }
  }

  private static void compare(
      List<Map<String, String>> text, String column, List<Path> files, String name)
      throws SQLException {
    List<String> expected = new ArrayList<>();
    text.forEach(row -> expected.add(row.get(column)));
    String type = query("SELECT typeof(\"" + name + "\") FROM " + table(files) + " LIMIT 1").get(0);
    String cell =
        type.startsWith("TIMESTAMP")
            ? "strftime(\"" + name + "\" AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')"
            : type.startsWith("MAP")
                ? "CAST(to_json(\"" + name + "\") AS VARCHAR)"
                : "CAST(\"" + name + "\" AS VARCHAR)";
    List<String> actual = query("SELECT coalesce(" + cell + ", '') FROM " + table(files));
    assertThat(actual).as(column).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      String wanted = expected.get(i).replace(".000Z", "Z");
      if (type.equals("DOUBLE") || type.startsWith("DECIMAL")) {
        assertThat(number(actual.get(i))).as(column).isEqualByComparingTo(number(wanted));
      } else {
        assertThat(actual.get(i)).as(column).isEqualTo(wanted);
      }
    }
  }

  private static BigDecimal number(String text) {
    return text.isEmpty() ? BigDecimal.valueOf(-987_654_321) : new BigDecimal(text);
  }

  private static String table(List<Path> files) {
    StringBuilder list = new StringBuilder("read_parquet([");
    for (Path file : files) {
      list.append(list.toString().endsWith("[") ? "'" : ", '").append(file).append('\'');
    }
    return list + "])";
  }

  private static List<String> query(String sql) throws SQLException {
    try (Statement statement = duck.createStatement()) {
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery(sql)) {
        while (result.next()) {
          rows.add(result.getString(1));
        }
      }
      return rows;
    }
  }

  private SyntheticBill.Builder bill(String format, String name) {
    return SyntheticBill.builder("aws", format, folder.resolve(name)).lines(1_500).seed(11);
  }

  private SyntheticBill.Builder plain(String name) {
    return SyntheticBill.builder("focus", "focus", folder.resolve(name))
        .version("1.3")
        .lines(1_500)
        .seed(11);
  }

  private static List<Path> generate(SyntheticBill.Builder bill) throws IOException {
    List<Path> files = new ArrayList<>();
    BillGenerator.write(bill.build(), ProgressListener.NONE)
        .deliveries()
        .forEach(delivery -> files.addAll(delivery.files()));
    return files;
  }
}
