package io.ratemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Lists inside rows, as rows of their own. */
class UnfoldTest {
  private static final List<String> FIELDS = List.of("type", "amount", "absent");
  private static final int ROWS = 12_000;

  @TempDir Path folder;

  /** The forms in which writers have made lists, and what leads from a row to its elements. */
  private enum Form {
    THREE_LEVELS(
        "optional group credits (LIST) { repeated group list { optional group element { %s } } }"),
    BAGS(
        "required group credits (LIST) { repeated group bag { required group array_element { %s } } }"),
    ANNOTATED_TWO_LEVELS("optional group credits (LIST) { repeated group array { %s } }"),
    PLAIN_REPETITION("repeated group credits { %s }");

    final String schema;

    Form(String schema) {
      this.schema = schema;
    }

    /** The group to which one more element's fields are added. */
    Group element(Group row) {
      return switch (this) {
        case THREE_LEVELS -> list(row).addGroup(0).addGroup(0);
        case BAGS -> list(row).addGroup(0).addGroup(0);
        case ANNOTATED_TWO_LEVELS -> list(row).addGroup(0);
        case PLAIN_REPETITION -> row.addGroup("credits");
      };
    }

    private static Group list(Group row) {
      return row.getFieldRepetitionCount("credits") == 0
          ? row.addGroup("credits")
          : row.getGroup("credits", 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "THREE_LEVELS, PARQUET_1_0, true, 300, 100000",
    "THREE_LEVELS, PARQUET_2_0, true, 300, 100000",
    "THREE_LEVELS, PARQUET_1_0, false, 64, 9000000",
    "BAGS, PARQUET_1_0, true, 100000, 50000",
    "ANNOTATED_TWO_LEVELS, PARQUET_1_0, true, 500, 9000000",
    "PLAIN_REPETITION, PARQUET_1_0, true, 200, 60000",
    "PLAIN_REPETITION, PARQUET_2_0, false, 4000, 9000000"
  })
  void everyRowIsFollowedByItsElementsInWhateverFormTheListIs(
      Form form, WriterVersion version, boolean dictionary, int pageBytes, long groupBytes)
      throws IOException {
    Path file = folder.resolve("nested.parquet");
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message bill { optional group project { optional binary id (STRING); }"
                + " optional double cost; required int32 day (DATE); "
                + form.schema.formatted(
                    "optional binary type (STRING); optional double amount;"
                        + " optional group more { optional binary type (STRING); }")
                + " repeated group labels { required binary key (STRING); } }");
    List<List<@Nullable Object>> expected = new ArrayList<>();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withWriterVersion(version)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withDictionaryEncoding(dictionary)
            .withPageSize(pageBytes)
            .withRowGroupSize(groupBytes)
            .build()) {
      Random random = new Random(pageBytes);
      SimpleGroupFactory factory = new SimpleGroupFactory(schema);
      for (int i = 0; i < ROWS; i++) {
        Group row = factory.newGroup();
        fill(row, random, form, expected);
        writer.write(row);
      }
    }
    try (Bytes bytes = Bytes.of(file);
        Table table = Tables.parquet(bytes).unfold("credits", FIELDS)) {
      assertThat(table.columns())
          .containsExactly("project.id", "cost", "day", "credits[].type", "credits[].amount");
      List<List<@Nullable Object>> read = Cellwise.rows(table, wanted());
      assertThat(read).hasSameSizeAs(expected);
      for (int i = 0; i < read.size(); i++) {
        assertThat(read.get(i)).as("row %d", i).isEqualTo(expected.get(i));
      }
    }
  }

  /** Project and day repeat; the amount stands in for the cost; the cost alone is left out. */
  private static List<Wanted> wanted() {
    return List.of(
        new Wanted(0, ColumnKind.TEXT),
        new Wanted(1, ColumnKind.DECIMAL, 4),
        new Wanted(2, ColumnKind.DAY),
        new Wanted(1, ColumnKind.TEXT, Wanted.NULL),
        new Wanted(3, ColumnKind.TEXT));
  }

