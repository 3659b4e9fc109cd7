package io.ratemill.sources.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.model.AccountRef;
import io.ratemill.model.Charge;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostSums;
import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.BillingFeedContract;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Readings;
import io.ratemill.sources.SliceTotals.Warning;
import io.ratemill.sources.store.FolderPlace;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CostMappingTest {
  private static final String NAME = "reports/cost-csv/0000000030000001-00001.csv.gz";

  @TempDir private Path root;

  private Readings read(CostReport report, Grain grain) throws Exception {
    return read(report.gzip(), grain);
  }

  private Readings read(CostReport report) throws Exception {
    return read(report, Grain.SERVICE);
  }

  private Readings read(byte[] content, Grain grain) throws Exception {
    Path file = root.resolve(NAME);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    BillingFeedContract.touch(file, BillingFeedContract.timeOf(1));
    BillingFeed feed = OciFeed.of("oci-main", "cost", new FolderPlace(root.toString()), grain);
    return Readings.of(feed, feed.discover(BillingFeedContract.NOW).get(0));
  }

  @ParameterizedTest
  @EnumSource(Grain.class)
  void theRealReportGivesItsControlTotals(Grain grain) throws Exception {
    Readings readings;
    try (InputStream in =
        Objects.requireNonNull(
            getClass().getResourceAsStream("/oci/cost-report-0000000030000269.csv.gz"))) {
      readings = read(in.readAllBytes(), grain);
    }
    CostSums sum = readings.sum();
    assertThat(sum.lines()).isEqualTo(506);
    assertThat(sum.billed()).isEqualByComparingTo("2.523589325400648027");
    assertThat(sum.effective()).isEqualByComparingTo("2.523589325400648027");
    assertThat(sum.list()).isNull();
    assertThat(sum.listMissing()).isEqualTo(506);
    assertThat(sum.listPriced()).isEqualByComparingTo("2.523589325400648027");
    if (grain == Grain.SERVICE) {
      assertThat(sum.quantity()).isNull();
    } else {
      assertThat(sum.quantity()).isEqualByComparingTo("119.654327653383");
    }
    Map<String, BigDecimal> services =
        readings
            .charges()
            .collect(
                Collectors.groupingBy(
                    charge -> charge.key().itemName(),
                    Collectors.reducing(
                        BigDecimal.ZERO, charge -> charge.sums().billed(), BigDecimal::add)));
    assertThat(services)
        .hasSize(8)
        .hasEntrySatisfying(
            "OBJECTSTORE", cost -> assertThat(cost).isEqualByComparingTo("3.7596540E-11"))
        .hasEntrySatisfying(
            "MYSQL", cost -> assertThat(cost).isEqualByComparingTo("1.340275542575400059"));
    assertThat(readings.accountRefs())
        .extracting(AccountRef::label)
        .containsExactlyInAnyOrder("platformpm2022", "redbullhol");
    assertThat(readings.charges())
        .allMatch(charge -> charge.key().chargeClass() == ChargeClass.USAGE)
        .allMatch(charge -> charge.key().period().toString().equals("2023-11"));
    assertThat(readings.warnings()).isEmpty();
  }

  @Test
  void aLineIsUsageOfItsServiceCompartmentAndDay() throws Exception {
    Readings readings = read(CostReport.usual().line());
    Charge charge = readings.charge();
    assertThat(readings.accountRefs())
        .containsExactly(
            new AccountRef("oci", List.of(CostReport.COMPARTMENT, CostReport.TENANT), "dev"));
    assertThat(charge.key().chargeClass()).isEqualTo(ChargeClass.USAGE);
    assertThat(charge.key().billPayer()).isEqualTo(CostReport.TENANT);
    assertThat(charge.key().item()).isEqualTo("COMPUTE");
    assertThat(charge.key().itemName()).isEqualTo("COMPUTE");
    assertThat(charge.key().currency()).isEqualTo("USD");
    assertThat(charge.key().marketplace()).isFalse();
    assertThat(charge.key().period().toString()).isEqualTo("2026-10");
    assertThat(charge.usageDay()).isEqualTo((int) LocalDate.of(2026, 10, 7).toEpochDay());
    assertThat(charge.sums().billed()).isEqualByComparingTo("0.012264277499950943");
  }

  @Test
  void theRootCompartmentIsTheTenancyAndALineWithoutOneFallsBackToIt() throws Exception {
    Readings readings =
        read(
            CostReport.usual()
                .line("product/compartmentId", CostReport.TENANT)
                .line("product/compartmentId", ""));
    assertThat(readings.accountRefs())
        .extracting(AccountRef::ids)
        .containsExactly(List.of(CostReport.TENANT));
  }

  @Test
  void aLineWithoutAnyIdHasNoAccount() throws Exception {
    Readings readings =
        read(CostReport.usual().line("product/compartmentId", "", "lineItem/tenantId", ""));
    assertThat(readings.accountRefs()).extracting(AccountRef::ids).containsExactly(List.of());
  }

  @Test
  void aReportBelongsToTheUtcMonthsInWhichItsLinesStart() throws Exception {
    Readings readings =
        read(
            CostReport.usual()
                .line("lineItem/intervalUsageStart", "2026-10-31T23:00Z", "cost/myCost", "1")
                .line("lineItem/intervalUsageStart", "2026-11-01T00:00Z", "cost/myCost", "2")
                .line("lineItem/intervalUsageStart", "2026-10-31T23:00:00Z", "cost/myCost", "4")
                .line("lineItem/intervalUsageStart", "2026-10-31T22:00:00.000Z", "cost/myCost", "8")
                .line(
                    "lineItem/intervalUsageStart", "2026-11-01T01:00+02:00", "cost/myCost", "16"));
    assertThat(
            readings
                .charges()
                .collect(
                    Collectors.toMap(
                        charge -> charge.key().period().toString(),
                        charge -> charge.sums().billed().intValueExact())))
        .isEqualTo(Map.of("2026-10", 29, "2026-11", 2));
  }

  @Test
  void correctionsAreDifferencesWhateverTheyReferToAndAreWarnedOfOnce() throws Exception {
    Readings readings =
        read(
            CostReport.usual()
                .line("cost/myCost", "10", "lineItem/referenceNo", "r1")
                .line(
                    "cost/myCost", "-2.5",
                    "lineItem/isCorrection", "true",
                    "lineItem/backreferenceNo", "r1")
                .line(
                    "cost/myCost", "1",
                    "lineItem/isCorrection", "TRUE",
                    "lineItem/backreferenceNo", "nobody knows"));
    assertThat(readings.sum().billed()).isEqualByComparingTo("8.5");
    assertThat(
            readings
                .charges()
                .collect(
                    Collectors.toMap(
                        charge -> charge.key().chargeClass(), charge -> charge.sums().lines())))
        .isEqualTo(Map.of(ChargeClass.USAGE, 1L, ChargeClass.ADJUSTMENT, 2L));
    assertThat(readings.warnings())
        .extracting(Warning::code, Warning::count)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("corrections", 2L));
  }

  @Test
  void aBackReferenceAloneMakesNoCorrection() throws Exception {
    assertThat(read(CostReport.usual().line("lineItem/isCorrection", "")).warnings()).isEmpty();
    assertThat(
            read(CostReport.usual().without("lineItem/isCorrection").line())
                .charge()
                .key()
                .chargeClass())
        .isEqualTo(ChargeClass.USAGE);
  }

  @Test
  void aMarkThatNobodyKnowsIsPricedLikeUsageAndNamed() throws Exception {
    Readings readings = read(CostReport.usual().line("lineItem/isCorrection", "partly"));
    assertThat(readings.charge().key().chargeClass()).isEqualTo(ChargeClass.OTHER);
    assertThat(readings.warnings())
        .containsExactly(new Warning("unknown-line-type", "isCorrection 'partly'", 1));
  }

  @Test
  void equalLinesAreTwoCharges() throws Exception {
    CostSums sums = read(CostReport.usual().lines(2)).charge().sums();
    assertThat(sums.lines()).isEqualTo(2);
    assertThat(sums.billed()).isEqualByComparingTo("0.024528554999901886");
  }

  @Test
  void otherViewsOfTheCostAreNotAdded() throws Exception {
    CostSums sums = read(CostReport.usual().line("cost/myCost", "1")).charge().sums();
    assertThat(sums.billed()).isEqualByComparingTo("1");
    assertThat(sums.contracted()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "4.81298076439E-7, 0.000000481298076439",
    "-1E-12, -0.000000000001",
    "0.000710731182784594, 0.000710731182784594",
    "1234567890123456789.123456789012345678, 1234567890123456789.123456789012345678",
  })
  void costsKeepEveryDigit(String cell, BigDecimal exact) throws Exception {
    assertThat(read(CostReport.usual().line("cost/myCost", cell)).charge().sums().billed())
        .isEqualByComparingTo(exact);
  }

  @Test
  void aBlankCostIsNoAmountAndTheLineCounts() throws Exception {
    CostSums sums = read(CostReport.usual().line("cost/myCost", "")).charge().sums();
    assertThat(sums.lines()).isEqualTo(1);
    assertThat(sums.billed()).isNull();
    assertThat(sums.effective()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"free", "NaN", "Infinity"})
  void aCostThatIsNoNumberRefusesTheReportAndNamesTheCell(String cell) {
    FeedException fault =
        catchThrowableOfType(
            FeedException.class, () -> read(CostReport.usual().line("cost/myCost", cell)));
    assertThat(fault.category()).isEqualTo(FeedException.Category.DATA);
    assertThat(fault.refusal().text()).contains(cell);
    assertThat(fault.refusal().place()).contains(NAME, "row 2", "column cost/myCost");
  }

  @Test
  void aLineWithoutAStartIsRefused() {
    FeedException fault =
        catchThrowableOfType(
            FeedException.class,
            () -> read(CostReport.usual().line().line("lineItem/intervalUsageStart", "")));
    assertThat(fault.refusal().code()).isEqualTo("no-period");
    assertThat(fault.refusal().place()).contains(NAME, "row 3");
  }

  @Test
  void missingMandatoryColumnsAreAllNamed() {
    FeedException fault =
        catchThrowableOfType(
            FeedException.class,
            () ->
                read(
                    CostReport.usual()
                        .without("cost/myCost", "product/service", "cost/currencyCode")
                        .line()));
    assertThat(fault.refusal().code()).isEqualTo("missing-column");
    assertThat(fault.refusal().text()).contains("cost/myCost, cost/currencyCode, product/service");
  }

  @Test
  void aUsageReportIsNoCostReport() {
    FeedException fault =
        catchThrowableOfType(
            FeedException.class,
            () ->
                read(
                    CostReport.usual()
                        .without("cost/myCost", "cost/currencyCode")
                        .with("usage/consumedQuantity")
                        .line()));
    assertThat(fault.refusal().code()).isEqualTo("missing-column");
  }

  @Test
  void tagColumnsOfAnyNameAndNumberAreIgnored() throws Exception {
    CostReport report =
        CostReport.usual()
            .with(
                "tags/DevRel\\redbull-analytics-hol-4cb4.release", "tags/a.b.c", "tags/ümläut", "");
    for (int i = 0; i < 400; i++) {
      report.with("tags/namespace" + i + ".key");
    }
    report.line("tags/a.b.c", "\"a,b\nc\"", "tags/namespace7.key", "\"{\"\"x\"\": 1}\"").line();
    Readings readings = read(report);
    assertThat(readings.lines()).isEqualTo(2);
    assertThat(readings.sum().billed()).isEqualByComparingTo("0.024528554999901886");
  }

  @Test
  void aTagThatLooksLikeACostColumnIsNone() throws Exception {
    Readings readings =
        read(
            CostReport.usual()
                .with("tags/cost/myCost", "tags/lineItem/isCorrection")
                .line(
                    "cost/myCost",
                    "1",
                    "tags/cost/myCost",
                    "99",
                    "tags/lineItem/isCorrection",
                    "true"));
    assertThat(readings.charge().sums().billed()).isEqualByComparingTo("1");
    assertThat(readings.charge().key().chargeClass()).isEqualTo(ChargeClass.USAGE);
  }

  @Test
  void theGrainDecidesWhatIsKeptApart() throws Exception {
    Charge sku = read(CostReport.usual().line(), Grain.SKU).charge();
    assertThat(List.of(sku.key().item(), sku.key().itemName(), sku.key().unit()))
        .containsExactly("B88317", "COMPUTE", "Hours");
    assertThat(sku.resource()).isEmpty();
    assertThat(sku.sums().quantity()).isEqualByComparingTo("2");
    Charge resource = read(CostReport.usual().line(), Grain.RESOURCE).charge();
    assertThat(resource.resource()).isEqualTo("ocid1.instance.oc1..i");
    assertThat(
            read(CostReport.usual().line("cost/productSku", ""), Grain.SKU).charge().key().item())
        .isEqualTo("COMPUTE");
  }

  @Test
  void theUnitComesFromTheNewerColumnElseFromTheOlder() throws Exception {
    assertThat(unit(CostReport.usual().line("cost/skuUnitDescription", "")))
        .isEqualTo("1 NONE HOURS INSTANCE");
    assertThat(unit(CostReport.usual().without("cost/skuUnitDescription").line()))
        .isEqualTo("1 NONE HOURS INSTANCE");
    assertThat(unit(CostReport.usual().without("cost/billingUnitReadable").line()))
        .isEqualTo("Hours");
  }

  private String unit(CostReport report) throws Exception {
    return read(report, Grain.SKU).charge().key().unit();
  }

  @Test
  void oddCompartmentsAreReadOnAndNamed() throws Exception {
    Readings readings = read(CostReport.usual().line("product/compartmentId", "1.23E+11"));
    assertThat(readings.warnings()).containsExactly(new Warning("odd-account-id", "1.23E+11", 1));
  }

  @Test
  void aReportOfTheHeaderOnlyHasNoLines() throws Exception {
    assertThat(read(CostReport.usual()).lines()).isZero();
    assertThat(read(CostReport.gzip(""), Grain.SERVICE).lines()).isZero();
  }

  @Test
  void aReportOfSeveralGzipMembersIsReadToItsEnd() throws Exception {
    byte[] first = CostReport.gzip(CostReport.usual().line().text());
    String all = CostReport.usual().line().text();
    byte[] second = CostReport.gzip(all.substring(all.indexOf('\n') + 1));
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertThat(read(both, Grain.SERVICE).lines()).isEqualTo(2);
  }
}
