package io.ratemill.sources.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.BillingFeedContract;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Readings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data exports that replace their files in place. */
final class DataExportFeedTest implements BillingFeedContract {
  private static final String PART = "/BILLING_PERIOD=2026-10";
  private static final String DATA = "cur2/payer/monthly/data" + PART;
  private static final String METADATA = "cur2/payer/monthly/metadata" + PART;
  private static final Instant TIME = BillingFeedContract.timeOf(1);
  private static final String CUR_COLUMNS =
      "{\"name\": \"line_item_unblended_cost\", \"type\": \"double\"}";
  private static final String FOCUS_COLUMNS = "{\"name\": \"BilledCost\", \"type\": \"double\"}";
  private static final String HEADER =
      "line_item_line_item_type,line_item_usage_account_id,line_item_usage_start_date,"
          + "line_item_product_code,line_item_unblended_cost,product,line_item_usage_account_name\n";
  private static final String LINE =
      "Usage,111122223333,2026-10-07 00:00:00,AmazonEC2,1.25,"
          + "\"{\"\"product_name\"\":\"\"Elastic \"\",\"\"sku\"\":\"\"S\"\"}\",Team\n";

  @Override
  public BillingFeed feed(Path root) {
    return AwsFeed.of("aws-main", "cur-2.0", root, Grain.SERVICE);
  }

  @Override
  public void deliver(Path root, int version) throws IOException {
    Instant time = BillingFeedContract.timeOf(version);
    Bucket bucket = new Bucket(root);
    String key = DATA + "/monthly-00001.csv.gz";
    bucket.gz(key, HEADER + LINE.repeat(version + 1), time);
    bucket.put(
        METADATA + "/monthly-Manifest.json",
        Bucket.exportManifest(
            "execution-" + version, CUR_COLUMNS, List.of("s3://original-bucket/" + key)),
        time);
  }

  @Override
  public Path part(Path root, int version) {
    return root.resolve(DATA + "/monthly-00001.csv.gz");
  }

  @Override
  public boolean keepsOldVersions() {
    return false;
  }

  @Test
  void theSlotIsTheExportAndItsPeriod(@TempDir Path root) throws Exception {
    deliver(root, 1);
    Delivery delivery = only(root);
    assertThat(delivery.slot()).isEqualTo("cur2/payer/monthly/2026-10");
    assertThat(delivery.id()).isEqualTo("execution-1");
    assertThat(delivery.time()).isEqualTo(TIME);
    assertThat(delivery.marker()).isNotNull();
    Readings readings = Readings.of(feed(root), delivery);
    assertThat(readings.charges()).extracting(c -> c.key().itemName()).containsOnly("Elastic ");
    assertThat(readings.accountRefs()).extracting(a -> a.label()).containsOnly("Team");
  }

  @Test
  void aPartitionInAnyCaseAndAPlainManifestAreUnderstood(@TempDir Path root) throws Exception {
    String data = "e/focus/data/billing_period=2026-09/focus-00001.csv.gz";
    new Bucket(root).gz(data, "", TIME);
    new Bucket(root)
        .put(
            "e/focus/metadata/billing_period=2026-09/Manifest.json",
            Bucket.exportManifest("e1", FOCUS_COLUMNS, List.of(data)),
            TIME);
    List<Delivery> deliveries = AwsFeed.of("aws-focus", "focus", root, Grain.SERVICE).discover(NOW);
    assertThat(deliveries).singleElement().matches(each -> each.refusal() == null);
    assertThat(deliveries.get(0).slot()).isEqualTo("e/focus/2026-09");
    assertThat(feed(root).discover(NOW)).isEmpty();
    assertThat(
            Readings.of(AwsFeed.of("aws-focus", "focus", root, Grain.SERVICE), deliveries.get(0))
                .lines())
        .isZero();
  }

  @Test
  void whereThereIsNoDeliveryOfTheFormatWhatThereIsIsSaid(@TempDir Path root) throws Exception {
    BillingFeed legacy = AwsFeed.of("aws-main", "cur-legacy", root, Grain.SERVICE);
    assertThat(legacy.insteadOfDeliveries()).isEqualTo("nothing lies there");
    new Bucket(root).put("a/b.csv", "1", TIME);
    assertThat(legacy.insteadOfDeliveries())
        .isEqualTo("1 objects lie there, but no manifest of an export among them");
    deliver(root, 1);
    assertThat(legacy.discover(NOW)).isEmpty();
    assertThat(legacy.insteadOfDeliveries())
        .isEqualTo("deliveries of format cur-2.0 lie there, none of format cur-legacy");
  }

