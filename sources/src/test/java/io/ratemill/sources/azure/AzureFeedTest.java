package io.ratemill.sources.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.BillingFeedContract;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Readings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the actual export in a folder, with a run folder and a manifest each. */
final class AzureFeedTest implements BillingFeedContract {
  static final String HEADER =
      "SubscriptionId,Date,MeterCategory,CostInBillingCurrency,BillingCurrencyCode,"
          + "BillingPeriodStartDate,ChargeType,PricingModel\n";
  private static final String LINE = "sub-1,10/21/2026,Storage,%s,USD,10/01/2026,Usage,OnDemand\n";
  private static final String MONTH = "billing/daily/20261001-20261031/";
  private static final String GUID = "1caaa5a3-2b66-438e-8ab4-bce37d518c5";

  static String lines(int count) {
    return HEADER + LINE.formatted("1.25").repeat(count);
  }

  @Override
  public BillingFeed feed(Path root) {
    return AzureFeed.of("azure-main", "actual", root, Grain.SERVICE);
  }

  @Override
  public void deliver(Path root, int version) throws IOException {
    Container container = new Container(root);
    Instant time = BillingFeedContract.timeOf(version);
    List<String> blobs = new ArrayList<>();
    for (int part = 1; part <= 2; part++) {
      String key = MONTH + GUID + version + "/part_" + part + "_0001.csv";
      container.put(key, lines(version + 1), time);
      blobs.add(key);
    }
    container.put(
        MONTH + GUID + version + "/manifest.json",
        Container.manifest("ActualCost", "daily", GUID + version, time, blobs),
        time);
  }

  @Override
  public Path part(Path root, int version) {
    return root.resolve(MONTH + GUID + version + "/part_1_0001.csv");
  }

  @Override
  public boolean keepsOldVersions() {
    return true;
  }

