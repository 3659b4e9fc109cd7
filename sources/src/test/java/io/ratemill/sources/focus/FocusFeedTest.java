package io.ratemill.sources.focus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.AccountCharges;
import io.ratemill.model.Charge;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostSums;
import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.BillingFeedContract;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.Drained;
import io.ratemill.sources.Readings;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.charges.ChargeTable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FocusFeedTest implements BillingFeedContract {
  private static final String HEADER =
      "BilledCost,BillingCurrency,ChargeCategory,BillingPeriodStart,ChargePeriodStart,ServiceName,"
          + "BillingAccountId,SubAccountId,ProviderName\n";
  private static final String LINE =
      "1.5,USD,Usage,2026-10-01T00:00:00Z,2026-10-07T00:00:00Z,Compute,1,2,Some Cloud\n";

  @Override
  public BillingFeed feed(Path root) {
    return FocusFeed.of("focus-main", root, Grain.SERVICE);
  }

  @Override
  public void deliver(Path root, int version) throws IOException {
    Path file = part(root, version);
    Files.createDirectories(file.getParent());
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((HEADER + LINE.repeat(version + 1)).getBytes(StandardCharsets.UTF_8));
    }
    BillingFeedContract.touch(file, BillingFeedContract.timeOf(version));
  }

  @Override
  public Path part(Path root, int version) {
    return root.resolve("2026/10/bill.csv.gz");
  }

  @Override
  public boolean keepsOldVersions() {
    return false;
  }

  @Test
  void everyBillFileIsASlotOfItsOwnAndOtherFilesAreNone(@TempDir Path root) throws Exception {
    for (String name :
        List.of(
            "a.csv",
            "b/a.csv",
            "c.CSV.GZ",
            "d.parquet",
            "README.md",
            ".e.csv",
            "_f.csv",
            "g.csv.tmp",
            "h.csv.part",
            "_i/j.csv",
            ".k/l.csv")) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, HEADER + LINE);
    }
    assertThat(feed(root).discover(NOW))
        .extracting(Delivery::slot)
        .containsExactlyInAnyOrder("a.csv", "b/a.csv", "c.CSV.GZ", "d.parquet");
  }

  @Test
  void theSampleOfTheFoundationGivesItsControlTotals(@TempDir Path root) throws Exception {
    Path file = root.resolve("focus-1.0-sample.csv.gz");
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("/focus/focus-1.0-sample.csv.gz"))) {
      Files.copy(in, file);
    }
    BillingFeed feed = feed(root);
    Readings readings = Readings.of(feed, feed.discover(NOW.plusSeconds(1 << 28)).get(0));
    CostSums sum = readings.sum();
    assertThat(sum.lines()).isEqualTo(1000);
    assertThat(sum.billed()).isEqualByComparingTo("20.52022672899");
    assertThat(sum.list()).isEqualByComparingTo("20.39090575119");
    assertThat(linesOf(readings, "aws")).isEqualTo(942);
    assertThat(linesOf(readings, "azure")).isEqualTo(51);
    assertThat(linesOf(readings, "oci")).isEqualTo(7);
    assertThat(readings.charges().filter(charge -> charge.key().marketplace()))
        .extracting(charge -> charge.sums().lines())
        .containsExactly(1L);
    assertThat(linesOf(readings, ChargeClass.USAGE)).isEqualTo(993);
    assertThat(linesOf(readings, ChargeClass.COMMITTED_USAGE)).isEqualTo(4);
    assertThat(linesOf(readings, ChargeClass.ADJUSTMENT)).isEqualTo(2);
    assertThat(linesOf(readings, ChargeClass.CREDIT)).isEqualTo(1);
    BigDecimal committed =
        readings
            .charges()
            .filter(charge -> charge.key().chargeClass() == ChargeClass.COMMITTED_USAGE)
            .map(charge -> charge.sums().listPriced())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(committed).isEqualByComparingTo("0.14267902220");
    assertThat(readings.warnings()).isEmpty();
  }

  @Test
  void chargesHandedOverEarlyAddUpToTheSame(@TempDir Path root) throws Exception {
    StringBuilder csv = new StringBuilder(HEADER);
    for (int i = 0; i < 20_000; i++) {
      csv.append(LINE.replace(",2,", "," + i % 17 + ","));
    }
    Files.writeString(root.resolve("bill.csv"), csv);
    BillingFeedContract.touch(root.resolve("bill.csv"), BillingFeedContract.timeOf(1));
    Delivery delivery = feed(root).discover(NOW).get(0);
    List<AccountCharges> drained = new ArrayList<>();
    int drains = 0;
    try (SliceReader reader = feed(root).open(delivery, BillingFeedContract.whole(delivery))) {
      ChargeTable table = Drained.table();
      while (reader.step(table)) {
        assertThat(table.size()).isLessThanOrEqualTo(17);
        drained.addAll(Drained.from(table));
        drains++;
      }
      drained.addAll(Drained.from(table));
      assertThat(reader.totals().sums()).hasSize(1);
      CostSums total = reader.totals().sums().get(0).sums();
      CostSums sum =
          drained.stream()
              .flatMap(each -> each.charges().stream())
              .map(Charge::sums)
              .reduce(CostSums.NONE, CostSums::plus);
      assertThat(sum.same(total)).isTrue();
      assertThat(sum.lines()).isEqualTo(20_000);
      assertThat(sum.billed()).isEqualByComparingTo("30000");
    }
    assertThat(drains).isGreaterThan(1);
  }

  private static long linesOf(Readings readings, String provider) {
    return readings.accounts().stream()
        .filter(each -> each.account().provider().equals(provider))
        .flatMap(each -> each.charges().stream())
        .mapToLong(charge -> charge.sums().lines())
        .sum();
  }

  private static long linesOf(Readings readings, ChargeClass chargeClass) {
    return readings
        .charges()
        .filter(charge -> charge.key().chargeClass() == chargeClass)
        .mapToLong(charge -> charge.sums().lines())
        .sum();
  }
}