  private static void fill(
      Group row, Random random, Form form, List<List<@Nullable Object>> expected) {
    @Nullable String project = random.nextInt(5) == 0 ? null : "p-" + random.nextInt(30);
    if (project != null) {
      row.addGroup("project").append("id", project);
    }
    @Nullable Double cost = random.nextInt(7) == 0 ? null : random.nextInt(1000) / 64.0;
    if (cost != null) {
      row.append("cost", cost);
    }
    int day = 20_000 + random.nextInt(30);
    row.append("day", day);
    LocalDate date = LocalDate.ofEpochDay(day);
    @Nullable String text = cost == null ? null : plain(cost).toPlainString();
    expected.add(Arrays.asList(project, cost == null ? null : plain(cost), date, text, null));
    for (int i = random.nextInt(10) == 0 ? 40 : random.nextInt(4); i > 0; i--) {
      Group element = form.element(row);
      @Nullable String type = random.nextInt(6) == 0 ? null : "T" + random.nextInt(4);
      if (type != null) {
        element.append("type", type);
      }
      @Nullable Double amount = random.nextInt(6) == 0 ? null : -random.nextInt(1000) / 32.0;
      if (amount != null) {
        element.append("amount", amount);
      }
      expected.add(Arrays.asList(project, amount == null ? null : plain(amount), date, null, type));
    }
    if (form == Form.BAGS && row.getFieldRepetitionCount("credits") == 0) {
      row.addGroup("credits");
    }
    row.addGroup("labels").append("key", "a");
    row.addGroup("labels").append("key", "b");
  }

  private static BigDecimal plain(double value) {
    return new BigDecimal(String.valueOf(value)).stripTrailingZeros();
  }

