package io.ratemill.sources.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.BillingFeedContract;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Readings;
import io.ratemill.sources.gcp.GcpFeed.Markers;
import io.ratemill.sources.store.FolderPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GcpFeedTest implements BillingFeedContract {
  private static final Instant TIME = BillingFeedContract.timeOf(1);
  private static final String ONE = RunFolder.HEADER + RunFolder.row(Map.of());

  @Override
  public BillingFeed feed(Path root) {
    return feed(root, "standard", Markers.REQUIRED);
  }

  private static BillingFeed feed(Path root, String format, Markers markers) {
    return GcpFeed.of("gcp", format, new FolderPlace(root.toString()), markers, Grain.SERVICE);
  }

  @Override
  public void deliver(Path root, int version) throws IOException {
    RunFolder run =
        new RunFolder(root, "2026-10", "run-" + version, BillingFeedContract.timeOf(version));
    Path file = run.path().resolve("part-000.parquet");
    parquet(file, version + 1);
    run.file("part-000.parquet", Files.readAllBytes(file)).set("partition", "2026-10-05").mark();
  }

  /** Rows as BigQuery nests them: structs, and a list of credits that is empty here. */
  private static void parquet(Path file, int rows) throws IOException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      sql.execute(
          """
          COPY (SELECT 'AAAA' AS billing_account_id, {'month': '202610'} AS invoice,
            'regular' AS cost_type, {'id': 'S', 'description': 'Storage'} AS service,
            {'id': 'K', 'description': 'Disk'} AS sku,
            TIMESTAMP '2026-10-05 07:00:00' AS usage_start_time,
            {'id': 'shop', 'name': 'Shop', 'labels': [{'key': 'a', 'value': 'b'}]} AS project,
            [{'key': 'x', 'value': 'y'}, {'key': 'x', 'value': 'z'}] AS labels,
            CAST(0.1 AS DOUBLE) AS cost, CAST(0.2 AS DOUBLE) AS cost_at_list, 'USD' AS currency,
            CAST([] AS STRUCT(name VARCHAR, amount DOUBLE, type VARCHAR)[]) AS credits
            FROM range(%d)) TO '%s' (FORMAT parquet)
          """
              .formatted(rows, file));
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  @Override
  public Path part(Path root, int version) {
    return root.resolve("billing_period=2026-10/run-" + version + "/part-000.parquet");
  }

  @Override
  public boolean keepsOldVersions() {
    return true;
  }

  @Test
  void aSlotIsTheTableThePeriodAndThePartitionAndItsTimeTheNewestExportTime(@TempDir Path root)
      throws Exception {
    run(root, "2026-10", "a")
        .set("partition", "2026-10-05")
        .set("maxExportTime", "2026-10-06 01:02:03.5 UTC")
        .mark();
    run(root, "2026-10", "b").set("partition", "2026-10-05").mark();
    run(root, "2026-10", "c").set("partition", "2026-10-06").mark();
    run(root, "2026-11", "d").set("partition", "2026-10-05").mark();
    run(root.resolve("other"), "2026-10", "e").set("partition", "2026-10-05").mark();
    List<Delivery> found = feed(root).discover(NOW);
    assertThat(found).allMatch(delivery -> delivery.refusal() == null);
    String october = RunFolder.TABLE + "/2026-10/";
    assertThat(found)
        .extracting(Delivery::id)
        .containsExactlyInAnyOrder(
            october + "2026-10-05 a",
            october + "2026-10-05 b",
            october + "2026-10-06 c",
            RunFolder.TABLE + "/2026-11/2026-10-05 d",
            "other/" + october + "2026-10-05 e");
    assertThat(found.stream().map(Delivery::slot).distinct())
        .containsExactlyInAnyOrder(
            october + "2026-10-05",
            october + "2026-10-06",
            RunFolder.TABLE + "/2026-11/2026-10-05",
            "other/" + october + "2026-10-05");
    Delivery first = ofRun(found, "a");
    assertThat(first.time()).isEqualTo(Instant.parse("2026-10-06T01:02:03.5Z"));
    assertThat(first.period()).isEqualTo("2026-10");
  }

  private static Delivery ofRun(List<Delivery> found, String run) {
    return found.stream().filter(each -> each.id().endsWith(" " + run)).findFirst().orElseThrow();
  }

  private static RunFolder run(Path root, String month, String run) throws IOException {
    return new RunFolder(root, month, run, TIME).file("part.csv", ONE);
  }

  @Test
  void aRunWithoutAMarkerIsRefusedAsALaterDeliveryOfItsMonthsNewestSlot(@TempDir Path root)
      throws Exception {
    run(root, "2026-10", "whole").set("maxExportTime", "2026-10-06T00:00:00Z").mark();
    run(root, "2026-10", "other")
        .set("partition", "2026-10-01")
        .set("maxExportTime", "2026-10-02T00:00:00Z")
        .mark();
    run(root, "2026-10", "unmarked");
    List<Delivery> found = feed(root).discover(NOW);
    assertThat(found).hasSize(3);
    Delivery refused = found.get(2);
    assertThat(refused.refusal().code()).isEqualTo("no-marker");
    assertThat(refused.refusal().text()).contains("_ratemill.json", "marker: none");
    Delivery whole = ofRun(found, "whole");
    assertThat(refused.slot()).isEqualTo(whole.slot());
    assertThat(refused.time()).isEqualTo(TIME).isAfter(whole.time());
    assertThat(refused.period()).isEqualTo("2026-10");
  }

  @Test
  void aRunOfSeveralPartitionsIsADeliveryOfEachWhoseIdStaysWhenMoreArrive(@TempDir Path root)
      throws Exception {
    run(root, "2026-10", "a").set("runId", "r").set("partition", "2026-10-05").mark();
    assertThat(feed(root).discover(NOW))
        .extracting(Delivery::id)
        .containsExactly(RunFolder.TABLE + "/2026-10/2026-10-05 r");
    run(root, "2026-10", "b").set("runId", "r").set("partition", "2026-10-06").mark();
    run(root, "2026-10", "c").set("runId", "s").set("partition", "2026-10-06").mark();
    assertThat(feed(root).discover(NOW))
        .extracting(Delivery::id)
        .containsExactlyInAnyOrder(
            RunFolder.TABLE + "/2026-10/2026-10-05 r",
            RunFolder.TABLE + "/2026-10/2026-10-06 r",
            RunFolder.TABLE + "/2026-10/2026-10-06 s");
  }

  @Test
  void aMarkerThatIsWrittenLaterOutdatesARunWithoutOne(@TempDir Path root) throws Exception {
    RunFolder whole = run(root, "2026-10", "whole").set("maxExportTime", "2026-12-24T00:00:00Z");
    Path marker = whole.mark();
    run(root, "2026-10", "unmarked");
    assertThat(unmarked(root).time()).isEqualTo("2026-12-24T00:00:00.001Z");
    BillingFeedContract.touch(marker, TIME.plusSeconds(60));
    assertThat(unmarked(root).time()).isEqualTo(TIME);
  }

  private Delivery unmarked(Path root) throws FeedException {
    return feed(root).discover(NOW).stream()
        .filter(each -> each.refusal() != null)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRunWithoutAMarkerInAMonthWithoutAnyOtherHoldsThatMonthBack(@TempDir Path root)
      throws Exception {
    run(root, "2026-10", "unmarked");
    Delivery refused = feed(root).discover(NOW).get(0);
    assertThat(refused.slot()).isEqualTo("billing_period=2026-10/unmarked");
    assertThat(refused.period()).isEqualTo("2026-10");
  }

  @Test
  void underMarkerNoneAllFilesOfAMonthAreOneDelivery(@TempDir Path root) throws Exception {
    run(root, "2026-10", "a");
    run(root, "2026-10", "b/deeper");
    run(root, "2026-11", "c").mark();
    BillingFeed feed = feed(root, "standard", Markers.NONE);
    List<Delivery> found = feed.discover(NOW);
    assertThat(found)
        .extracting(delivery -> delivery.slot() + " " + delivery.period())
        .containsExactly("billing_period=2026-10 2026-10", "billing_period=2026-11 2026-11");
    assertThat(Readings.of(feed, found.get(0)).lines()).isEqualTo(2);
    run(root, "2026-10", "d");
    Delivery next = feed.discover(NOW).get(0);
    assertThat(next.slot()).isEqualTo(found.get(0).slot());
    assertThat(next.id()).isNotEqualTo(found.get(0).id());
    assertThat(next.pin()).isNotEqualTo(found.get(0).pin());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | it is empty",
        "{ | it is no JSON",
        "[] | it is no JSON object",
        "{\"maxExportTime\": \"2026-10-06T00:00:00Z\"} | it has no list files",
        "{\"files\": []} | it has no maxExportTime",
        "{\"files\": [], \"maxExportTime\": \"soon\"} | its maxExportTime 'soon' is no time",
        "{\"files\": [{\"bytes\": 1}], \"maxExportTime\": \"2026-10-06T00:00:00Z\"} | has no name",
        "{\"files\": [], \"period\": \"10/2026\"} | its period '10/2026' is not written as yyyy-MM"
      })
  void aMarkerThatCannotBeReadRefusesItsRun(String json, String why, @TempDir Path root)
      throws Exception {
    run(root, "2026-10", "a").write(json);
    assertThat(feed(root).discover(NOW))
        .singleElement()
        .satisfies(
            delivery -> {
              assertThat(delivery.refusal().code()).isEqualTo("broken-marker");
              assertThat(delivery.refusal().text()).contains(why);
            });
  }

  @Test
  void aMarkerInTheFolderOfAnotherMonthIsRefused(@TempDir Path root) throws Exception {
    run(root, "2026-10", "a").set("period", "2026-11").mark();
    assertThat(feed(root).discover(NOW).get(0).refusal().text())
        .contains("names period 2026-11 and lies in the folder of 2026-10");
  }

  @Test
  void aFileThatIsMissingOrHasAnotherSizeRefusesItsRun(@TempDir Path root) throws Exception {
    RunFolder run = run(root, "2026-10", "a");
    run.mark();
    Path file = run.path().resolve("part.csv");
    Files.writeString(file, ONE + RunFolder.row(Map.of()));
    assertThat(feed(root).discover(NOW).get(0).refusal().code()).isEqualTo("wrong-size");
    Files.delete(file);
    Delivery missing = feed(root).discover(NOW).get(0);
    assertThat(missing.refusal().code()).isEqualTo("missing-part");
    assertThat(missing.refusal().text()).contains("part.csv");
  }

  @Test
  void filesLeftBehindByALargerExportAreNotRead(@TempDir Path root) throws Exception {
    RunFolder run = run(root, "2026-10", "a");
    run.mark();
    Files.writeString(run.path().resolve("part-000000000001.csv"), ONE);
    BillingFeed feed = feed(root);
    Delivery delivery = feed.discover(NOW).get(0);
    assertThat(feed.discover(NOW)).hasSize(1);
    assertThat(Readings.of(feed, delivery).lines()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "part.csv",
        "gs://bucket/billing_period=2026-10/a/part.csv",
        "exports/billing_period=2026-10/a/part.csv"
      })
  void aFileIsNamedByItselfOrByItsFullPath(String name, @TempDir Path root) throws Exception {
    run(root, "2026-10", "a")
        .write(
            "{\"files\": [{\"name\": \"%s\"}], \"maxExportTime\": \"2026-10-06T00:00:00Z\"}"
                .formatted(name));
    Delivery delivery = feed(root).discover(NOW).get(0);
    assertThat(delivery.refusal()).isNull();
    assertThat(delivery.id()).isEqualTo("2026-10 a");
    assertThat(Readings.of(feed(root), delivery).lines()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"part.json", "part.json.gz", "part.avro"})
  void aFileOfAKindThatIsNotReadIsNamedForWhatItIs(String name, @TempDir Path root)
      throws Exception {
    new RunFolder(root, "2026-10", "a", TIME).file(name, "{}").mark();
    BillingFeed feed = feed(root);
    Delivery delivery = feed.discover(NOW).get(0);
    FeedException fault =
        catchThrowableOfType(FeedException.class, () -> Readings.of(feed, delivery));
    assertThat(fault.refusal().code()).isEqualTo("unreadable");
    assertThat(fault.refusal().text()).contains("export with format = 'PARQUET'");
  }

  @Test
  void ofSeveralTablesInOnePlaceTheFormatsOwnIsRead(@TempDir Path root) throws Exception {
    String detailed = "p.billing.gcp_billing_export_resource_v1_0000";
    String reseller = "p.billing.reseller_billing_detailed_export_v1";
    String focus = "p.gcp_billing_immutable_0000_eu.gcp_billing_export_focus_0000";
    String view = "p.views.bills";
    for (String table : List.of(RunFolder.TABLE, detailed, reseller, focus, view)) {
      run(root, "2026-10", "of-" + table).set("table", table).mark();
    }
    for (String[] expected :
        List.of(
            new String[] {"standard", RunFolder.TABLE},
            new String[] {"detailed", detailed},
            new String[] {"reseller", reseller},
            new String[] {"focus", focus})) {
      assertThat(feed(root, expected[0], Markers.REQUIRED).discover(NOW))
          .extracting(Delivery::id)
          .extracting(id -> id.substring(id.indexOf(' ') + 1))
          .containsExactlyInAnyOrder("of-" + expected[1], "of-" + view);
    }
  }

  @Test
  void aFocusExportIsReadAsFocusWithGooglesAccounts(@TempDir Path root) throws Exception {
    new RunFolder(root, "2026-10", "a", TIME)
        .set("table", "gcp_billing_export_focus_0000")
        .file(
            "focus.csv",
            """
            BilledCost,EffectiveCost,ListCost,BillingCurrency,ChargeCategory,ChargePeriodStart,BillingPeriodStart,ServiceName,BillingAccountId,SubAccountId,SubAccountName,PublisherName,ProviderName,x_Credits
            1.25,1.25,2,EUR,Usage,2026-10-05T00:00:00Z,2026-10-01T00:00:00Z,Storage,AAAA,shop-1,Shop,Google Cloud,Google Cloud,"[{""Amount"": -9}]"
            """)
        .mark();
    BillingFeed feed = feed(root, "focus", Markers.REQUIRED);
    Readings readings = Readings.of(feed, feed.discover(NOW).get(0));
    assertThat(readings.lines()).isEqualTo(1);
    assertThat(readings.charge().sums().billed()).isEqualByComparingTo("1.25");
    assertThat(readings.accountRefs().get(0).provider()).isEqualTo("gcp");
    assertThat(readings.accountRefs().get(0).ids()).containsExactly("shop-1", "AAAA");
  }
}
