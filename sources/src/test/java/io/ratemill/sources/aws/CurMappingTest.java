package io.ratemill.sources.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.model.Charge;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostSums;
import io.ratemill.model.Grain;
import io.ratemill.model.Money;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.BillingFeedContract;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Readings;
import io.ratemill.sources.SliceTotals.Warning;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CurMappingTest {
  private static final Instant TIME = BillingFeedContract.timeOf(1);
  private static final String MONTH = "p/hourly/20261001-20261101";

  @TempDir Path root;

  @ParameterizedTest(name = "{0} of {1} is {2}")
  @CsvSource({
    "Usage, AmazonEC2, USAGE",
    "FlatRateSubscription, AmazonCloudFront, USAGE",
    "DiscountedUsage, AmazonEC2, COMMITTED_USAGE",
    "SavingsPlanCoveredUsage, AmazonEC2, COMMITTED_USAGE",
    "RIFee, AmazonEC2, COMMITMENT_PURCHASE",
    "SavingsPlanUpfrontFee, ComputeSavingsPlans, COMMITMENT_PURCHASE",
    "SavingsPlanRecurringFee, ComputeSavingsPlans, COMMITMENT_PURCHASE",
    "SavingsPlanNegation, AmazonEC2, COMMITMENT_NEGATION",
    "BundledDiscount, AmazonCloudFront, PUBLIC_DISCOUNT",
    "EdpDiscount, AmazonEC2, DISCOUNT",
    "SppDiscount, AmazonEC2, DISCOUNT",
    "PrivateRateDiscount, AmazonEC2, DISCOUNT",
    "RiVolumeDiscount, AmazonEC2, DISCOUNT",
    "Discount, AmazonEC2, DISCOUNT",
    "CrossPartyDiscount, AmazonEC2, DISCOUNT",
    "Credit, AmazonEC2, CREDIT",
    "Refund, AmazonEC2, REFUND",
    "Tax, AmazonEC2, TAX",
    "Fee, AmazonRegistrar, FEE",
    "Usage, AWSSupportEnterprise, SUPPORT",
    "Fee, AWSSupportBusiness, SUPPORT",
    "Fee, OCBPremiumSupport, SUPPORT",
    "Novelty, AWSSupportDeveloper, SUPPORT",
    "Tax, AWSSupportBusiness, TAX",
    "Credit, AWSSupportBusiness, CREDIT",
    "Refund, AWSSupportBusiness, REFUND",
    "EdpDiscount, AWSSupportBusiness, DISCOUNT",
    "Novelty, AmazonEC2, OTHER",
    "'', AmazonEC2, OTHER",
  })
  void aLineHasTheClassOfItsTypeAndProduct(String type, String product, ChargeClass expected)
      throws Exception {
    Charge charge =
        read(Map.of("lineItem/LineItemType", type, "lineItem/ProductCode", product)).charge();
    assertThat(charge.key().chargeClass()).isEqualTo(expected);
    assertThat(charge.key().marketplace()).isFalse();
    assertThat(charge.key().splitAllocation()).isFalse();
  }

  @Test
  void aFeeOfAReservationIsACommitmentBoughtUpfront() throws Exception {
    Charge charge =
        read(Map.of("lineItem/LineItemType", "Fee", "reservation/ReservationARN", "arn:aws:ec2:x"))
            .charge();
    assertThat(charge.key().chargeClass()).isEqualTo(ChargeClass.COMMITMENT_PURCHASE);
    assertThat(charge.sums().effective()).isEqualByComparingTo("0");
  }

  @Test
  void splitRowsKeepClassUsageAndAreMarked() throws Exception {
    for (String operation : List.of("EKSPod-EC2", "ECSTask-EC2")) {
      Charge charge =
          read(Map.of(
                  "lineItem/LineItemType",
                  "SavingsPlanCoveredUsage",
                  "lineItem/Operation",
                  operation))
              .charge();
      assertThat(charge.key().splitAllocation()).isTrue();
      assertThat(charge.key().chargeClass()).isEqualTo(ChargeClass.USAGE);
    }
  }

  @Test
  void theSellerSaysWhetherALineIsOfTheMarketplace() throws Exception {
    assertThat(read(Map.of("bill/BillingEntity", "AWS Marketplace")).charge().key().marketplace())
        .isTrue();
    assertThat(read(Map.of("bill/BillingEntity", "AISPL")).charge().key().marketplace()).isFalse();
  }

  @ParameterizedTest(name = "{0}: effective {1}")
  @CsvSource({
    "Usage, 1.25",
    "DiscountedUsage, 0.1",
    "SavingsPlanCoveredUsage, 0.2",
    "RIFee, 0.07",
    "SavingsPlanRecurringFee, -1",
    "SavingsPlanUpfrontFee, 0",
    "SavingsPlanNegation, 0",
    "Tax, 1.25",
    "Refund, 1.25",
  })
  void theEffectiveCostFollowsFromTheType(String type, BigDecimal expected) throws Exception {
    CostSums sums =
        read(Map.of(
                "lineItem/LineItemType", type,
                "reservation/EffectiveCost", "0.1",
                "savingsPlan/SavingsPlanEffectiveCost", "0.2",
                "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod", "0.03",
                "reservation/UnusedRecurringFee", "0.04",
                "savingsPlan/TotalCommitmentToDate", "5",
                "savingsPlan/UsedCommitment", "6"))
            .charge()
            .sums();
    assertThat(sums.effective()).isEqualByComparingTo(expected);
    assertThat(sums.billed()).isEqualByComparingTo("1.25");
    assertThat(sums.contracted()).isNull();
    assertThat(sums.quantity()).isNull();
  }

  @ParameterizedTest(name = "{0} list {1} rate {2}: priced {3}, missing {4}")
  @CsvSource({
    "Usage, 2.5, 9, 2.5, 0",
    "Usage, 0, 9, 0, 0",
    "Usage, '', 9, 1.25, 1",
    "SavingsPlanCoveredUsage, 2.5, 9, 2.5, 0",
    "SavingsPlanCoveredUsage, 0, 9, 27, 1",
    "SavingsPlanCoveredUsage, '', 0.3333333333333333333333333, 0.9999999999999999999999999, 1",
    "SavingsPlanCoveredUsage, '', '', 0.2, 1",
    "SavingsPlanCoveredUsage, 0.0, none, 0.2, 1",
    "SavingsPlanCoveredUsage, '', 0.0, 0.2, 1",
  })
  void aMissingListCostFallsBack(
      String type, String list, String rate, BigDecimal priced, long missing) throws Exception {
    Readings readings =
        read(
            Map.of(
                "lineItem/LineItemType", type,
                "pricing/publicOnDemandCost", list,
                "pricing/publicOnDemandRate", rate,
                "lineItem/UsageAmount", "3",
                "savingsPlan/SavingsPlanEffectiveCost", "0.2"));
    CostSums sums = readings.charge().sums();
    assertThat(sums.listPriced()).isEqualByComparingTo(priced);
    assertThat(sums.listMissing()).isEqualTo(missing);
    assertThat(Money.same(sums.list(), list.isEmpty() ? null : new BigDecimal(list))).isTrue();
    boolean warned = missing == 1 && !type.equals("Usage");
    assertThat(readings.warnings())
        .isEqualTo(warned ? List.of(new Warning("list-missing", type, 1)) : List.of());
  }

  @Test
  void coveredUsageWithoutAnyPriceIsNotBilledAtZero() throws Exception {
    CostSums sums =
        read(Map.of("lineItem/LineItemType", "DiscountedUsage", "lineItem/UnblendedCost", "0.0"))
            .charge()
            .sums();
    assertThat(sums.listPriced()).isNull();
    assertThat(sums.listMissing()).isEqualTo(1);
  }

  @Test
  void aBlankCostIsNoAmountAndTheLineCounts() throws Exception {
    CostSums sums = read(Map.of("lineItem/UnblendedCost", "")).charge().sums();
    assertThat(sums.lines()).isEqualTo(1);
    assertThat(sums.billed()).isNull();
    assertThat(sums.listPriced()).isNull();
    assertThat(sums.effective()).isNull();
  }

  @Test
  void bothHeaderDialectsInAnyOrderAndCaseMeanTheSame() throws Exception {
    String snake =
        "extra,LINE_ITEM_UNBLENDED_COST,line_item_product_code,reservation_reservation_a_r_n,"
            + "line_item_usage_start_date,line_item_usage_account_id,\"line_item_line_item_type\"\r\n"
            + "x,1.81E-8,\"Amazon\nEC2\",,2026-10-07 23:59:59,111122223333,Usage\r\n";
    Charge charge = readCsv("\uFEFF" + snake, Grain.SERVICE).charge();
    assertThat(charge.key().item()).isEqualTo("Amazon\nEC2");
    assertThat(charge.sums().billed()).isEqualByComparingTo("0.0000000181");
    assertThat(charge.usageDay()).isEqualTo((int) LocalDate.of(2026, 10, 7).toEpochDay());
    assertThat(charge.key().period().toString()).isEqualTo("2026-10");
    assertThat(charge.key().currency()).isEqualTo("USD");
  }

  @Test
  void aLineWithoutStartOrPeriodGoesByItsDelivery() throws Exception {
    Charge charge = read(Map.of("lineItem/UsageStartDate", "")).charge();
    assertThat(charge.key().period().toString()).isEqualTo("2026-10");
    assertThat(charge.usageDay()).isEqualTo((int) LocalDate.of(2026, 10, 1).toEpochDay());
  }

  @Test
  void aLineBelongsToThePeriodThatItNames() throws Exception {
    Charge charge =
        read(Map.of("bill/BillingPeriodStartDate", "2026-09-01T00:00:00.000Z")).charge();
    assertThat(charge.key().period().toString()).isEqualTo("2026-09");
    assertThat(charge.usageDay()).isEqualTo((int) LocalDate.of(2026, 10, 7).toEpochDay());
  }

  @Test
  void theNameOfAServiceComesFromWhereThereIsOne() throws Exception {
    assertThat(read(Map.of()).charge().key().itemName()).isEqualTo("AmazonEC2");
    assertThat(read(Map.of("product/servicename", "Cloud")).charge().key().itemName())
        .isEqualTo("Cloud");
    assertThat(
            read(Map.of("product/servicename", "Cloud", "product/ProductName", "Elastic"))
                .charge()
                .key()
                .itemName())
        .isEqualTo("Elastic");
    assertThat(read(Map.of("product", "{\"product_name\":\"Map\"}")).charge().key().itemName())
        .isEqualTo("Map");
    assertThat(read(Map.of("product", "{broken")).charge().key().itemName()).isEqualTo("AmazonEC2");
  }

  @Test
  void theGrainDecidesWhatIsKeptApart() throws Exception {
    Map<String, String> cells =
        Map.of(
            "product/sku", "SKU1",
            "pricing/unit", "Hrs",
            "lineItem/ResourceId", "i-1",
            "lineItem/UsageAmount", "3.5");
    Charge service = read(cells, Grain.SERVICE).charge();
    assertThat(List.of(service.key().item(), service.key().unit(), service.resource()))
        .containsExactly("AmazonEC2", "", "");
    Charge sku = read(cells, Grain.SKU).charge();
    assertThat(List.of(sku.key().item(), sku.key().unit(), sku.resource()))
        .containsExactly("SKU1", "Hrs", "");
    assertThat(sku.sums().quantity()).isEqualByComparingTo("3.5");
    Charge resource = read(cells, Grain.RESOURCE).charge();
    assertThat(List.of(resource.key().item(), resource.key().unit(), resource.resource()))
        .containsExactly("SKU1", "Hrs", "i-1");
    assertThat(read(Map.of(), Grain.SKU).charge().key().item()).isEqualTo("AmazonEC2");
  }

  @Test
  void aNegationHasNoQuantityOfItsOwn() throws Exception {
    Charge charge =
        read(
                Map.of(
                    "lineItem/LineItemType", "SavingsPlanNegation", "lineItem/UsageAmount", "3.5"),
                Grain.SKU)
            .charge();
    assertThat(charge.sums().quantity()).isEqualByComparingTo("0");
  }

  @Test
  void oddAccountsAreReadOnAndNamedOnce() throws Exception {
    StringBuilder csv = new StringBuilder(CurLegacyFeedTest.HEADER);
    for (String id :
        List.of("1.23E+11", "111122223333", "22223333", " 111122223333", "22223333", "")) {
      csv.append(CurLegacyFeedTest.LINE.replace("111122223333", id));
    }
    Readings readings = readCsv(csv.toString(), Grain.SERVICE);
    assertThat(readings.lines()).isEqualTo(6);
    assertThat(readings.accountRefs())
        .extracting(account -> account.id())
        .containsExactlyInAnyOrder("1.23E+11", "111122223333", "22223333", " 111122223333", "");
    assertThat(readings.warnings())
        .containsExactlyInAnyOrder(
            new Warning("odd-account-id", "1.23E+11", 1),
            new Warning("odd-account-id", "22223333", 2),
            new Warning("odd-account-id", " 111122223333", 1),
            new Warning("odd-account-id", "(blank)", 1));
  }

  @Test
  void unknownTypesAreNamedOnceWithTheirCount() throws Exception {
    String line = CurLegacyFeedTest.LINE;
    Readings readings =
        readCsv(
            CurLegacyFeedTest.HEADER
                + line
                + line.replace("Usage", "Novelty")
                + line.replace("Usage", "Novelty").replace("AmazonEC2", "AmazonS3")
                + line.replace("Usage", ""),
            Grain.SERVICE);
    assertThat(readings.warnings())
        .containsExactlyInAnyOrder(
            new Warning("unknown-line-type", "Novelty", 2),
            new Warning("unknown-line-type", "(blank)", 1));
  }

  @Test
  void missingMandatoryColumnsAreAllNamed() throws Exception {
    FeedException fault =
        catchThrowableOfType(
            FeedException.class,
            () -> readCsv("lineItem/UsageAccountId,lineItem/ProductCode\na,b\n", Grain.SERVICE));
    assertThat(fault.category()).isEqualTo(FeedException.Category.DATA);
    assertThat(fault.refusal().code()).isEqualTo("missing-column");
    assertThat(fault.refusal().text())
        .contains(
            "lineItem/LineItemType, lineItem/UsageStartDate, lineItem/UnblendedCost",
            "deliver again");
    assertThat(fault.refusal().place()).contains("aws-main", "hourly-1.csv");
  }

  @ParameterizedTest
  @CsvSource({"free", "NaN", "Infinity", "'1,5'"})
  void aCostThatIsNoNumberRefusesTheDeliveryAndNamesTheCell(String cost) throws Exception {
    FeedException fault =
        catchThrowableOfType(
            FeedException.class, () -> read(Map.of("lineItem/UnblendedCost", cost)));
    assertThat(fault.category()).isEqualTo(FeedException.Category.DATA);
    assertThat(fault.refusal().text()).contains(cost);
    assertThat(fault.refusal().place())
        .contains("hourly-1.csv", "row 2", "column lineItem/UnblendedCost");
  }

  @Test
  void theAnonymousExportGivesItsControlTotals() throws Exception {
    Readings readings = readResource("anonymous-export.csv.gz", "2023-11");
    CostSums sum = readings.sum();
    assertThat(sum.lines()).isEqualTo(1281);
    assertThat(sum.billed()).isEqualByComparingTo("1.6823086974");
    assertThat(sum.list()).isEqualByComparingTo("3.3561726949");
    assertThat(linesByClass(readings))
        .isEqualTo(Map.of(ChargeClass.USAGE, 1269L, ChargeClass.TAX, 12L));
    assertThat(readings.charges())
        .extracting(charge -> charge.key().period().toString())
        .containsOnly("2023-11");
    assertThat(readings.warnings()).isEmpty();
  }

  @Test
  void theSampleWithAthenaNamesGivesItsControlTotals() throws Exception {
    Readings readings = readResource("athena-names.csv", "2026-05");
    assertThat(linesByClass(readings))
        .isEqualTo(
            Map.of(
                ChargeClass.USAGE, 101L,
                ChargeClass.TAX, 10L,
                ChargeClass.CREDIT, 6L,
                ChargeClass.REFUND, 3L));
    Map<String, BigDecimal> usage =
        readings
            .charges()
            .filter(charge -> charge.key().chargeClass() == ChargeClass.USAGE)
            .collect(
                Collectors.toMap(
                    charge -> charge.key().item(),
                    charge -> charge.sums().listPriced(),
                    BigDecimal::add,
                    LinkedHashMap::new));
    assertThat(usage).hasSize(7);
    assertThat(usage.get("AmazonRoute53")).isEqualByComparingTo("102.9295");
    assertThat(usage.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo("615.4202");
  }

  @Test
  void aFinalMonthIsReadInItsOwnCurrencyAndAnEmptyOneHasNoLines() throws Exception {
    Readings readings = readResource("koku-final.csv", "2023-06");
    assertThat(readings.charges())
        .extracting(charge -> charge.key().currency())
        .containsOnly("NOK");
    assertThat(readings.sum().effective()).isEqualByComparingTo("0.3");
    assertThat(readings.warnings()).extracting(Warning::what).containsExactly("0099999999999");
    assertThat(readResource("koku-empty.csv", "2023-07").lines()).isZero();
  }

  private static Map<ChargeClass, Long> linesByClass(Readings readings) {
    return readings
        .charges()
        .collect(
            Collectors.groupingBy(
                charge -> charge.key().chargeClass(),
                Collectors.summingLong(charge -> charge.sums().lines())));
  }

  private Readings readResource(String resource, String period) throws Exception {
    String folder = "p/hourly/" + period.replace("-", "") + "01-20990101";
    new Bucket(root).resource(folder + "/" + resource, resource, TIME);
    return read(folder, folder + "/" + resource, Grain.SERVICE);
  }

  private Readings read(Map<String, String> cells) throws Exception {
    return read(cells, Grain.SERVICE);
  }

  /** One line, of ordinary usage but for some cells. */
  private Readings read(Map<String, String> cells, Grain grain) throws Exception {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("lineItem/LineItemType", "Usage");
    line.put("lineItem/UsageAccountId", "111122223333");
    line.put("lineItem/UsageStartDate", "2026-10-07T00:00:00Z");
    line.put("lineItem/ProductCode", "AmazonEC2");
    line.put("lineItem/UnblendedCost", "1.25");
    line.putAll(cells);
    String header = String.join(",", line.keySet());
    String values =
        line.values().stream()
            .map(value -> '"' + value.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining(","));
    return readCsv(header + "\n" + values + "\n", grain);
  }

  private Readings readCsv(String csv, Grain grain) throws IOException, FeedException {
    new Bucket(root).put(MONTH + "/hourly-1.csv", csv, TIME);
    return read(MONTH, MONTH + "/hourly-1.csv", grain);
  }

  private Readings read(String folder, String key, Grain grain) throws IOException, FeedException {
    new Bucket(root)
        .put(folder + "/hourly-Manifest.json", Bucket.curManifest("a", List.of(key)), TIME);
    BillingFeed feed = AwsFeed.of("aws-main", "cur-legacy", root.resolve(folder), grain);
    return Readings.of(feed, feed.discover(BillingFeedContract.NOW).get(0));
  }
}
