package io.ratemill.sources.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.Charge;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.BillingFeedContract;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.Readings;
import io.ratemill.sources.Slice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files with the types that AWS writes, made by another program. */
final class ParquetExportTest {
  private static final Instant TIME = BillingFeedContract.timeOf(1);

  @TempDir Path root;

  @Test
  void aReportOfCur2IsReadInSlicesThatTogetherHoldEveryLineOnce() throws Exception {
    Delivery delivery =
        export(
            "cur2",
            "line_item_unblended_cost",
            """
            SELECT MAP {'product_name': 'Elastic', 'sku': 'S'} AS product,
              TIMESTAMP '2026-10-01' AS bill_billing_period_start_date,
              '111122223333' AS bill_payer_account_id,
              TIMESTAMP '2026-10-01' + INTERVAL (i % 31) DAY AS line_item_usage_start_date,
              printf('%012d', i % 7) AS line_item_usage_account_id,
              CASE WHEN i % 5 = 0 THEN 'SavingsPlanCoveredUsage' ELSE 'Usage' END
                AS line_item_line_item_type,
              'AmazonEC2' AS line_item_product_code,
              CASE WHEN i % 3 = 0 THEN NULL ELSE 0.1::DOUBLE END AS line_item_unblended_cost,
              '2.5' AS pricing_public_on_demand_rate,
              2::DOUBLE AS line_item_usage_amount,
              NULL::DOUBLE AS pricing_public_on_demand_cost,
              0.3::DOUBLE AS savings_plan_savings_plan_effective_cost
            FROM range(30000) t(i)
            """);
    BillingFeed feed = AwsFeed.of("aws-main", "cur-2.0", root, Grain.SERVICE);
    Readings whole = Readings.of(feed, delivery);
    assertThat(whole.lines()).isEqualTo(30000);
    // 20,000 lines of a tenth each: the shortest decimal text of the double, not its binary value.
    assertThat(whole.sum().billed()).isEqualByComparingTo("2000");
    assertThat(whole.accounts()).hasSize(7);
    Readings slices = new Readings();
    DeliveryPart part = delivery.parts().get(0);
    assertThat(part.sliceable()).isTrue();
    long step = part.bytes() / 5 + 1;
    for (long from = 0; from < part.bytes(); from += step) {
      slices.read(feed, delivery, new Slice(part, from, from + step));
    }
    slices.assertThatChargesMakeTheTotals();
    assertThat(slices.lines()).isEqualTo(30000);
    assertThat(slices.sum().same(whole.sum())).isTrue();
    Charge covered =
        whole
            .charges()
            .filter(charge -> charge.key().chargeClass() == ChargeClass.COMMITTED_USAGE)
            .findFirst()
            .orElseThrow();
    assertThat(covered.sums().listPriced())
        .isEqualByComparingTo(String.valueOf(5 * covered.sums().lines()));
  }

  @Test
  void aReportOfFocusIsRead() throws Exception {
    Delivery delivery =
        export(
            "focus",
            "BilledCost",
            """
            SELECT 0.1::DOUBLE AS BilledCost, 0.2::DOUBLE AS ListCost, 0.05::DOUBLE AS EffectiveCost,
              'EUR' AS BillingCurrency, 'Usage' AS ChargeCategory, 'Elastic' AS ServiceName,
              CASE WHEN i = 0 THEN '' ELSE 'AmazonEC2' END AS x_ServiceCode,
              '111122223333' AS BillingAccountId, '222233334444' AS SubAccountId,
              NULL::VARCHAR AS PublisherName, 'AWS' AS ProviderName,
              TIMESTAMP '2026-10-01' AS BillingPeriodStart,
              TIMESTAMP '2026-10-07 05:00:00' AS ChargePeriodStart,
              MAP {'a': 'b'} AS Tags
            FROM range(2) t(i)
            """);
    BillingFeed feed = AwsFeed.of("aws-main", "focus", root, Grain.SERVICE);
    Readings readings = Readings.of(feed, delivery);
    assertThat(readings.charges())
        .extracting(charge -> charge.key().item())
        .containsExactlyInAnyOrder("Elastic", "AmazonEC2");
    assertThat(readings.sum().billed()).isEqualByComparingTo("0.2");
    assertThat(readings.sum().effective()).isEqualByComparingTo("0.1");
    assertThat(readings.charges())
        .extracting(charge -> charge.key().currency())
        .containsOnly("EUR");
    assertThat(readings.accountRefs())
        .allSatisfy(
            account -> {
              assertThat(account.provider()).isEqualTo("aws");
              assertThat(account.ids()).containsExactly("222233334444", "111122223333");
            });
  }

  @Test
  void aChunkWithoutRowsHasNoLines() throws Exception {
    Delivery delivery =
        export(
            "cur2",
            "line_item_unblended_cost",
            """
            SELECT 'Usage' AS line_item_line_item_type, 'a' AS line_item_usage_account_id,
              TIMESTAMP '2026-10-01' AS line_item_usage_start_date, 'p' AS line_item_product_code,
              1::DOUBLE AS line_item_unblended_cost
            WHERE 1 = 0
            """);
    BillingFeed feed = AwsFeed.of("aws-main", "cur-2.0", root, Grain.SERVICE);
    assertThat(Readings.of(feed, delivery).lines()).isZero();
  }

  private Delivery export(String name, String column, String query) throws Exception {
    String key = "p/" + name + "/data/BILLING_PERIOD=2026-10/" + name + "-00001.snappy.parquet";
    Path file = root.resolve(key);
    Files.createDirectories(file.getParent());
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (" + query + ") TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
    }
    BillingFeedContract.touch(file, TIME);
    new Bucket(root)
        .put(
            "p/" + name + "/metadata/BILLING_PERIOD=2026-10/" + name + "-Manifest.json",
            Bucket.exportManifest("e", "{\"name\": \"" + column + "\"}", List.of(key)),
            TIME);
    List<Delivery> deliveries =
        AwsFeed.of("aws-main", name.equals("focus") ? "focus" : "cur-2.0", root, Grain.SERVICE)
            .discover(BillingFeedContract.NOW);
    assertThat(deliveries).hasSize(1);
    assertThat(deliveries.get(0).refusal()).isNull();
    return deliveries.get(0);
  }
}
