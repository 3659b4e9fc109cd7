package io.ratemill.sources.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table as BigQuery keeps it: rows that are only ever added, each at a moment. */
public final class FakeTable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CONDITION =
      Pattern.compile(
          "(\\w+) (?:IS NULL|(>=|<=|<) (?:TIMESTAMP|DATE|DATETIME) '([^']+)')(?: AND |$)");

  /** A column; of a record also those in it. */
  public record Column(String name, String type, String mode, List<Column> fields) {
    static Column of(String name, String type) {
      return new Column(name, type, "NULLABLE", List.of());
    }

    static Column record(String name, Column... fields) {
      return new Column(name, "RECORD", "NULLABLE", List.of(fields));
    }

    static Column list(String name, Column... fields) {
      return new Column(name, "RECORD", "REPEATED", List.of(fields));
    }
  }

  /** A row, the partition it was put into, and when it was committed. */
  record Row(Instant partition, JsonNode cells, Instant committed) {}

  /** The columns of Google's standard export, as far as tests fill them. */
  public static List<Column> standard() {
    return List.of(
        Column.of("billing_account_id", "STRING"),
        Column.record("service", Column.of("id", "STRING"), Column.of("description", "STRING")),
        Column.record("sku", Column.of("id", "STRING"), Column.of("description", "STRING")),
        Column.of("usage_start_time", "TIMESTAMP"),
        Column.record(
            "project",
            Column.of("id", "STRING"),
            Column.of("name", "STRING"),
            Column.list("labels", Column.of("key", "STRING"), Column.of("value", "STRING"))),
        Column.list("labels", Column.of("key", "STRING"), Column.of("value", "STRING")),
        Column.of("transaction_type", "STRING"),
        Column.of("export_time", "TIMESTAMP"),
        Column.of("cost", "FLOAT"),
        Column.of("currency", "STRING"),
        Column.list(
            "credits",
            Column.of("name", "STRING"),
            Column.of("amount", "FLOAT"),
            Column.of("type", "STRING")),
        Column.record("invoice", Column.of("month", "STRING")),
        Column.of("cost_type", "STRING"),
        Column.of("cost_at_list", "NUMERIC"));
  }

  final String name;
  final List<Column> columns;
  final String unit;
  final String field;
  String kind = "TABLE";
  private final List<Row> rows = new ArrayList<>();

  /**
   * A table.
   *
   * @param name as SQL names it
   * @param unit how it is cut, such as {@code DAY}; empty if it is not
   * @param field the column by which it is cut; empty for the time of ingestion
   */
  FakeTable(String name, List<Column> columns, String unit, String field) {
    this.name = name;
    this.columns = columns;
    this.unit = unit;
    this.field = field;
  }

  synchronized void add(Instant partition, String json, Instant committed) {
    try {
      JsonNode cells = JSON.readTree(json);
      Instant own = field.isEmpty() ? partition : time(cells.get(field));
      rows.add(new Row(own, cells, committed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Instant time(JsonNode cell) {
    if (cell == null || cell.isNull()) {
      return null;
    }
    String text = cell.asText().replace(" UTC", "").replace(' ', 'T');
    text = text.length() == 10 ? text + "T00:00:00" : text;
    return Instant.parse(text.endsWith("Z") ? text : text.replace("+00:00", "") + "Z");
  }

  /** The rows that were there at a moment and meet a restriction. */
  synchronized List<Row> rows(Instant at, String restriction) {
    Predicate<Row> all = row -> !row.committed().isAfter(at);
    Matcher matcher = CONDITION.matcher(restriction);
    int end = 0;
    while (end < restriction.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw new IllegalArgumentException("no row restriction: " + restriction);
      }
      all = all.and(condition(matcher.group(1), matcher.group(2), matcher.group(3)));
      end = matcher.end();
    }
    return rows.stream().filter(all).toList();
  }

  private Predicate<Row> condition(String column, String operator, String literal) {
    if (!column.equals("_PARTITIONTIME")
        && columns.stream().noneMatch(each -> each.name().equals(column))) {
      throw new IllegalArgumentException("no column " + column);
    }
    Instant bound = literal == null ? null : time(JSON.getNodeFactory().textNode(literal));
    return row -> {
      Instant value =
          column.equals("_PARTITIONTIME") ? row.partition() : time(row.cells().get(column));
      if (operator == null || value == null) {
        return operator == null && value == null;
      }
      int order = value.compareTo(bound);
      return switch (operator) {
        case ">=" -> order >= 0;
        case "<=" -> order <= 0;
        default -> order < 0;
      };
    };
  }

  /** The beginning of the partition that a row is in, null where it is in none. */
  Instant begins(Row row) {
    if (unit.isEmpty() || row.partition() == null) {
      return null;
    }
    return switch (unit) {
      case "HOUR" -> row.partition().truncatedTo(ChronoUnit.HOURS);
      case "DAY" -> row.partition().truncatedTo(ChronoUnit.DAYS);
      default -> Instant.parse(row.partition().toString().substring(0, 7) + "-01T00:00:00Z");
    };
  }

  /** The table as the REST interface describes it. */
  ObjectNode description() {
    String[] words = name.split("\\.", 3);
    ObjectNode table = JSON.createObjectNode();
    table.put("kind", "bigquery#table").put("id", words[0] + ":" + words[1] + "." + words[2]);
    table.put("type", kind);
    table
        .putObject("tableReference")
        .put("projectId", words[0])
        .put("datasetId", words[1])
        .put("tableId", words[2]);
    table.putObject("schema").set("fields", fields(columns));
    if (!unit.isEmpty()) {
      ObjectNode partitioning = table.putObject("timePartitioning").put("type", unit);
      if (!field.isEmpty()) {
        partitioning.put("field", field);
      }
    }
    if (kind.equals("VIEW")) {
      table.putObject("view").put("query", "SELECT 1");
    }
    return table;
  }

  private static ArrayNode fields(List<Column> columns) {
    ArrayNode fields = JSON.createArrayNode();
    for (Column column : columns) {
      ObjectNode one = fields.addObject().put("name", column.name()).put("type", column.type());
      one.put("mode", column.mode());
      if (!column.fields().isEmpty()) {
        one.set("fields", fields(column.fields()));
      }
    }
    return fields;
  }
}
