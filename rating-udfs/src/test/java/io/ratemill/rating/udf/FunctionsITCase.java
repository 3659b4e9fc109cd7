package io.ratemill.rating.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The functions as SQL calls them, in a streaming job without generic types. */
class FunctionsITCase {
  private StreamExecutionEnvironment environment;
  private StreamTableEnvironment tables;

  @BeforeEach
  void openASession() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(2);
    tables = StreamTableEnvironment.create(environment);
    Registration.register(tables);
  }

  private List<Row> rows(String sql) throws Exception {
    List<Row> rows = new ArrayList<>();
    try (CloseableIterator<Row> results = tables.executeSql(sql).collect()) {
      results.forEachRemaining(rows::add);
    }
    return rows;
  }

  private void changes(Row... rows) {
    DataStream<Row> stream =
        environment.fromData(
            Types.ROW_NAMED(new String[] {"id", "k", "v"}, Types.INT, Types.STRING, Types.STRING),
            rows);
    Schema schema =
        Schema.newBuilder()
            .column("id", "INT NOT NULL")
            .column("k", "STRING")
            .column("v", "STRING")
            .primaryKey("id")
            .build();
    tables.createTemporaryView("lines", tables.fromChangelogStream(stream, schema));
  }

  private Map<String, String> sums() throws Exception {
    return byKey("EXACT_SUM(v)");
  }

  private Map<String, String> byKey(String aggregate) throws Exception {
    Map<String, String> values = new HashMap<>();
    for (Row row : rows("SELECT k, " + aggregate + " FROM lines GROUP BY k")) {
      String key = row.getFieldAs(0);
      switch (row.getKind()) {
        case INSERT, UPDATE_AFTER -> values.put(key, row.getFieldAs(1));
        case UPDATE_BEFORE, DELETE -> values.remove(key);
      }
    }
    return values;
  }

  @Test
  void sumsAreExactAndNullIsNoValue() throws Exception {
    changes(
        Row.of(1, "a", "12345678901234567890.1234567890123456789012345678"),
        Row.of(2, "a", "0.0000000000000000000000000001"),
        Row.of(3, "a", null),
        Row.of(4, "b", null),
        Row.of(5, "c", "1.10"),
        Row.of(6, "c", "-1.1"));

    Map<String, String> expected = new HashMap<>();
    expected.put("a", "12345678901234567890.1234567890123456789012345679");
    expected.put("b", null);
    expected.put("c", "0");
    assertThat(sums()).isEqualTo(expected);
  }

  @Test
  void whatIsTakenBackLeavesTheSumOfTheRest() throws Exception {
    changes(
        Row.ofKind(RowKind.INSERT, 1, "a", "0.1"),
        Row.ofKind(RowKind.INSERT, 2, "a", "0.00000000000000000001"),
        Row.ofKind(RowKind.INSERT, 3, "a", null),
        Row.ofKind(RowKind.INSERT, 4, "b", "7"),
        Row.ofKind(RowKind.INSERT, 5, "b", null),
        Row.ofKind(RowKind.INSERT, 6, "c", "1"),
        Row.ofKind(RowKind.UPDATE_BEFORE, 1, "a", "0.1"),
        Row.ofKind(RowKind.UPDATE_AFTER, 1, "a", "0.3"),
        Row.ofKind(RowKind.DELETE, 2, "a", "0.00000000000000000001"),
        Row.ofKind(RowKind.DELETE, 3, "a", null),
        Row.ofKind(RowKind.DELETE, 4, "b", "7"),
        Row.ofKind(RowKind.DELETE, 6, "c", "1"));

    Map<String, String> expected = new HashMap<>();
    expected.put("a", "0.3");
    expected.put("b", null);
    assertThat(sums()).isEqualTo(expected);
    assertThat(byKey("EXACT_SUM(ENCODE(v, 'UTF-8'))")).isEqualTo(expected);
  }

  @Test
  void theSmallestBytesAreThoseOfWhatIsLeft() throws Exception {
    changes(
        Row.ofKind(RowKind.INSERT, 1, "a", "m"),
        Row.ofKind(RowKind.INSERT, 2, "a", "c"),
        Row.ofKind(RowKind.INSERT, 3, "a", null),
        Row.ofKind(RowKind.INSERT, 4, "b", "z"),
        Row.ofKind(RowKind.INSERT, 5, "b", null),
        Row.ofKind(RowKind.DELETE, 2, "a", "c"),
        Row.ofKind(RowKind.DELETE, 4, "b", "z"));

    Map<String, String> expected = new HashMap<>();
    expected.put("a", "m");
    expected.put("b", null);
    assertThat(byKey("CAST(SMALLEST_BYTES(CAST(v AS BYTES)) AS STRING)")).isEqualTo(expected);
  }

  @Test
  void sumsOfSumsRetractThroughTheFirst() throws Exception {
    changes(Row.of(1, "a", "0.1"), Row.of(2, "a", "0.2"), Row.of(3, "b", "0.4"));

    List<Row> rows =
        rows("SELECT EXACT_SUM(s) FROM (SELECT k, EXACT_SUM(v) AS s FROM lines GROUP BY k)");

    assertThat(rows.get(rows.size() - 1).getField(0)).isEqualTo("0.7");
  }

  @Test
  void expressionsGiveExactTextAndKeepNull() throws Exception {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("BASIS_COST('billed', '1', '2', '3', '4')", "1");
    expected.put("BASIS_COST('list', '1', '2', '3', '4')", "2");
    expected.put("BASIS_COST('effective', '1', '2', '3', '4')", "3");
    expected.put("BASIS_COST('contracted', '1', '2', '3', '4')", "4");
    expected.put("BASIS_COST('drop', '1', '2', '3', '4')", null);
    expected.put("BASIS_COST('list', '1', CAST(NULL AS STRING), '3', '4')", null);
    expected.put(
        "RATE('0.1234567890123456789012345678', '1.1', '0.72', 0, '0.1', '0.05')",
        "0.0977777768977777776897777776976");
    expected.put("RATE('100', '1.1', '0.72', 1, '0.1', '0.05')", "75.24");
    expected.put("RATE('100', '1.1', '0.72', 2, '0.1', '0.05')", "64.8");
    expected.put("RATE(CAST(NULL AS STRING), '1', '1', 0, '0', '0')", null);
    expected.put(
        "DECODE(RATE(ENCODE('100', 'UTF-8'), ENCODE('1.1', 'UTF-8'), ENCODE('0.72', 'UTF-8'), 1,"
            + " ENCODE('0.1', 'UTF-8'), ENCODE('0.05', 'UTF-8')), 'UTF-8')",
        "75.24");
    expected.put(
        "ROUND_AMOUNT('99999999999999999999.000000005')",
        new BigDecimal("99999999999999999999.000000010000000000"));
    expected.put("ROUND_QUANTITY('0.00000000499999999999')", new BigDecimal("0E-18"));
    expected.put("ROUND_AMOUNT(CAST(NULL AS STRING))", null);
    expected.put("ROUND_QUANTITY(CAST(NULL AS STRING))", null);
    expected.put(
        "RECORD_ID('a', '', CAST(NULL AS STRING))", new RecordIdFunction().eval("a", "", null));
    expected.put("RECORD_ID('a')", new RecordIdFunction().eval("a"));

    Row row = rows("SELECT " + String.join(", ", expected.keySet())).get(0);

    int column = 0;
    for (Map.Entry<String, Object> each : expected.entrySet()) {
      assertThat(row.getField(column++)).as(each.getKey()).isEqualTo(each.getValue());
    }
  }

  @Test
  void aSchemaHasOneRowPerTier() throws Exception {
    List<Row> rows =
        rows(
            "SELECT usage_schema, tier FROM (VALUES ('PR'), ('CR'), ('TR'), ('QT'))"
                + " AS s(usage_schema), LATERAL TABLE(TIERS(usage_schema))");

    assertThat(rows)
        .containsExactlyInAnyOrder(
            Row.of("PR", 0),
            Row.of("CR", 2),
            Row.of("TR", 0),
            Row.of("TR", 1),
            Row.of("TR", 2),
            Row.of("QT", 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ROUND_AMOUNT", "ROUND_QUANTITY"})
  void aNumberThatDoesNotFitFailsTheJobNamingIt(String function) {
    changes(Row.of(1, "a", "100000000000000000000"));

    assertThatThrownBy(() -> rows("SELECT " + function + "(v) FROM lines"))
        .hasStackTraceContaining("100000000000000000000 does not fit a record");
  }

  @Test
  void everyFunctionIsDeterministic() throws Exception {
    for (var function : Registration.FUNCTIONS.values()) {
      assertThat(function.getDeclaredConstructor().newInstance().isDeterministic()).isTrue();
    }
  }
}
