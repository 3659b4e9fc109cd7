package io.ratemill.sources.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.BillingFeedContract;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Readings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CurLegacyFeedTest implements BillingFeedContract {
  private static final String REPORT = "reports/hourly";
  private static final String MONTH = REPORT + "/20261001-20261101";
  private static final Instant TIME = BillingFeedContract.timeOf(1);
  static final String HEADER =
      "lineItem/LineItemType,lineItem/UsageAccountId,lineItem/UsageStartDate,lineItem/ProductCode,"
          + "lineItem/UnblendedCost\n";
  static final String LINE = "Usage,111122223333,2026-10-07T00:00:00Z,AmazonEC2,1.25\n";

  @Override
  public BillingFeed feed(Path root) {
    return AwsFeed.of("aws-main", "cur-legacy", root, Grain.SERVICE);
  }

  @Override
  public void deliver(Path root, int version) throws IOException {
    Instant time = BillingFeedContract.timeOf(version);
    Bucket bucket = new Bucket(root);
    String assembly = "assembly-" + version;
    String key = MONTH + "/" + assembly + "/hourly-1.csv.gz";
    bucket.gz(key, HEADER + LINE.repeat(version + 1), time);
    String manifest = Bucket.curManifest(assembly, List.of(key));
    bucket.put(MONTH + "/" + assembly + "/hourly-Manifest.json", manifest, time);
    bucket.put(MONTH + "/hourly-Manifest.json", manifest, time);
  }

  @Override
  public Path part(Path root, int version) {
    return root.resolve(MONTH + "/assembly-" + version + "/hourly-1.csv.gz");
  }

  @Override
  public boolean keepsOldVersions() {
    return true;
  }

  @Test
  void theSlotIsTheReportAndItsPeriod(@TempDir Path root) throws Exception {
    deliver(root, 1);
    Delivery delivery = only(root);
    assertThat(delivery.slot()).isEqualTo("reports/hourly/2026-10");
    assertThat(delivery.id()).isEqualTo("assembly-1");
    assertThat(delivery.period()).isEqualTo("2026-10");
    assertThat(delivery.time()).isEqualTo(TIME);
    assertThat(delivery.marker()).isNull();
  }

  @Test
  void theManifestOfTheMonthStandsInForACopyThatIsNotThere(@TempDir Path root) throws Exception {
    deliver(root, 1);
    Files.delete(root.resolve(MONTH + "/assembly-1/hourly-Manifest.json"));
    Delivery delivery = only(root);
    assertThat(delivery.id()).isEqualTo("assembly-1");
    assertThat(delivery.refusal()).isNull();
    assertThat(delivery.marker()).isNull();
  }

  @Test
  void aManifestOfTheMonthAloneMeansThatFilesAreReplaced(@TempDir Path root) throws Exception {
    overwrite(root, "one", TIME, TIME);
    Delivery delivery = only(root);
    assertThat(delivery.id()).isEqualTo("one");
    assertThat(delivery.marker()).isNotNull();
    assertThat(Readings.of(feed(root), delivery).lines()).isEqualTo(1);
  }

  @Test
  void aPartNewerThanItsManifestIsNotReady(@TempDir Path root) throws Exception {
    overwrite(root, "one", TIME, TIME.plusNanos(1));
    assertThat(only(root).refusal().code()).isEqualTo("not-ready");
    assertThat(only(root).refusal().text()).contains(MONTH + "/hourly-1.csv.gz");
  }

  @Test
  void aManifestThatChangesWhileItsPartsAreReadRefusesTheDelivery(@TempDir Path root)
      throws Exception {
    overwrite(root, "one", TIME, TIME);
    Delivery delivery = only(root);
    new Bucket(root)
        .put(MONTH + "/hourly-Manifest.json", Bucket.curManifest("two", List.of()), TIME);
    FeedException fault =
        catchThrowableOfType(FeedException.class, () -> Readings.of(feed(root), delivery));
    assertThat(fault.refusal().code()).isEqualTo("changed-while-read");
  }

  private void overwrite(Path root, String assembly, Instant marker, Instant part)
      throws IOException {
    String key = MONTH + "/hourly-1.csv.gz";
    new Bucket(root).gz(key, HEADER + LINE, part);
    new Bucket(root)
        .put(MONTH + "/hourly-Manifest.json", Bucket.curManifest(assembly, List.of(key)), marker);
  }

  @Test
  void aMissingPartIsNamedAndHidesNoOtherDelivery(@TempDir Path root) throws Exception {
    deliver(root, 1);
    deliver(root, 2);
    Files.delete(part(root, 2));
    List<Delivery> deliveries = feed(root).discover(NOW);
    assertThat(deliveries).hasSize(2);
    Delivery broken = deliveries.get(1);
    assertThat(broken.refusal().code()).isEqualTo("missing-part");
    assertThat(broken.refusal().text())
        .contains("1 of 1 parts", MONTH + "/assembly-2/hourly-1.csv.gz");
    assertThat(broken.refusal().place()).contains("aws-main", "assembly-2");
    assertThat(deliveries.get(0).refusal()).isNull();
    String pin = broken.pin();
    deliver(root, 2);
    assertThat(feed(root).discover(NOW).get(1).pin()).isNotEqualTo(pin);
    assertThat(feed(root).discover(NOW).get(1).refusal()).isNull();
  }

  @Test
  void aPartIsNeverFoundByItsNameAlone(@TempDir Path root) throws Exception {
    deliver(root, 1);
    deliver(root, 2);
    // Of the same name, in the month folder and in a folder that the key does not name.
    Files.copy(part(root, 1), root.resolve(MONTH + "/hourly-1.csv.gz"));
    Files.delete(part(root, 2));
    assertThat(feed(root).discover(NOW).get(1).refusal().code()).isEqualTo("missing-part");
  }

  @Test
  void keysOfTheOriginalBucketAreFoundInACopyThatBeginsAnywhere(@TempDir Path root)
      throws Exception {
    deliver(root, 1);
    for (String start : List.of("reports", REPORT, MONTH, MONTH + "/assembly-1")) {
      Delivery delivery =
          AwsFeed.of("aws-main", "cur-legacy", root.resolve(start), Grain.SERVICE)
              .discover(NOW)
              .get(0);
      assertThat(delivery.refusal()).as(start).isNull();
      assertThat(delivery.period()).as(start).isEqualTo("2026-10");
    }
  }

  @Test
  void aBrokenManifestRefusesItsDeliveryOnly(@TempDir Path root) throws Exception {
    deliver(root, 1);
    for (String content : List.of("", "{\"assemblyId\": ", "[]", "{}", "{\"assemblyId\": 3} x")) {
      new Bucket(root).put(MONTH + "/assembly-2/hourly-Manifest.json", content, TIME);
      List<Delivery> deliveries = feed(root).discover(NOW);
      assertThat(deliveries).as(content).hasSize(2);
      assertThat(deliveries.get(0).refusal()).as(content).isNull();
      assertThat(deliveries.get(1).refusal().code()).as(content).isEqualTo("broken-marker");
      assertThat(deliveries.get(1).slot()).isEqualTo(deliveries.get(0).slot());
      assertThat(deliveries.get(1).id()).isEqualTo("assembly-2");
    }
  }

  @Test
  void aManifestIsReadAgainOnlyWhenItsPinChanged(@TempDir Path root) throws Exception {
    overwrite(root, "one", TIME, TIME);
    BillingFeed feed = feed(root);
    assertThat(feed.discover(NOW)).singleElement().returns("one", Delivery::id);
    // The same file, size and time: the same pin, whatever it says now.
    overwrite(root, "two", TIME, TIME);
    assertThat(feed.discover(NOW)).singleElement().returns("one", Delivery::id);
    assertThat(feed(root).discover(NOW)).singleElement().returns("two", Delivery::id);
    overwrite(root, "two", TIME.plusSeconds(1), TIME);
    assertThat(feed.discover(NOW)).singleElement().returns("two", Delivery::id);
  }

  @Test
  void twoReportsOfOneNameUnderDifferentPathsAreTwoSlots(@TempDir Path root) throws Exception {
    deliver(root.resolve("payer-1"), 1);
    deliver(root.resolve("payer-2"), 1);
    assertThat(feed(root).discover(NOW))
        .extracting(Delivery::slot)
        .containsExactly("payer-1/reports/hourly/2026-10", "payer-2/reports/hourly/2026-10");
    assertThat(feed(root).discover(NOW)).allMatch(delivery -> delivery.refusal() == null);
  }

  @Test
  void aReportWithoutFilesIsAnEmptyDelivery(@TempDir Path root) throws Exception {
    new Bucket(root)
        .put(MONTH + "/a/hourly-Manifest.json", Bucket.curManifest("a", List.of()), TIME);
    Delivery delivery = only(root);
    assertThat(delivery.refusal()).isNull();
    assertThat(delivery.parts()).isEmpty();
  }

  @Test
  void aRealManifestOfAnyYearIsUnderstood(@TempDir Path root) throws Exception {
    new Bucket(root)
        .resource(
            "p/ReportName/20191201-20200101/ReportName-Manifest.json",
            "manifest-2019-12.json",
            TIME);
    Delivery delivery = only(root);
    assertThat(delivery.period()).isEqualTo("2019-12");
    assertThat(delivery.slot()).isEqualTo("p/ReportName/2019-12");
    assertThat(delivery.id()).isEqualTo("11111111-2222-3333-4444-555555555555");
  }

  @Test
  void theLayoutForAthenaHasMonthsWithoutZero(@TempDir Path root) throws Exception {
    String month = "p/athena/athena/year=2026/month=3";
    String key = month + "/athena-00001.snappy.parquet";
    new Bucket(root).put(key, "PAR1", TIME);
    new Bucket(root).put("p/athena/athena/cost_and_usage_data_status/x.parquet", "PAR1", TIME);
    new Bucket(root).put(month + "/athena-create-table.sql", "x", TIME);
    new Bucket(root).put(month + "/athena-RedshiftManifest.json", "{}", TIME);
    new Bucket(root)
        .put(month + "/athena-Manifest.json", Bucket.curManifest("a", List.of(key)), TIME);
    Delivery delivery = only(root);
    assertThat(delivery.slot()).isEqualTo("p/athena/athena/2026-03");
    assertThat(delivery.refusal()).isNull();
    assertThat(delivery.parts()).singleElement().matches(DeliveryPart::sliceable);
    assertThat(delivery.parts().get(0).location()).isEqualTo(key);
  }

  @Test
  void aReportPackedInZipIsRead(@TempDir Path root) throws Exception {
    String key = MONTH + "/a/hourly-1.csv.zip";
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("hourly-1.csv"));
      zip.write((HEADER + LINE).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    new Bucket(root).put(key, bytes.toByteArray(), TIME);
    new Bucket(root)
        .put(MONTH + "/a/hourly-Manifest.json", Bucket.curManifest("a", List.of("/" + key)), TIME);
    assertThat(Readings.of(feed(root), only(root)).sum().billed()).isEqualByComparingTo("1.25");
  }

  @Test
  void manifestsOfDataExportsBesideReportsAreNotTheirs(@TempDir Path root) throws Exception {
    deliver(root, 1);
    new Bucket(root)
        .put(
            "x/cur2/metadata/BILLING_PERIOD=2026-10/cur2-Manifest.json",
            Bucket.exportManifest("e", "", List.of()),
            TIME);
    new Bucket(root).put("x/cur2/metadata/BILLING_PERIOD=2026-09/cur2-Manifest.json", "{", TIME);
    new Bucket(root).put("app/manifest.json", "{\"name\": \"a web page\"}", TIME);
    assertThat(feed(root).discover(NOW)).extracting(Delivery::id).containsExactly("assembly-1");
  }

  private Delivery only(Path root) throws FeedException {
    List<Delivery> deliveries = feed(root).discover(NOW);
    assertThat(deliveries).hasSize(1);
    return deliveries.get(0);
  }
}
