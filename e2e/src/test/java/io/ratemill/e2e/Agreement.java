package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ratemill.e2e.Oracle.Expected;
import io.ratemill.e2e.Oracle.Place;
import io.ratemill.e2e.Oracle.ReportKey;
import io.ratemill.e2e.Oracle.Sum;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares what a run left with what the oracle says, and names every difference. */
final class Agreement {
  static final List<String> COLUMNS =
      List.of(
          ("record_id,record_note,item_search_criteria,item_search_value,quantity,start_time_utc,"
                  + "end_time_utc,asset_search_criteria,asset_search_value,category_id,amount,tier,"
                  + "item_name,item_unit,item_mpn,item_precision,asset_recon_id,item_type,"
                  + "item_period,item_id,product_id,asset_id,asset_external_id,"
                  + "customer_account_id,customer_company_name,status,v.marketplace_service")
              .split(",", -1));

  private final Setup setup;
  private final Expected expected;
  private final Workspace workspace;
  private final List<String> differences = new ArrayList<>();

  private Agreement(Setup setup, Expected expected, Workspace workspace) {
    this.setup = setup;
    this.expected = expected;
    this.workspace = workspace;
  }

  static void check(Setup setup, Expected expected, Workspace workspace) {
    Agreement agreement = new Agreement(setup, expected, workspace);
    agreement.reports();
    agreement.ledger();
    agreement.unmapped();
    assertThat(agreement.differences).as("differences between engine and oracle").isEmpty();
  }

  /** How a published revision differs from what the oracle says of its report. */
  static List<String> of(Setup setup, Expected expected, Workspace.Revision revision) {
    Agreement agreement = new Agreement(setup, expected, new Workspace(revision.folder()));
    ReportKey key = key(revision);
    agreement.records(key, expected.reports().getOrDefault(key, Map.of()).values(), revision);
    return agreement.differences;
  }

  private static ReportKey key(Workspace.Revision revision) {
    return new ReportKey(
        revision.period(),
        revision.general("marketplace_id"),
        revision.general("payer_account_id"));
  }

  private void reports() {
    Map<String, Workspace.Revision> found = new TreeMap<>();
    for (Workspace.Revision revision : workspace.newest().values()) {
      assertThat(revision.reportId()).matches("UF-\\d{4}-\\d{2}-\\d{4}-\\d{4}");
      assertThat(revision.reportId()).contains(revision.period());
      found.put(key(revision).toString(), revision);
    }
    Set<String> wanted =
        expected.reports().keySet().stream().map(ReportKey::toString).collect(Collectors.toSet());
    differ("reports", new TreeSet<>(wanted), new TreeSet<>(found.keySet()));
    expected
        .reports()
        .forEach(
            (key, records) -> {
              if (found.containsKey(key.toString())) {
                records(key, records.values(), found.get(key.toString()));
              }
            });
  }

  private void records(ReportKey key, Collection<Sum> wanted, Workspace.Revision revision) {
    Csv.Table table = revision.table();
    List<String> header = new ArrayList<>(COLUMNS);
    if (setup.grain().equals("resource")) {
      header.add("v.resource_id");
    }
    differ(key + " header", header, table.header());
    if (!table.header().containsAll(header)) {
      return;
    }
    differ(
        key + " records",
        lines(wanted.stream().map(sum -> expectedLine(key, sum)).toList()),
        lines(table.rows().stream().map(this::actualLine).toList()));
    ids(key, table.rows());
    order(key, table.rows());
    String text = Workspace.read(revision.records());
    if (text.contains("\r") || !text.endsWith("\n")) {
      differences.add(key + " records.csv must end its lines with a line feed alone");
    }
  }