  @ParameterizedTest
  @CsvSource({"V1, 2048", "V2, 122880"})
  void whatDuckDbUnnestsIsWhatUnfolds(String version, int group) throws Exception {
    Path file = folder.resolve("duck.parquet");
    List<List<@Nullable Object>> expected = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      sql.execute(
          """
          CREATE TABLE t AS SELECT i, CAST(i AS DECIMAL(38, 9)) / 7 AS cost,
            CASE WHEN i % 5 = 0 THEN NULL WHEN i % 3 = 0 THEN [] ELSE
              list_transform(range(i % 4), lambda k: {'type': 'T' || k,
                'amount': CAST(-k * i AS DECIMAL(38, 9)) * 0.000000001}) END AS credits
          FROM range(20000) r(i)
          """);
      sql.execute(
          "COPY t TO '%s' (FORMAT parquet, PARQUET_VERSION %s, ROW_GROUP_SIZE %d)"
              .formatted(file, version, group));
      try (ResultSet result =
          sql.executeQuery(
              """
              SELECT i, 0 AS k, NULL AS type, NULL AS amount FROM t UNION ALL
              SELECT i, k, credits[k].type, credits[k].amount
              FROM (SELECT i, credits, unnest(range(1, len(credits) + 1)) AS k FROM t)
              ORDER BY i, k
              """)) {
        while (result.next()) {
          BigDecimal amount = result.getBigDecimal(4);
          expected.add(
              Arrays.asList(
                  result.getString(1),
                  result.getString(3),
                  amount == null ? null : amount.stripTrailingZeros()));
        }
      }
    }
    try (Bytes bytes = Bytes.of(file);
        Table table = Tables.parquet(bytes).unfold("credits", FIELDS)) {
      List<Wanted> wanted =
          List.of(
              new Wanted(0, ColumnKind.TEXT),
              new Wanted(table.columns().indexOf("credits[].type"), ColumnKind.TEXT),
              new Wanted(table.columns().indexOf("credits[].amount"), ColumnKind.DECIMAL));
      assertThat(Cellwise.rows(table, wanted)).isEqualTo(expected);
    }
  }

  @Test
  void listsWrittenAsTextInCsvUnfoldWhetherJsonOrPythonWroteThem() throws IOException {
    String csv =
        """
        id,credits,cost
        a,[],1
        b,"[{'type': 'PROMOTION', 'name': 'it''s', 'full_name': None, 'amount': -5e-06}]",2
        c,"[{""amount"":""-0.25"",""type"":""DISCOUNT"",""x"":{""type"":1}},{""type"":null,""amount"":-1E-9}]",3
        d,,4
        e,"[{'name': \\"it's\\", 'amount': -2, 'ok': True}]",5
        """
            .replace("'it''s'", "'its'");
    try (Table table =
        Tables.csv(MemoryBytes.of(csv.replace("\\\"", "\"\"")), Compression.NONE)
            .unfold("credits", FIELDS)) {
      assertThat(table.columns())
          .containsExactly(
              "id", "credits", "cost", "credits[].type", "credits[].amount", "credits[].absent");
      List<Wanted> wanted =
          List.of(
              new Wanted(0, ColumnKind.TEXT),
              new Wanted(3, ColumnKind.TEXT),
              new Wanted(2, ColumnKind.DECIMAL, 4));
      assertThat(Cellwise.rows(table, wanted))
          .containsExactly(
              Arrays.asList("a", null, new BigDecimal("1")),
              Arrays.asList("b", null, new BigDecimal("2")),
              Arrays.asList("b", "PROMOTION", new BigDecimal("-0.000005")),
              Arrays.asList("c", null, new BigDecimal("3")),
              Arrays.asList("c", "DISCOUNT", new BigDecimal("-0.25")),
              Arrays.asList("c", null, new BigDecimal("-1E-9")),
              Arrays.asList("d", null, new BigDecimal("4")),
              Arrays.asList("e", null, new BigDecimal("5")),
              Arrays.asList("e", null, new BigDecimal("-2")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{'amount': -1",
        "[{'amount': -1}] x",
        "[{'amount': datetime(2020)}]",
        "[{amount: 1}]",
        "[{'amount': '1}]"
      })
  void aListThatIsNotWellFormedIsRefusedWithItsRow(String text) throws IOException {
    String csv = "id,credits\na,[]\nb,\"" + text + "\"\n";
    try (Table table =
        Tables.csv(MemoryBytes.of(csv), Compression.NONE).unfold("credits", FIELDS)) {
      assertThatThrownBy(() -> Cellwise.column(table, 3, ColumnKind.DECIMAL))
          .isInstanceOf(UnreadableException.class)
          .hasMessageContaining("row 3, column \"credits\"")
          .hasMessageContaining("not well formed JSON");
    }
  }

  @Test
  void rowsKnowTheirRowOfTheFileAndWhetherTheyAreElements() throws IOException {
    String csv = "id,credits\na,[{'amount': 1}]\nb,[{'amount': 1}]\n";
    try (Table table = Tables.csv(MemoryBytes.of(csv), Compression.NONE).unfold("credits", FIELDS);
        BatchReader reader = table.read(List.of(new Wanted(3, ColumnKind.DECIMAL)))) {
      Batch batch = reader.next();
      assertThat(batch).isNotNull();
      assertThat(batch.rows()).isEqualTo(4);
      assertThat(batch.rowOfFile(1)).isZero();
      assertThat(batch.rowOfFile(2)).isEqualTo(1);
      assertThat(Arrays.copyOf(batch.elements(), 4)).containsExactly(false, true, false, true);
    }
  }

  @Test
  void aListThatIsNotThereGivesNoColumns() throws IOException {
    try (Table table =
        Tables.csv(MemoryBytes.of("id,cost\na,1\n"), Compression.NONE).unfold("credits", FIELDS)) {
      assertThat(table.columns()).containsExactly("id", "cost");
      assertThat(Cellwise.column(table, 1, ColumnKind.DECIMAL)).containsExactly(BigDecimal.ONE);
    }
  }
}