  private static Delivery only(BillingFeed feed) throws FeedException {
    List<Delivery> all = feed.discover(NOW);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static String code(Delivery delivery) {
    return Objects.requireNonNull(delivery.refusal()).code();
  }

  private Path run(Path root, String type, String export, String run, Instant time, int lines)
      throws IOException {
    String folder = "billing/" + export + "/20261001-20261031/" + run + "/";
    Container container = new Container(root);
    container.put(folder + "part_0_0001.csv", lines(lines), time);
    return container.put(
        folder + "manifest.json",
        Container.manifest(type, export, run, time, List.of(folder + "part_0_0001.csv")),
        time);
  }

  @Test
  void whereNoRunIsOfTheFormatItIsToldWhatLiesThere(@TempDir Path root) throws Exception {
    assertThat(feed(root).insteadOfDeliveries()).isEqualTo("actual: nothing lies there");
    new Container(root).put("other/x.txt", "x", BillingFeedContract.timeOf(1));
    assertThat(feed(root).insteadOfDeliveries())
        .isEqualTo("actual: 1 objects lie there, but no run of an export");
    run(root, "AmortizedCost", "daily", "run-1", BillingFeedContract.timeOf(2), 1);
    run(root, "Usage", "old", "run-2", BillingFeedContract.timeOf(2), 1);
    assertThat(feed(root).insteadOfDeliveries())
        .isEqualTo("actual: runs that lie there are of type AmortizedCost, Usage, or empty");
  }

  @Test
  void aRunIsNewerByItsSubmittedTimeWhateverItsFileTimes(@TempDir Path root) throws Exception {
    run(root, "ActualCost", "daily", "run-new", BillingFeedContract.timeOf(5), 1);
    run(root, "ActualCost", "daily", "run-old", BillingFeedContract.timeOf(2), 1);
    for (String run : List.of("run-new", "run-old")) {
      boolean isOld = run.equals("run-old");
      BillingFeedContract.touch(
          root.resolve("billing/daily/20261001-20261031/" + run + "/manifest.json"),
          BillingFeedContract.timeOf(isOld ? 9 : 6));
    }
    List<Delivery> runs = new ArrayList<>(feed(root).discover(NOW));
    runs.sort(Comparator.comparing(Delivery::time));
    assertThat(runs).extracting(Delivery::id).containsExactly("run-old", "run-new");
    assertThat(runs.get(0).time()).isEqualTo("2026-11-01T08:00:00.123456700Z");
    assertThat(runs)
        .extracting(Delivery::slot)
        .containsOnly((Container.EXPORT + "daily/2026-10").toLowerCase(java.util.Locale.ROOT));
    assertThat(runs).extracting(Delivery::period).containsOnly("2026-10");
  }

  @Test
  void theManifestsTypeNotItsPathSaysWhichDatasetItIs(@TempDir Path root) throws Exception {
    run(root, "AmortizedCost", "actual-daily", "r1", BillingFeedContract.timeOf(1), 1);
    run(root, "ActualCost", "amortized-daily", "r2", BillingFeedContract.timeOf(1), 2);
    run(root, "PriceSheet", "actual-prices", "r3", BillingFeedContract.timeOf(1), 3);
    assertThat(only(feed(root)).id()).isEqualTo("r2");
    BillingFeed amortized = AzureFeed.of("a", "amortized", root, Grain.SERVICE);
    assertThat(only(amortized).id()).isEqualTo("r1");
    assertThat(AzureFeed.of("a", "focus", root, Grain.SERVICE).discover(NOW)).isEmpty();
  }

  @Test
  void twoExportsOfOneNameAreTwoSlotsAndAMovedExportStaysOne(@TempDir Path root) throws Exception {
    Container container = new Container(root);
    Instant time = BillingFeedContract.timeOf(1);
    for (String team : List.of("a", "b")) {
      String folder = team + "/daily/20261001-20261031/r-" + team + "/";
      container.put(folder + "p.csv", lines(1), time);
      container.put(
          folder + "manifest.json",
          Container.manifest(
              "ActualCost",
              "/subscriptions/" + team + "/providers/Microsoft.CostManagement/exports/daily",
              "r-" + team,
              time,
              "",
              List.of(folder + "p.csv")),
          time);
    }
    String moved = "c/daily/20261001-20261031/r-c/";
    container.put(moved + "p.csv", lines(1), time);
    container.put(
        moved + "manifest.json",
        Container.manifest(
            "ActualCost",
            "/Subscriptions/B/providers/microsoft.CostManagement/exports/daily",
            "r-c",
            time.plusSeconds(60),
            "",
            List.of(moved + "p.csv")),
        time);
    assertThat(feed(root).discover(NOW))
        .extracting(each -> each.slot() + " " + each.id())
        .containsExactlyInAnyOrder(
            "/subscriptions/a/providers/microsoft.costmanagement/exports/daily/2026-10 r-a",
            "/subscriptions/b/providers/microsoft.costmanagement/exports/daily/2026-10 r-b",
            "/subscriptions/b/providers/microsoft.costmanagement/exports/daily/2026-10 r-c");
  }

  @Test
  void theManifestOf2021IsReadByItsFolders(@TempDir Path root) throws Exception {
    Container container = new Container(root);
    String folder =
        "cost/partitioned/20230101-20230131/202301041442/73746dc5-5dcc-4b83-b340-bb1bd2b1ca30/";
    Instant copied = BillingFeedContract.timeOf(1);
    container.resource(folder + "manifest.json", "manifest-2021.json", copied);
    container.put(folder + "000001.csv", lines(490), copied);
    Delivery delivery = only(feed(root));
    assertThat(delivery.slot()).isEqualTo("cost/partitioned/2023-01");
    assertThat(delivery.id()).isEqualTo("73746dc5-5dcc-4b83-b340-bb1bd2b1ca30");
    assertThat(delivery.time()).isEqualTo("2023-01-04T14:42:00Z");
    assertThat(delivery.refusal()).isNull();
    assertThat(Readings.of(feed(root), delivery).lines()).isEqualTo(490);
  }

  @Test
  void aPartWithOtherThanTheRowsOfItsManifestRefusesTheRun(@TempDir Path root) throws Exception {
    Container container = new Container(root);
    String folder =
        "cost/partitioned/20230101-20230131/202301041442/73746dc5-5dcc-4b83-b340-bb1bd2b1ca30/";
    Instant copied = BillingFeedContract.timeOf(1);
    container.resource(folder + "manifest.json", "manifest-2021.json", copied);
    container.put(folder + "000001.csv", lines(489), copied);
    FeedException fault =
        catchThrowableOfType(FeedException.class, () -> Readings.of(feed(root), only(feed(root))));
    assertThat(fault.category()).isEqualTo(FeedException.Category.DATA);
    assertThat(fault.refusal().code()).isEqualTo("row-count");
    assertThat(fault.refusal().text()).contains("490", "489");
  }

  @Test
  void anEmptyRunIsNoDelivery(@TempDir Path root) throws Exception {
    run(root, "ActualCost", "daily", "r1", BillingFeedContract.timeOf(1), 1);
    Container container = new Container(root);
    Instant time = BillingFeedContract.timeOf(2);
    String folder = "billing/daily/20261001-20261031/";
    for (String none :
        List.of(
            "\"blobCount\": 0, \"blobs\": []",
            "\"blobCount\": null",
            "\"blobCount\": 1, \"dataRowCount\": 0, \"blobs\": [{\"blobName\": \"x/p.csv\"}]",
            "\"blobs\": []")) {
      container.put(
          folder + "r2/manifest.json",
          "{\"manifestVersion\": \"2024-04-01\", \"exportConfig\": {\"type\": \"ActualCost\"}, "
              + none
              + "}",
          time);
      assertThat(only(feed(root)).id()).isEqualTo("r1");
    }
  }

  @Test
  void aRunWithoutRowCountsIsNotEmpty(@TempDir Path root) throws Exception {
    run(root, "ActualCost", "daily", "r1", BillingFeedContract.timeOf(1), 3);
    assertThat(Readings.of(feed(root), only(feed(root))).lines()).isEqualTo(3);
  }

  @Test
  void partsOfAnyPackingMakeOneRun(@TempDir Path root) throws Exception {
    Container container = new Container(root);
    Instant time = BillingFeedContract.timeOf(1);
    String folder = "billing/daily/20261001-20261031/r1/";
    container.put(folder + "part_0_0001.csv", lines(1), time);
    container.put(folder + "part_1_0001.csv.gz", Container.gzip(lines(2)), time);
    container.put(
        folder + "manifest.json",
        Container.manifest(
            "ActualCost",
            "daily",
            "r1",
            time,
            List.of(folder + "part_0_0001.csv", folder + "part_1_0001.csv.gz")),
        time);
    Readings readings = Readings.of(feed(root), only(feed(root)));
    assertThat(readings.lines()).isEqualTo(3);
    assertThat(readings.sum().billed()).isEqualByComparingTo("3.75");
  }

  @Test
  void anyFolderAboveMayBeThePlace(@TempDir Path root) throws Exception {
    run(root, "ActualCost", "daily", "r1", BillingFeedContract.timeOf(1), 2);
    for (String place :
        List.of(
            "",
            "billing",
            "billing/daily",
            "billing/daily/20261001-20261031",
            "billing/daily/20261001-20261031/r1")) {
      BillingFeed feed = feed(root.resolve(place));
      assertThat(Readings.of(feed, only(feed)).lines()).as(place).isEqualTo(2);
      assertThat(only(feed).period()).isEqualTo("2026-10");
    }
  }

  @Test
  void aRunThatLacksAPartIsRefusedUntilItCame(@TempDir Path root) throws Exception {
    run(root, "ActualCost", "daily", "r1", BillingFeedContract.timeOf(1), 2);
    Path part = root.resolve("billing/daily/20261001-20261031/r1/part_0_0001.csv");
    byte[] content = Files.readAllBytes(part);
    Files.delete(part);
    Delivery refused = only(feed(root));
    assertThat(code(refused)).isEqualTo("missing-part");
    Files.write(part, content);
    BillingFeedContract.touch(part, BillingFeedContract.timeOf(1));
    Delivery whole = only(feed(root));
    assertThat(whole.refusal()).isNull();
    assertThat(whole.pin()).isNotEqualTo(refused.pin());
  }

  @Test
  void aManifestThatNamesFewerBlobsThanItCountsIsBroken(@TempDir Path root) throws Exception {
    Path manifest = run(root, "ActualCost", "daily", "r1", BillingFeedContract.timeOf(1), 2);
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"blobCount\": 1", "\"blobCount\": 2"));
    assertThat(code(only(feed(root)))).isEqualTo("broken-marker");
    Files.writeString(manifest, "{\"manifestVersion\"");
    assertThat(code(only(feed(root)))).isEqualTo("broken-marker");
  }

  @Test
  void aRunFolderWithoutManifestIsAnErrorOnceItIsADayOld(@TempDir Path root) throws Exception {
    run(root, "ActualCost", "daily", "r1", BillingFeedContract.timeOf(1), 2);
    String folder = "billing/daily/20261001-20261031/r2/";
    Path part =
        new Container(root)
            .put(folder + "part_0_0001.csv", lines(9), NOW.minus(Duration.ofHours(23)));
    assertThat(only(feed(root)).id()).isEqualTo("r1");
    BillingFeedContract.touch(part, NOW.minus(Duration.ofHours(25)));
    List<Delivery> now = feed(root).discover(NOW);
    assertThat(now).hasSize(2);
    Delivery refused =
        now.stream().filter(each -> each.refusal() != null).findFirst().orElseThrow();
    assertThat(code(refused)).isEqualTo("no-manifest");
    assertThat(refused.slot()).isEqualTo(only(feed(root), "r1").slot());
  }

  private static Delivery only(BillingFeed feed, String id) throws FeedException {
    return feed.discover(NOW).stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void filesOfOldWithoutManifestAreRunsOfTheirMonth(@TempDir Path root) throws Exception {
    Container container = new Container(root);
    String folder = "export/myExport/20240101-20240131/";
    container.put(folder + "myExport_aaa.csv", lines(1), BillingFeedContract.timeOf(1));
    container.put(folder + "myExport_bbb.csv", lines(2), BillingFeedContract.timeOf(2));
    container.put(
        "export/myExport/20240201-20240229/myExport_ccc.csv",
        lines(3),
        BillingFeedContract.timeOf(2));
    List<Delivery> all = feed(root).discover(NOW);
    assertThat(all)
        .extracting(Delivery::slot)
        .containsExactly(
            "export/myExport/2024-01", "export/myExport/2024-01", "export/myExport/2024-02");
    assertThat(all).extracting(Delivery::period).contains("2024-01", "2024-02");
    assertThat(all.get(1).time()).isAfter(all.get(0).time());
    assertThat(Readings.of(feed(root), all.get(1)).lines()).isEqualTo(2);
  }

  @Test
  void filesOfOldGiveWayToRunsWithManifestsInTheirMonth(@TempDir Path root) throws Exception {
    run(root, "ActualCost", "daily", "r1", BillingFeedContract.timeOf(1), 2);
    new Container(root)
        .put(
            "billing/daily/20261001-20261031/daily_x.csv", lines(1), BillingFeedContract.timeOf(9));
    assertThat(only(feed(root)).id()).isEqualTo("r1");
  }

  @Test
  void aFileReplacedInPlaceIsNotReadUnderTheOldManifest(@TempDir Path root) throws Exception {
    Container container = new Container(root);
    String folder = "billing/daily/20261001-20261031/";
    container.put(folder + "part_0_0001.csv", lines(1), BillingFeedContract.timeOf(1));
    Path manifest =
        container.put(
            folder + "manifest.json",
            Container.manifest(
                "ActualCost",
                "daily",
                "r1",
                BillingFeedContract.timeOf(1),
                List.of(folder + "part_0_0001.csv")),
            BillingFeedContract.timeOf(1));
    Delivery delivery = only(feed(root));
    assertThat(delivery.marker()).isNotNull();
    assertThat(Readings.of(feed(root), delivery).lines()).isEqualTo(1);
    BillingFeedContract.touch(manifest, BillingFeedContract.timeOf(2));
    FeedException fault =
        catchThrowableOfType(FeedException.class, () -> Readings.of(feed(root), delivery));
    assertThat(fault.refusal().code()).isEqualTo("changed-while-read");
    container.put(folder + "part_0_0001.csv", lines(1), BillingFeedContract.timeOf(3));
    assertThat(code(only(feed(root)))).isEqualTo("not-ready");
  }

  @Test
  void aFileOutsideOfAnyMonthIsASlotByItself(@TempDir Path root) throws Exception {
    new Container(root).resource("EA.csv", "ea-actual.csv", BillingFeedContract.timeOf(1));
    Delivery delivery = only(feed(root));
    assertThat(delivery.slot()).isEqualTo("EA.csv");
    assertThat(Readings.of(feed(root), delivery).charges())
        .allMatch(charge -> charge.key().period().toString().equals("2023-09"));
  }

  @Test
  void anUnknownFormatIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> AzureFeed.of("a", "native", Path.of("."), Grain.SERVICE))
        .hasMessageContaining("actual, amortized, focus");
  }
}