  private String expectedLine(ReportKey key, Sum sum) {
    YearMonth month = YearMonth.parse(key.period());
    Setup.Owner owner = sum.key.owner();
    List<String> cells =
        new ArrayList<>(
            List.of(
                "item.mpn",
                sum.key.item(),
                plain(sum.quantity),
                month.atDay(1) + " 00:00:00",
                month.atEndOfMonth() + " 23:59:59",
                sum.key.item(),
                setup.schema().equals("QT") ? "" : sum.rounded().toPlainString(),
                setup.schema().equals("TR") ? String.valueOf(sum.key.tier()) : "",
                sum.name,
                sum.unit,
                sum.key.item(),
                Setup.PRODUCT,
                owner.asset(),
                owner.external(),
                owner.customer(),
                owner.company(),
                "valid",
                String.valueOf(sum.key.marketplace())));
    if (setup.grain().equals("resource")) {
      cells.add(sum.key.resource());
    }
    return String.join(" | ", cells);
  }

  private String actualLine(Map<String, String> row) {
    List<String> cells = new ArrayList<>();
    cells.add(row.get("item_search_criteria"));
    cells.add(row.get("item_search_value"));
    cells.add(plainQuantity(row.get("quantity")));
    cells.add(row.get("start_time_utc"));
    cells.add(row.get("end_time_utc"));
    cells.add(row.get("category_id"));
    cells.add(row.get("amount"));
    cells.add(setup.schema().equals("TR") ? row.get("tier") : "");
    for (String column :
        List.of(
            "item_name",
            "item_unit",
            "item_mpn",
            "product_id",
            "asset_id",
            "asset_external_id",
            "customer_account_id",
            "customer_company_name",
            "status",
            "v.marketplace_service")) {
      cells.add(row.get(column));
    }
    if (setup.grain().equals("resource")) {
      cells.add(row.get("v.resource_id"));
    }
    return String.join(" | ", cells);
  }

