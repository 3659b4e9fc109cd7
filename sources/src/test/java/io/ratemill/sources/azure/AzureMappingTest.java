package io.ratemill.sources.azure;

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
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AzureMappingTest {
  private static final Instant TIME = BillingFeedContract.timeOf(1);
  private static final String SUBSCRIPTION = "1caaa5a3-2b66-438e-8ab4-bce37d518c5d";

  @TempDir Path root;

  private Readings read(String format, Grain grain, byte[] content) throws Exception {
    new Container(root).put("e/daily/20261001-20261031/daily_1.csv", content, TIME);
    BillingFeed feed = AzureFeed.of("azure", format, root, grain);
    return Readings.of(feed, feed.discover(BillingFeedContract.NOW).get(0));
  }

  private Readings readWithoutMonth(byte[] content) throws Exception {
    new Container(root).put("bill.csv", content, TIME);
    BillingFeed feed = AzureFeed.of("azure", "actual", root, Grain.SERVICE);
    return Readings.of(feed, feed.discover(BillingFeedContract.NOW).get(0));
  }

  private Readings sample(String format, String name) throws Exception {
    return read(format, Grain.SERVICE, Container.bytes(name));
  }

  private static Map<String, String> line() {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("SubscriptionId", SUBSCRIPTION);
    line.put("SubscriptionName", "Research");
    line.put("Date", "10/21/2026");
    line.put("MeterCategory", "Storage");
    line.put("ProductName", "Blob Storage - Hot");
    line.put("ConsumedService", "Microsoft.Storage");
    line.put("MeterId", "aaaef613-418a-4a5f-af72-d224d7dee2c6");
    line.put("UnitOfMeasure", "10K");
    line.put("Quantity", "0.0004");
    line.put("CostInBillingCurrency", "0.00004");
    line.put("UnitPrice", "0.1");
    line.put("PayGPrice", "0.1");
    line.put("BillingCurrencyCode", "USD");
    line.put("BillingAccountId", "8611537");
    line.put("BillingPeriodStartDate", "10/01/2026");
    line.put("BillingPeriodEndDate", "10/31/2026");
    line.put("ChargeType", "Usage");
    line.put("PricingModel", "OnDemand");
    line.put("PublisherType", "Azure");
    line.put("ResourceId", "/subscriptions/1/x");
    return line;
  }

  private Readings read(String format, Grain grain, Map<String, String> cells) throws Exception {
    Map<String, String> line = line();
    line.putAll(cells);
    line.values().removeIf("(absent)"::equals);
    return read(
        format,
        grain,
        (String.join(",", line.keySet()) + "\r\n" + String.join(",", line.values()) + "\r\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  private Readings read(String format, Map<String, String> cells) throws Exception {
    return read(format, Grain.SERVICE, cells);
  }

  private static void assertAmount(BigDecimal amount, String expected) {
    assertThat(Objects.requireNonNull(amount)).isEqualByComparingTo(expected);
  }

  @ParameterizedTest(name = "{0} under {1} is {2}")
  @CsvSource({
    "Usage, OnDemand, USAGE",
    "Usage, Spot, USAGE",
    "Usage, '', USAGE",
    "usage, ondemand, USAGE",
    "Usage, Reservation, COMMITTED_USAGE",
    "Usage, SavingsPlan, COMMITTED_USAGE",
    "UnusedReservation, Reservation, COMMITMENT_UNUSED",
    "UnusedSavingsPlan, SavingsPlan, COMMITMENT_UNUSED",
    "Purchase, Reservation, COMMITMENT_PURCHASE",
    "Purchase, SavingsPlan, COMMITMENT_PURCHASE",
    "Purchase, OnDemand, FEE",
    "Purchase, '', FEE",
    "Refund, Reservation, REFUND",
    "Refund, OnDemand, REFUND",
    "Tax, OnDemand, TAX",
    "RoundingAdjustment, '', ADJUSTMENT",
    "Novelty, OnDemand, OTHER",
    "Usage, Novelty, OTHER",
    "'', OnDemand, OTHER",
  })
  void aLineHasTheClassOfItsTypeAndModel(String type, String model, ChargeClass expected)
      throws Exception {
    Readings readings = read("actual", Map.of("ChargeType", type, "PricingModel", model));
    assertThat(readings.charge().key().chargeClass()).isEqualTo(expected);
    assertThat(readings.warnings()).hasSize(expected == ChargeClass.OTHER ? 1 : 0);
  }

  @Test
  void anUnknownTypeIsNamedOnce() throws Exception {
    assertThat(read("actual", Map.of("ChargeType", "Novelty")).warnings())
        .containsExactly(new Warning("unknown-line-type", "Novelty", 1));
    assertThat(read("actual", Map.of("PricingModel", "Barter")).warnings())
        .containsExactly(new Warning("unknown-line-type", "PricingModel Barter", 1));
  }

  @Test
  void aFileWithoutChargeTypeHoldsUsage() throws Exception {
    Map<String, String> line = line();
    line.remove("ChargeType");
    line.remove("PricingModel");
    Readings readings =
        read(
            "actual",
            Grain.SERVICE,
            (String.join(",", line.keySet()) + "\n" + String.join(",", line.values()) + "\n")
                .getBytes(StandardCharsets.UTF_8));
    assertThat(readings.charge().key().chargeClass()).isEqualTo(ChargeClass.USAGE);
    assertThat(readings.warnings()).isEmpty();
  }

  @Test
  void aMarketplaceLineIsToldByItsPublisherType() throws Exception {
    assertThat(read("actual", Map.of("PublisherType", "Marketplace")).charge().key().marketplace())
        .isTrue();
    assertThat(read("actual", Map.of("PublisherType", "Azure")).charge().key().marketplace())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10/21/2026",
        "10/21/2026 ",
        "2026-10-21",
        "2026-10-21T00:00:00Z",
        "2026-10-21T00:00Z",
        "2026-10-21 00:00:00",
        "2026-10-21T00:00:00.0000000"
      })
  void aDateIsReadInEachOfItsForms(String date) throws Exception {
    Charge charge = read("actual", Map.of("Date", date)).charge();
    assertThat(LocalDate.ofEpochDay(charge.usageDay())).isEqualTo(LocalDate.of(2026, 10, 21));
  }

  @Test
  void aDateWithoutLeadingZerosIsRead() throws Exception {
    Charge charge = read("actual", Map.of("Date", "10/5/2026")).charge();
    assertThat(LocalDate.ofEpochDay(charge.usageDay())).isEqualTo(LocalDate.of(2026, 10, 5));
  }

  @Test
  void aDayThatCanOnlyBeDayFirstIsRefusedNotGuessed() {
    FeedException fault =
        catchThrowableOfType(
            FeedException.class, () -> read("actual", Map.of("Date", "21/10/2026")));
    assertThat(fault.refusal().code()).isEqualTo("unreadable");
    assertThat(fault.refusal().place()).contains("column Date");
  }

  @Test
  void aLineBelongsToItsOwnBillingPeriodWhateverItsDay() throws Exception {
    Charge charge = read("actual", Map.of("Date", "09/30/2026")).charge();
    assertThat(charge.key().period().toString()).isEqualTo("2026-10");
  }

  @Test
  void aLineOfWhichNothingTellsThePeriodIsRefused() {
    Map<String, String> line = line();
    line.put("Date", "");
    line.put("BillingPeriodStartDate", "");
    line.put("BillingPeriodEndDate", "");
    String csv = String.join(",", line.keySet()) + "\n" + String.join(",", line.values()) + "\n";
    FeedException fault =
        catchThrowableOfType(
            FeedException.class, () -> readWithoutMonth(csv.getBytes(StandardCharsets.UTF_8)));
    assertThat(fault.refusal().code()).isEqualTo("no-period");
    assertThat(fault.refusal().place()).contains("bill.csv", "row 2");
  }

  @Test
  void aLineWithoutBillingPeriodBelongsToItsRun() throws Exception {
    Map<String, String> blank = Map.of("BillingPeriodStartDate", "", "BillingPeriodEndDate", "");
    Map<String, String> cells = new LinkedHashMap<>(blank);
    cells.put("Date", "09/30/2026");
    assertThat(read("actual", cells).charge().key().period().toString()).isEqualTo("2026-10");
  }

  @ParameterizedTest(name = "tenant {0}, subscription {1}: {2}")
  @CsvSource({
    "'', 1CAAA5A3-2B66-438E-8AB4-BCE37D518C5D, 1caaa5a3-2b66-438e-8ab4-bce37d518c5d",
    "'', /subscriptions/1CAAA5A3-2b66-438e-8ab4-bce37d518c5d, 1caaa5a3-2b66-438e-8ab4-bce37d518c5d",
    "TENANT-1, SUB-1, tenant-1|sub-1",
    "TENANT-1, '', tenant-1",
    "'', '', ''",
    "'', 00000000-0000-0000-0000-000000000000, ''",
    "00000000-0000-0000-0000-000000000000, SUB-1, sub-1",
    "'', Unassigned, ''",
  })
  void aPartnersCustomerComesBeforeTheSubscription(
      String tenant, String subscription, String expected) throws Exception {
    Readings readings =
        read("actual", Map.of("customerTenantId", tenant, "SubscriptionId", subscription));
    assertThat(String.join("|", readings.accountRefs().get(0).ids())).isEqualTo(expected);
    assertThat(readings.accountRefs().get(0).provider()).isEqualTo("azure");
  }

  @Test
  void anAccountGoesByTheCustomersNameElseTheSubscriptions() throws Exception {
    assertThat(read("actual", Map.of("customerName", "Contoso")).accountRefs().get(0).label())
        .isEqualTo("Contoso");
    assertThat(read("actual", Map.of("customerName", "")).accountRefs().get(0).label())
        .isEqualTo("Research");
  }

  @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
  @CsvSource({
    "Storage, Blob, Microsoft.Storage, Storage",
    "'', Blob, Microsoft.Storage, Blob",
    "'', '', Microsoft.Storage, Microsoft.Storage",
    "Unassigned, Blob, Microsoft.Storage, Blob",
    "Unassigned, Unassigned, '', Unassigned",
  })
  void anItemIsTheMeterCategoryElseTheProductElseTheService(
      String category, String product, String service, String expected) throws Exception {
    Charge charge =
        read(
                "actual",
                Map.of(
                    "MeterCategory", category, "ProductName", product, "ConsumedService", service))
            .charge();
    assertThat(charge.key().item()).isEqualTo(expected);
    assertThat(charge.key().itemName()).isEqualTo(expected);
  }

  @Test
  void aQuantityCountsBlocksOfItsUnitAndIsNotDivided() throws Exception {
    Charge charge = read("actual", Grain.RESOURCE, Map.of()).charge();
    assertThat(charge.key().unit()).isEqualTo("10K");
    assertThat(charge.key().item()).isEqualTo("aaaef613-418a-4a5f-af72-d224d7dee2c6");
    assertThat(charge.resource()).isEqualTo("/subscriptions/1/x");
    assertAmount(charge.sums().quantity(), "0.0004");
    assertAmount(charge.sums().billed(), "0.00004");
    assertAmount(charge.sums().list(), "0.00004");
  }

  @Test
  void aListCostIsThePublicCostWhereTheBillHasItElsePriceTimesQuantityTimesRate() throws Exception {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("PayGPrice", "3");
    cells.put("Quantity", "2");
    assertAmount(read("actual", cells).sum().list(), "6");
    cells.put("exchangeRatePricingToBilling", "0.9");
    assertAmount(read("actual", cells).sum().list(), "5.4");
    cells.put("paygCostInBillingCurrency", "5.41");
    assertAmount(read("actual", cells).sum().list(), "5.41");
    cells.put("paygCostInBillingCurrency", "");
    assertAmount(read("actual", cells).sum().list(), "5.4");
  }

  @Test
  void aMissingListCostFallsBackToWhatIsBilledAndIsCounted() throws Exception {
    CostSums sums = read("actual", Map.of("PayGPrice", "")).sum();
    assertThat(sums.list()).isNull();
    assertAmount(sums.listPriced(), "0.00004");
    assertThat(sums.listMissing()).isEqualTo(1);
  }

  @Test
  void theListCostOfCoveredUsageIsNeverItsZero() throws Exception {
    Map<String, String> covered = new LinkedHashMap<>();
    covered.put("PricingModel", "Reservation");
    covered.put("CostInBillingCurrency", "0");
    covered.put("PayGPrice", "0");
    covered.put("UnitPrice", "0.146");
    covered.put("Quantity", "8");
    Readings actual = read("actual", covered);
    assertAmount(actual.sum().listPriced(), "1.168");
    assertThat(actual.warnings()).containsExactly(new Warning("list-missing", "usage", 1));
    covered.put("UnitPrice", "");
    covered.put("CostInBillingCurrency", "0.493152");
    assertAmount(read("amortized", covered).sum().listPriced(), "0.493152");
  }

  @Test
  void tagsWithoutBracesAndLineBreaksInCellsAreLeftAlone() throws Exception {
    Readings readings =
        read(
            "actual",
            Map.of(
                "Tags",
                "\"\"\"CostCenter\"\": \"\"1234\"\",\"\"env\"\": \"\"prod\"\"\"",
                "AdditionalInfo",
                "\"{\n\"\"a\"\": 1}\""));
    assertAmount(readings.sum().billed(), "0.00004");
    assertThat(readings.lines()).isEqualTo(1);
  }

  @Test
  void aWordInACostCellRefusesTheRun() {
    FeedException fault =
        catchThrowableOfType(
            FeedException.class, () -> read("actual", Map.of("CostInBillingCurrency", "free")));
    assertThat(fault.refusal().code()).isEqualTo("unreadable");
    assertThat(fault.refusal().place()).contains("column CostInBillingCurrency");
  }

  @Test
  void missingColumnsAreAllNamed() {
    FeedException fault =
        catchThrowableOfType(
            FeedException.class,
            () ->
                read(
                    "actual",
                    Grain.SERVICE,
                    "Foo,Date\n1,2026-10-01\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(fault.refusal().code()).isEqualTo("missing-column");
    assertThat(fault.refusal().text())
        .contains("CostInBillingCurrency", "BillingCurrencyCode", "SubscriptionGuid")
        .doesNotContain("Date,");
  }

  @Test
  void theActualSampleOfAnEnterpriseAgreementAddsUp() throws Exception {
    Readings readings = sample("actual", "ea-actual.csv");
    assertThat(readings.lines()).isEqualTo(11);
    CostSums sum = readings.sum();
    assertAmount(sum.billed(), "8.5450077867419368");
    assertAmount(sum.list(), "5.295007719");
    assertThat(sum.effective()).isNull();
    assertThat(byClass(readings, ChargeClass.COMMITMENT_PURCHASE).lines()).isEqualTo(1);
    assertAmount(byClass(readings, ChargeClass.COMMITMENT_PURCHASE).billed(), "3.25");
    assertAmount(byClass(readings, ChargeClass.USAGE).billed(), "5.2950077867419368");
  }

  @Test
  void theAmortizedSampleOfAnEnterpriseAgreementAddsUpToTheLastOf28Decimals() throws Exception {
    Readings readings = sample("amortized", "ea-amortized.csv");
    assertThat(readings.lines()).isEqualTo(28);
    CostSums sum = readings.sum();
    assertAmount(sum.effective(), "16.296932136636644627485419");
    assertThat(sum.billed()).isNull();
    CostSums covered = byClass(readings, ChargeClass.COMMITTED_USAGE);
    assertThat(covered.lines()).isEqualTo(2);
    assertAmount(covered.effective(), "0.499152000468");
    assertThat(covered.listMissing()).isEqualTo(1);
    assertAmount(covered.listPriced(), "1.181347594624");
    assertAmount(byClass(readings, ChargeClass.USAGE).effective(), "15.797780136168644627485419");
  }

  private static CostSums byClass(Readings readings, ChargeClass chargeClass) {
    return readings
        .charges()
        .filter(charge -> charge.key().chargeClass() == chargeClass)
        .map(Charge::sums)
        .reduce(CostSums.NONE, CostSums::plus);
  }

  @Test
  void theAmortizedExportAloneTellsWhatIsBilledOnlyWhereNoCommitmentCanTouchIt() throws Exception {
    assertThat(read("amortized", Map.of()).sum().billed()).isNull();
    assertThat(read("amortized", Map.of("ChargeType", "UnusedReservation")).sum().billed())
        .isNull();
    CostSums fee = read("amortized", Map.of("ChargeType", "Purchase")).sum();
    assertAmount(fee.billed(), "0.00004");
    assertAmount(fee.effective(), "0.00004");
  }

  @Test
  void aHeaderWithoutRowsIsReadAsNothing() throws Exception {
    assertThat(sample("actual", "ea-no-rows.csv").lines()).isZero();
  }

  @ParameterizedTest(name = "{0}: {1} lines, {2}")
  @CsvSource({
    "german.csv, 1, 0.075, 11111111-12ab-34dc-56ef-123456abcdef, Load Balancer",
    "enterprise-camel.csv, 1, 0.012, 11111111-1111-1111-1111-123456789012, Virtual Network",
    "pay-as-you-go.csv, 3, 0.00011016, 0039de71-ca37-4a17-a104-17665a50e7fc, Bandwidth",
    "pay-as-you-go-camel.csv, 3, 0.00011016, 2639de71-ca37-4a17-a104-17665a50e7fc, Bandwidth",
    "ea-version-2.csv, 5, 19.998413754, 7269128e-efae-4646-a2d7-8b3fec4751fb, Storage",
    "mca-camel.csv, 4, 0.0000262412, 2639de71-ca37-4a17-a104-17665a50e7fc, Storage",
  })
  void everyVintageOfHeadersIsRead(
      String name, long lines, String billed, String account, String item) throws Exception {
    Readings readings = sample("actual", name);
    assertThat(readings.lines()).isEqualTo(lines);
    assertThat(Money.text(readings.sum().billed())).isEqualTo(billed);
    assertThat(readings.accountRefs()).allMatch(ref -> ref.ids().contains(account));
    assertThat(readings.charges().map(charge -> charge.key().item())).contains(item);
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstColumn() throws Exception {
    Readings readings = sample("actual", "bom.csv");
    assertThat(readings.lines()).isEqualTo(1);
    assertThat(readings.accountRefs().get(0).ids()).isEmpty();
    assertThat(readings.sum().billed()).isNull();
  }

  @Test
  void aCommaInAQuotedCellDoesNotMoveTheCost() throws Exception {
    Readings readings = read("actual", Map.of("ProductName", "\"A, B\"", "MeterCategory", ""));
    assertThat(readings.charge().key().item()).isEqualTo("A, B");
    assertThat(List.of(readings.sum().lines())).containsExactly(1L);
  }
}
