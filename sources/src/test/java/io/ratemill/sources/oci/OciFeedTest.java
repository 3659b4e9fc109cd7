package io.ratemill.sources.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.model.AccountRef;
import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.BillingFeedContract;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Readings;
import io.ratemill.sources.store.FolderPlace;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StorePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OciFeedTest implements BillingFeedContract {
  private static final String COST = "reports/cost-csv/0000000030000001-00001.csv.gz";
  private static final String FOCUS = "FOCUS Reports/2026/10/07/0000000030000001-00001.csv.gz";
  private static final String FOCUS_TEXT =
      "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,ChargeCategory,"
          + "ChargePeriodStart,InvoiceIssuer,ListCost,EffectiveCost,PricingQuantity,PricingUnit,"
          + "Provider,Publisher,Region,ServiceName,SkuId,SubAccountId,UsageQuantity,UsageUnit,"
          + "PricingCurrencyEffectiveCost ,oci_CompartmentId,oci_CompartmentName,oci_CostOverage,"
          + "oci_BackReferenceNumber\n"
          + "1.5,t,EUR,2026-10-01T00:00:00Z,Usage,2026-10-07T10:00:00Z,Oracle,2,0,3,Hours,Oracle,"
          + "Oracle,eu-frankfurt-1,COMPUTE,B88317,s,3,HOURS,9,c,dev,99,17053\n";

  @Override
  public BillingFeed feed(Path root) {
    return feed(root, "cost");
  }

  private static BillingFeed feed(Path root, String format) {
    return OciFeed.of("oci-main", format, new FolderPlace(root.toString()), Grain.SERVICE);
  }

  @Override
  public void deliver(Path root, int version) throws IOException {
    put(root, COST, CostReport.usual().lines(version + 1).gzip(), version);
  }

  private static void put(Path root, String key, byte[] content, int version) throws IOException {
    Path file = root.resolve(key);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    BillingFeedContract.touch(file, BillingFeedContract.timeOf(version));
  }

  @Override
  public Path part(Path root, int version) {
    return root.resolve(COST);
  }

  @Override
  public boolean keepsOldVersions() {
    return false;
  }

  private static void fill(Path root) throws IOException {
    for (String key :
        List.of(
            COST,
            "reports/cost-csv/0000000030000002-00001.csv.gz",
            "reports/cost-csv/0000000030000002-00002.csv.gz",
            "reports/cost-csv/0000000030000003-00001.csv",
            "reports/cost-csv/README.md",
            "reports/cost-csv/.0000000030000004-00001.csv.gz",
            "reports/cost-csv/0000000030000004-00001.csv.gz.part",
            "reports/cost-csv-old/0000000030000001-00001.csv.gz",
            "reports/usage-csv/0000000030000001-00001.csv.gz",
            "0000000030000001-00001.csv.gz",
            FOCUS)) {
      put(root, key, CostReport.usual().line().gzip(), 1);
    }
  }

  @Test
  void theFormatChoosesTheFolderAndEveryReportIsASlot(@TempDir Path root) throws Exception {
    fill(root);
    assertThat(feed(root, "cost").discover(NOW))
        .extracting(Delivery::slot)
        .containsExactly(
            COST,
            "reports/cost-csv/0000000030000002-00001.csv.gz",
            "reports/cost-csv/0000000030000002-00002.csv.gz",
            "reports/cost-csv/0000000030000003-00001.csv");
    assertThat(feed(root, "focus").discover(NOW)).extracting(Delivery::slot).containsExactly(FOCUS);
    assertThatThrownBy(() -> feed(root, "usage"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use one of cost, focus");
  }

  @Test
  void aReportThatAppearsLateWithAnEarlierNameIsFound(@TempDir Path root) throws Exception {
    put(root, "reports/cost-csv/0000000030000009-00001.csv.gz", CostReport.usual().gzip(), 1);
    assertThat(feed(root).discover(NOW)).hasSize(1);
    put(root, COST, CostReport.usual().gzip(), 2);
    assertThat(feed(root).discover(NOW)).extracting(Delivery::slot).contains(COST);
  }

  @Test
  void aReportBesideItsUnpackedSelfIsNotCountedTwice(@TempDir Path root) throws Exception {
    deliver(root, 1);
    put(root, COST.replace(".gz", ""), CostReport.usual().gzip(), 1);
    List<Delivery> both = feed(root).discover(NOW);
    assertThat(both).hasSize(2);
    Delivery unpacked = both.get(0);
    assertThat(unpacked.refusal()).isNotNull();
    assertThat(unpacked.refusal().code()).isEqualTo("twice");
    assertThat(unpacked.refusal().text()).contains(COST, "remove one of them");
    assertThat(both.get(1).refusal()).isNull();
    Files.delete(root.resolve(COST));
    Delivery alone = feed(root).discover(NOW).get(0);
    assertThat(alone.refusal()).isNull();
    assertThat(alone.pin()).isNotEqualTo(unpacked.pin());
  }

  @Test
  void focusReportsOfOraclesOldNamesAreRead(@TempDir Path root) throws Exception {
    put(root, FOCUS, CostReport.gzip(FOCUS_TEXT), 1);
    BillingFeed feed = OciFeed.of("o", "focus", new FolderPlace(root.toString()), Grain.SKU);
    Readings readings = Readings.of(feed, feed.discover(NOW).get(0));
    assertThat(readings.accountRefs())
        .containsExactly(new AccountRef("oci", List.of("c", "s", "t"), "dev"));
    assertThat(readings.charge().key().item()).isEqualTo("B88317");
    assertThat(readings.charge().key().marketplace()).isFalse();
    assertThat(readings.charge().sums().billed()).isEqualByComparingTo("1.5");
    assertThat(readings.charge().sums().list()).isEqualByComparingTo("2");
    assertThat(readings.charge().sums().effective()).isEqualByComparingTo("0");
    assertThat(readings.charge().sums().contracted()).isNull();
    assertThat(readings.charge().sums().quantity()).isEqualByComparingTo("3");
  }

  @Test
  void theBucketAndItsCopyGiveTheSameSlotsTimesAndLines(@TempDir Path root, @TempDir Path keys)
      throws Exception {
    fill(root);
    try (FakeObjectStorage storage = new FakeObjectStorage()) {
      try (var files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          storage.put(
              root.relativize(file).toString(),
              Files.readAllBytes(file),
              Files.getLastModifiedTime(file).toInstant());
        }
      }
      Path secret = Files.writeString(keys.resolve("key"), storage.key().file());
      StorePlace bucket =
          new OciPlace(
              FakeObjectStorage.NAMESPACE,
              FakeObjectStorage.TENANCY,
              "",
              "",
              storage.endpoint(),
              new Secret(Secret.Kind.FILE, secret.toString()),
              Map.of());
      BillingFeed there = OciFeed.of("oci-main", "cost", bucket, Grain.SERVICE);
      storage.requests();
      List<Delivery> found = there.discover(NOW);
      assertThat(storage.requests()).isEqualTo(1);
      assertThat(found)
          .usingRecursiveComparison()
          .ignoringFieldsMatchingRegexes(".*pin", "id")
          .isEqualTo(feed(root).discover(NOW));
      assertThat(found.get(0).id()).matches("\\Q" + COST + "\\E@etag-\\d+");
      Readings readings = Readings.of(there, found.get(0));
      assertThat(readings.sum().billed()).isEqualByComparingTo("0.012264277499950943");
      storage.put(COST, CostReport.usual().lines(2).gzip(), BillingFeedContract.timeOf(2));
      FeedException fault =
          catchThrowableOfType(FeedException.class, () -> Readings.of(there, found.get(0)));
      assertThat(fault.refusal().code()).isEqualTo("changed-while-read");
      Delivery newer = there.discover(NOW).get(0);
      assertThat(newer.slot()).isEqualTo(COST);
      assertThat(newer.id()).isNotEqualTo(found.get(0).id());
      assertThat(Readings.of(there, newer).lines()).isEqualTo(2);
    }
  }

  @Test
  void aBucketThatCannotBeSeenIsTheConfigurationsFault(@TempDir Path keys) throws Exception {
    try (FakeObjectStorage storage = new FakeObjectStorage()) {
      storage.hide();
      Path secret = Files.writeString(keys.resolve("key"), storage.key().file());
      BillingFeed feed =
          OciFeed.of(
              "oci-main",
              "cost",
              new OciPlace(
                  FakeObjectStorage.NAMESPACE,
                  FakeObjectStorage.TENANCY,
                  "",
                  "",
                  storage.endpoint(),
                  new Secret(Secret.Kind.FILE, secret.toString()),
                  Map.of()),
              Grain.SERVICE);
      FeedException fault = catchThrowableOfType(FeedException.class, () -> feed.discover(NOW));
      assertThat(fault.category()).isEqualTo(FeedException.Category.USER_CONFIG);
      assertThat(fault.refusal().code()).isEqualTo("no-place");
      assertThat(fault.refusal().text()).contains("check namespace, bucket (the tenancy's OCID)");
    }
  }
}