  @Test
  void executionsOfTheirOwnFoldersAreDeliveriesInTheOrderOfTheFoldersTimes(@TempDir Path root)
      throws Exception {
    String first = execution(root, "2026-10-02T13:14:43.337Z-aaaa", "aaaa", TIME.plusSeconds(9));
    String second = execution(root, "2026-10-03T01:00:00Z-bbbb", "bbbb", TIME);
    new Bucket(root)
        .put(
            METADATA + "/monthly-Manifest.json",
            Bucket.exportManifest("bbbb", CUR_COLUMNS, List.of(second)),
            TIME);
    List<Delivery> deliveries = feed(root).discover(NOW);
    assertThat(deliveries).extracting(Delivery::id).containsExactlyInAnyOrder("aaaa", "bbbb");
    assertThat(deliveries).allMatch(each -> each.refusal() == null && each.marker() == null);
    assertThat(deliveries)
        .filteredOn(each -> each.id().equals("aaaa"))
        .extracting(Delivery::time)
        .containsExactly(Instant.parse("2026-10-02T13:14:43.337Z"));
    assertThat(first).contains("aaaa");
  }

  @Test
  void withoutACopyTheManifestOfThePartitionMeansTheExecution(@TempDir Path root) throws Exception {
    String key = execution(root, "2026-10-03T01:00:00Z-bbbb", "bbbb", TIME);
    Files.delete(root.resolve(METADATA + "/2026-10-03T01:00:00Z-bbbb/monthly-Manifest.json"));
    new Bucket(root)
        .put(
            METADATA + "/monthly-Manifest.json",
            Bucket.exportManifest("bbbb", CUR_COLUMNS, List.of(key)),
            TIME.minusSeconds(60));
    Delivery delivery = only(root);
    assertThat(delivery.time()).isEqualTo(Instant.parse("2026-10-03T01:00:00Z"));
    assertThat(delivery.marker()).isNull();
    assertThat(delivery.refusal()).isNull();
  }

  private static String execution(Path root, String folder, String id, Instant time)
      throws IOException {
    String key = DATA + "/" + folder + "/monthly-00001.csv.gz";
    new Bucket(root).gz(key, HEADER + LINE, time);
    new Bucket(root)
        .put(
            METADATA + "/" + folder + "/monthly-Manifest.json",
            Bucket.exportManifest(id, CUR_COLUMNS, List.of(key)),
            time);
    return key;
  }

  @Test
  void dataFilesMayBeUrlsKeysOrObjects(@TempDir Path root) throws Exception {
    deliver(root, 1);
    String key = DATA + "/monthly-00001.csv.gz";
    for (String file :
        List.of(
            "\"s3://b/" + key + "\"",
            "\"" + key + "\"",
            "\"/" + key + "\"",
            "{\"key\": \"" + key + "\", \"size\": 3}",
            "{\"s3Uri\": \"s3://b/" + key + "\"}")) {
      new Bucket(root)
          .put(
              METADATA + "/monthly-Manifest.json",
              "{\"executionId\": \"x\", \"dataFiles\": [" + file + "]}",
              TIME);
      assertThat(only(root).refusal()).as(file).isNull();
      assertThat(only(root).parts().get(0).location()).as(file).isEqualTo(key);
    }
  }

  @Test
  void onlyFilesThatTheManifestNamesAreRead(@TempDir Path root) throws Exception {
    deliver(root, 1);
    new Bucket(root).gz(DATA + "/monthly-00002.csv.gz", HEADER + LINE, TIME);
    assertThat(Readings.of(feed(root), only(root)).lines()).isEqualTo(2);
  }

  @Test
  void emptyChunksOfEveryKindHaveNoLines(@TempDir Path root) throws Exception {
    deliver(root, 1);
    Bucket bucket = new Bucket(root);
    bucket.gz(DATA + "/monthly-00002.csv.gz", HEADER, TIME);
    bucket.gz(DATA + "/monthly-00003.csv.gz", "", TIME);
    List<String> keys =
        List.of(
            DATA + "/monthly-00001.csv.gz",
            DATA + "/monthly-00002.csv.gz",
            DATA + "/monthly-00003.csv.gz");
    bucket.put(
        METADATA + "/monthly-Manifest.json", Bucket.exportManifest("x", CUR_COLUMNS, keys), TIME);
    assertThat(Readings.of(feed(root), only(root)).lines()).isEqualTo(2);
  }

  @Test
  void aBrokenManifestRefusesItsSlotOnly(@TempDir Path root) throws Exception {
    deliver(root, 1);
    new Bucket(root)
        .put("cur2/payer/monthly/metadata/BILLING_PERIOD=2026-09/monthly-Manifest.json", "{", TIME);
    List<Delivery> deliveries = feed(root).discover(NOW);
    assertThat(deliveries).hasSize(2);
    assertThat(deliveries)
        .filteredOn(each -> each.refusal() != null)
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.slot()).isEqualTo("cur2/payer/monthly/2026-09");
              assertThat(each.refusal().code()).isEqualTo("broken-marker");
            });
  }

  private Delivery only(Path root) throws FeedException {
    List<Delivery> deliveries = feed(root).discover(NOW);
    assertThat(deliveries).hasSize(1);
    return deliveries.get(0);
  }
}