  private static String plain(BigDecimal quantity) {
    return quantity
        .setScale(8, java.math.RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String plainQuantity(String text) {
    boolean fine = text.matches("-?\\d+(\\.\\d{1,8})?");
    return fine ? plain(new BigDecimal(text)) : "not a plain quantity: " + text;
  }

  private void ids(ReportKey key, List<Map<String, String>> rows) {
    Set<String> seen = new HashSet<>();
    for (Map<String, String> row : rows) {
      String id = row.get("record_id");
      if (!id.matches("UR-[A-Za-z2-7]{26}") || !seen.add(id)) {
        differences.add(key + " record_id is odd or repeated: " + id);
      }
    }
  }

  private void order(ReportKey key, List<Map<String, String>> rows) {
    List<Map<String, String>> sorted = new ArrayList<>(rows);
    sorted.sort(
        (a, b) -> {
          int order = 0;
          for (String column :
              List.of(
                  "asset_id",
                  "item_mpn",
                  "v.resource_id",
                  "v.marketplace_service",
                  "tier",
                  "record_id")) {
            order = order != 0 ? order : bytes(a, column, b);
          }
          return order;
        });
    differ(key + " order", ids(sorted), ids(rows));
  }

  private static int bytes(Map<String, String> a, String column, Map<String, String> b) {
    return Arrays.compareUnsigned(
        a.getOrDefault(column, "").getBytes(StandardCharsets.UTF_8),
        b.getOrDefault(column, "").getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> ids(List<Map<String, String>> rows) {
    return rows.stream().map(row -> row.get("record_id")).toList();
  }

  private void ledger() {
    Map<String, JsonNode> files = workspace.ledger(Setup.CONNECTOR);
    files.forEach(
        (id, json) -> {
          if (json.path("state").asText().equals("in-force")
              && !json.path("balanced").asBoolean()) {
            differences.add("ledger " + id + " does not balance");
          }
          if (json.path("state").asText().equals("in-force")
              && !expected.ledger().containsKey(id)) {
            differences.add("ledger " + id + " is in force and should not be");
          }
        });
    expected.ledger().forEach((id, places) -> ledgerFile(id, places, files.get(id)));
  }

  private void ledgerFile(String id, Map<String, Place> places, JsonNode json) {
    if (json == null || !json.path("state").asText().equals("in-force")) {
      differences.add("ledger " + id + " should be in force, but is " + json);
      return;
    }
    Map<String, String> actual = new TreeMap<>();
    for (JsonNode in : json.path("in")) {
      actual.put("in|" + in.path("currency").asText(), sums(in, "in"));
      if (in.path("rows").asLong() != in.path("lines").asLong()) {
        differences.add("ledger " + id + " has other rows than lines: " + in);
      }
    }
    for (JsonNode out : json.path("out")) {
      String reason = out.path("reason").isNull() ? "" : out.path("reason").asText();
      String key =
          String.join(
              "|",
              out.path("class").asText(),
              out.path("where").asText(),
              reason,
              out.path("currency").asText());
      actual.merge(key, sums(out, out.path("class").asText()), (a, b) -> a + " and " + b);
    }
    Map<String, String> wanted = new TreeMap<>();
    places.forEach((key, place) -> wanted.put(key, sums(place, key)));
    differ(
        "ledger " + id,
        wanted.entrySet().stream().map(Object::toString).toList(),
        actual.entrySet().stream().map(Object::toString).toList());
  }

  /**
   * A null column and an empty sum mean the same here; list_missing counts where list can matter.
   */
  private static String sums(Place place, String key) {
    return "lines "
        + place.lines
        + ", billed "
        + text(place.billed)
        + ", list "
        + text(place.list)
        + ", effective "
        + text(place.effective)
        + (key.startsWith("committed-usage") ? ", list missing " + place.listMissing : "");
  }

  private String sums(JsonNode node, String chargeClass) {
    return "lines "
        + node.path("lines").asLong()
        + ", billed "
        + text(number(node, "billed"))
        + ", list "
        + text(number(node, "list"))
        + ", effective "
        + text(number(node, "effective"))
        + (chargeClass.equals("committed-usage")
            ? ", list missing " + node.path("list_missing").asLong()
            : "");
  }

  private BigDecimal number(JsonNode node, String column) {
    if (node.path(column).isNull() || node.path(column).isMissingNode()) {
      return null;
    }
    String text = node.path(column).asText();
    if (!node.path(column).isTextual() || !text.matches("-?\\d+(\\.\\d+)?")) {
      differences.add("ledger amounts are plain decimal text, not " + node.path(column));
    }
    return new BigDecimal(text);
  }

  private static String text(BigDecimal value) {
    return value == null ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private void unmapped() {
    List<String> wanted = new ArrayList<>();
    expected
        .unmapped()
        .forEach(
            (key, place) ->
                wanted.add(
                    key + "|" + place.firstSeen + "|" + place.lines + "|" + text(place.billed)));
    List<String> actual = new ArrayList<>();
    for (Map<String, String> row : workspace.unmapped()) {
      differ("unmapped provider", List.of("aws"), List.of(row.get("provider")));
      differ("unmapped connector", List.of(Setup.CONNECTOR), List.of(row.get("connector")));
      String billed = row.get("billed_cost");
      actual.add(
          String.join(
              "|",
              row.get("account_id"),
              row.get("period"),
              row.get("currency"),
              row.get("first_seen"),
              row.get("lines"),
              text(billed.isEmpty() ? null : new BigDecimal(billed))));
    }
    differ("unmapped", lines(wanted), lines(actual));
  }

  private static List<String> lines(List<String> lines) {
    return lines.stream().sorted().toList();
  }

  private void differ(String what, Collection<String> wanted, Collection<String> actual) {
    if (List.copyOf(wanted).equals(List.copyOf(actual))) {
      return;
    }
    List<String> missing = new ArrayList<>(wanted);
    actual.forEach(missing::remove);
    List<String> extra = new ArrayList<>(actual);
    wanted.forEach(extra::remove);
    differences.add(what);
    missing.stream().limit(12).forEach(line -> differences.add("   wanted " + line));
    extra.stream().limit(12).forEach(line -> differences.add("   got    " + line));
    if (missing.isEmpty() && extra.isEmpty()) {
      differences.add("   the same, in another order");
    }
  }
}
