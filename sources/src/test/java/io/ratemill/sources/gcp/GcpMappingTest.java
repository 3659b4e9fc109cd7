package io.ratemill.sources.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.model.BillingPeriod;
import io.ratemill.model.Charge;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostSums;
import io.ratemill.model.Grain;
import io.ratemill.model.Money;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.BillingFeedContract;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Readings;
import io.ratemill.sources.SliceTotals.Warning;
import io.ratemill.sources.gcp.GcpFeed.Markers;
import io.ratemill.sources.store.FolderPlace;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GcpMappingTest {
  @TempDir Path root;

  @ParameterizedTest(name = "{0} of {1}, {2} is {3}")
  @CsvSource({
    "regular, Compute Engine, N1 core, USAGE",
    "Regular, Compute Engine, N1 core, USAGE",
    "regular, Compute Engine, Commitment v1: Cpu in Americas for 1 Year, COMMITMENT_PURCHASE",
    "regular, Support, Enhanced Support, SUPPORT",
    "regular, Support, Commitment to support, COMMITMENT_PURCHASE",
    "tax, Support, Tax, TAX",
    "tax, Invoice, Tax, TAX",
    "tax, Compute Engine, Commitment, TAX",
    "adjustment, Compute Engine, N1 core, ADJUSTMENT",
    "adjustment, Support, Enhanced Support, ADJUSTMENT",
    "rounding_error, Invoice, Rounding error, ADJUSTMENT",
    "novelty, Compute Engine, N1 core, OTHER",
    "'', Compute Engine, N1 core, OTHER"
  })
  void aRowHasTheClassOfItsCostTypeServiceAndSku(
      String costType, String service, String sku, ChargeClass expected) throws Exception {
    Map<String, String> cells =
        Map.of("cost_type", costType, "service.description", service, "sku.description", sku);
    Charge charge = read(Grain.SERVICE, RunFolder.row(cells)).charge();
    assertThat(charge.key().chargeClass()).isEqualTo(expected);
    assertThat(charge.key().marketplace()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "FREE_TIER, PUBLIC_DISCOUNT",
    "SUSTAINED_USAGE_DISCOUNT, PUBLIC_DISCOUNT",
    "DISCOUNT, DISCOUNT",
    "RESELLER_MARGIN, DISCOUNT",
    "COMMITTED_USAGE_DISCOUNT, DISCOUNT",
    "COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE, DISCOUNT",
    "PROMOTION, CREDIT",
    "SUBSCRIPTION_BENEFIT, CREDIT",
    "FEE_UTILIZATION_OFFSET, CREDIT",
    "CREDIT_TYPE_UNSPECIFIED, CREDIT",
    "NOVEL_CREDIT, CREDIT"
  })
  void aCreditHasTheClassOfItsOwnTypeWhateverItsRow(String type, ChargeClass expected)
      throws Exception {
    String credits = "[{\"type\": \"%s\", \"amount\": -0.25}]".formatted(type);
    Map<String, String> cells =
        Map.of("cost_type", "tax", "service.description", "Support", "credits", credits);
    Readings readings = read(Grain.SERVICE, RunFolder.row(cells));
    Map<ChargeClass, BigDecimal> billed = billed(readings);
    assertThat(billed.keySet()).containsExactlyInAnyOrder(ChargeClass.TAX, expected);
    assertThat(billed.get(expected)).isEqualByComparingTo("-0.25");
    assertThat(readings.warnings())
        .isEqualTo(
            type.equals("NOVEL_CREDIT")
                ? List.of(new Warning("unknown-line-type", "credit NOVEL_CREDIT", 1))
                : List.of());
  }

  @Test
  void everyCreditOfARowIsALineOfItsAccountDayPeriodAndServiceAndAllAreAdded() throws Exception {
    String credits =
        """
        [{"type": "SUSTAINED_USAGE_DISCOUNT", "amount": -0.1, "name": "a", "id": null},
         {"type": "SUSTAINED_USAGE_DISCOUNT", "amount": -0.2},
         {"type": "PROMOTION", "amount": -3e-9}, {"type": "PROMOTION", "amount": null}]
        """;
    Readings readings =
        read(Grain.SERVICE, RunFolder.row("1.5", credits) + RunFolder.row("2.5", "[]"));
    assertThat(readings.lines()).isEqualTo(6);
    assertThat(readings.accountRefs()).hasSize(1);
    Map<ChargeClass, Charge> charges =
        readings.charges().collect(Collectors.toMap(c -> c.key().chargeClass(), c -> c));
    CostSums usage = charges.get(ChargeClass.USAGE).sums();
    assertThat(usage.billed()).isEqualByComparingTo("4.0");
    assertThat(usage.list()).isEqualByComparingTo("4");
    assertThat(usage.effective()).isEqualByComparingTo("4.0");
    assertThat(usage.contracted()).isNull();
    CostSums discount = charges.get(ChargeClass.PUBLIC_DISCOUNT).sums();
    assertThat(discount.lines()).isEqualTo(2);
    assertThat(discount.billed()).isEqualByComparingTo("-0.3");
    assertThat(discount.list()).isNull();
    assertThat(discount.listMissing()).isEqualTo(2);
    assertThat(discount.listPriced()).isEqualByComparingTo("-0.3");
    CostSums promotion = charges.get(ChargeClass.CREDIT).sums();
    assertThat(promotion.lines()).isEqualTo(2);
    assertThat(promotion.billed()).isEqualByComparingTo("-0.000000003");
    for (Charge charge : charges.values()) {
      assertThat(charge.usageDay()).isEqualTo(LocalDate.of(2026, 10, 5).toEpochDay());
      assertThat(charge.key().period()).isEqualTo(new BillingPeriod(2026, 10));
      assertThat(charge.key().item()).isEqualTo("6F81-5844-456A");
      assertThat(charge.key().itemName()).isEqualTo("Compute Engine");
    }
  }

  @Test
  void anAccountIsTheProjectThenTheBillingAccountAndRowsWithoutAProjectAreKept() throws Exception {
    Readings readings =
        read(
            Grain.SERVICE,
            RunFolder.row(Map.of())
                + RunFolder.row(
                    Map.of("project.id", "", "project.name", "", "cost_type", "tax", "cost", "7")));
    assertThat(readings.accountRefs())
        .extracting(account -> account.provider() + account.ids() + account.label())
        .containsExactlyInAnyOrder("gcp[shop-1, AAAA-BBBB]Shop", "gcp[AAAA-BBBB]");
    assertThat(readings.sum().billed()).isEqualByComparingTo("8");
  }

  @Test
  void aRowIsOfItsInvoiceMonthWhateverTheDayOfItsUsage() throws Exception {
    Map<String, String> cells =
        Map.of("invoice.month", "202610", "usage_start_time", "2026-11-01 06:00:00+00:00");
    Charge charge = read(Grain.SERVICE, RunFolder.row(cells)).charge();
    assertThat(charge.key().period()).isEqualTo(new BillingPeriod(2026, 10));
    assertThat(charge.usageDay()).isEqualTo(LocalDate.of(2026, 11, 1).toEpochDay());
  }

  @Test
  void aRowWithoutAServiceGoesByItsCostType() throws Exception {
    Map<String, String> cells =
        Map.of("service.id", "", "service.description", "", "cost_type", "adjustment");
    Charge charge = read(Grain.SERVICE, RunFolder.row(cells)).charge();
    assertThat(charge.key().item()).isEqualTo("adjustment");
    assertThat(charge.key().itemName()).isEqualTo("adjustment");
  }

  @Test
  void aRowWithoutAnInvoiceMonthIsOfItsFoldersMonthAndElseRefused() throws Exception {
    String row = RunFolder.row(Map.of("invoice.month", ""));
    Charge charge = read(Grain.SERVICE, row).charge();
    assertThat(charge.key().period()).isEqualTo(new BillingPeriod(2026, 10));
    FeedException fault =
        catchThrowableOfType(
            FeedException.class,
            () -> {
              Path folder = root.resolve("elsewhere");
              Files.createDirectories(folder);
              Files.writeString(folder.resolve("part.csv"), RunFolder.HEADER + row);
              BillingFeedContract.touch(folder.resolve("part.csv"), BillingFeedContract.timeOf(1));
              BillingFeed feed =
                  GcpFeed.of(
                      "gcp",
                      "standard",
                      new FolderPlace(folder.toString()),
                      Markers.NONE,
                      Grain.SERVICE);
              Readings.of(feed, feed.discover(BillingFeedContract.NOW).get(0));
            });
    assertThat(fault.refusal().code()).isEqualTo("no-period");
    assertThat(fault.refusal().text()).contains("has no invoice.month");
  }

  @ParameterizedTest
  @CsvSource({
    "GOOGLE, false",
    "'', false",
    "THIRD_PARTY_RESELLER, true",
    "THIRD_PARTY_AGENCY, true"
  })
  void aThirdPartysRowAndItsCreditsAreOfTheMarketplace(String transaction, boolean marketplace)
      throws Exception {
    Map<String, String> cells =
        Map.of(
            "transaction_type",
            transaction,
            "credits",
            "[{'type': 'PROMOTION', 'amount': -1, 'name': None}]");
    assertThat(read(Grain.SERVICE, RunFolder.row(cells)).charges())
        .hasSize(2)
        .allMatch(charge -> charge.key().marketplace() == marketplace);
  }

  @Test
  void atGrainSkuTheQuantityIsTheRowsAndNotRepeatedByItsCredits() throws Exception {
    Readings readings =
        read(Grain.SKU, RunFolder.row("1", "[{\"type\": \"FREE_TIER\", \"amount\": -1}]"));
    for (Charge charge : readings.charges().toList()) {
      assertThat(charge.key().item()).isEqualTo("D2F0");
      assertThat(charge.key().unit()).isEqualTo("hour");
      boolean credit = charge.key().chargeClass() == ChargeClass.PUBLIC_DISCOUNT;
      BigDecimal quantity = charge.sums().quantity();
      assertThat(quantity == null ? BigDecimal.ZERO : quantity)
          .isEqualByComparingTo(credit ? "0" : "3");
    }
  }

  @Test
  void theResellersExportNamesThePayerAndSpellsItsQuantityInTheSingular() throws Exception {
    String header =
        RunFolder.HEADER
            .replace("pricing_units,", "pricing_unit,")
            .replace("\n", ",payer_billing_account_id,customer_cost\n");
    String row = RunFolder.row(Map.of()).replace("\n", ",PPPP-QQQQ,99\n");
    Charge charge = readContent("reseller", Grain.SKU, header + row).charge();
    assertThat(charge.key().billPayer()).isEqualTo("PPPP-QQQQ");
    assertThat(charge.sums().quantity()).isEqualByComparingTo("3");
    assertThat(charge.sums().billed()).isEqualByComparingTo("1");
  }

  @Test
  void atGrainResourceTheDetailedExportNamesTheResource() throws Exception {
    String header = RunFolder.HEADER.replace("\n", ",resource.name,resource.global_name\n");
    String rows =
        RunFolder.row(Map.of()).replace("\n", ",vm-1,//compute/vm-1\n")
            + RunFolder.row(Map.of()).replace("\n", ",,//compute/vm-2\n")
            + RunFolder.row(Map.of()).replace("\n", ",,\n");
    assertThat(readContent("detailed", Grain.RESOURCE, header + rows).charges())
        .extracting(charge -> charge.resource())
        .containsExactlyInAnyOrder("vm-1", "//compute/vm-2", "");
  }

  @Test
  void noiseOfDoublesAndExponentsAreReadExactly() throws Exception {
    Readings readings =
        read(
            Grain.SERVICE,
            RunFolder.row("5e-06", "[{'amount': -2.3198314011096954e-05, 'type': 'DISCOUNT'}]"));
    assertThat(readings.sum().billed())
        .isEqualByComparingTo(
            new BigDecimal("0.000005").subtract(new BigDecimal("0.000023198314011096954")));
  }

  @ParameterizedTest
  @CsvSource({
    "invoice.month, 202613, no-period, '202613' in invoice.month is no month",
    "invoice.month, 20261, no-period, '20261' in invoice.month is no month",
    "cost, NaN, unreadable, NaN",
    "cost, free, unreadable, free",
    "credits, '[{''amount'': ''x'', ''type'': ''DISCOUNT''}]', unreadable, x",
    "credits, '[{''amount'': nan}]', unreadable, nan",
    "credits, '[{', unreadable, not well formed"
  })
  void aRowThatCannotBeReadRefusesTheDeliveryAndNamesIt(
      String column, String value, String code, String text) {
    FeedException fault =
        catchThrowableOfType(
            FeedException.class,
            () ->
                read(
                    Grain.SERVICE,
                    RunFolder.row("1", "[{'amount': -1, 'type': 'DISCOUNT'}]")
                        + RunFolder.row(Map.of(column, value))));
    assertThat(fault.category()).isEqualTo(FeedException.Category.DATA);
    assertThat(fault.refusal().code()).isEqualTo(code);
    assertThat(fault.refusal().text()).contains(text);
    assertThat(fault.refusal().place()).contains("row 3");
  }

  @ParameterizedTest
  @CsvSource({"cost", "credits", "invoice.month", "cost_type", "currency", "billing_account_id"})
  void aFileWithoutAMandatoryColumnIsRefused(String column) {
    String header = RunFolder.HEADER.replaceAll("(?<=,|^)" + column + "(?=,|\n)", "renamed");
    FeedException fault =
        catchThrowableOfType(
            FeedException.class,
            () -> readContent("standard", Grain.SERVICE, header + RunFolder.row(Map.of())));
    assertThat(fault.refusal().code()).isEqualTo("missing-column");
    assertThat(fault.refusal().text()).contains(column);
  }

  @Test
  void theRealExportKeepsItsTotalsAndPythonsCredits() throws Exception {
    byte[] content;
    try (InputStream in = GcpMappingTest.class.getResourceAsStream("/gcp/koku-export.csv")) {
      content = in.readAllBytes();
    }
    new RunFolder(root, "2020-11", "run-1", BillingFeedContract.timeOf(1))
        .file("koku.csv", content)
        .mark();
    Readings readings = readAll("standard", Grain.SERVICE);
    assertThat(readings.lines()).isEqualTo(33);
    Map<ChargeClass, BigDecimal> billed = billed(readings);
    assertThat(billed.get(ChargeClass.USAGE)).isEqualByComparingTo("0.000032");
    assertThat(billed.get(ChargeClass.CREDIT)).isEqualByComparingTo("-0.000032");
    assertThat(billed).hasSize(2);
    Map<String, Long> linesByItem =
        readings
            .charges()
            .collect(
                Collectors.groupingBy(
                    charge -> charge.key().item() + " " + charge.key().chargeClass(),
                    TreeMap::new,
                    Collectors.summingLong(charge -> charge.sums().lines())));
    assertThat(linesByItem)
        .isEqualTo(
            Map.of(
                "24E6-581D-38E5 USAGE", 7L,
                "5490-F7B7-8DF6 USAGE", 10L,
                "FBF2-FC68-171A USAGE", 8L,
                "FBF2-FC68-171A CREDIT", 8L));
    assertThat(readings.accountRefs().get(0).ids())
        .containsExactly("billing-example-00000", "000000-B0BBA4-940A77");
  }

  private static Map<ChargeClass, BigDecimal> billed(Readings readings) {
    return readings
        .charges()
        .collect(
            Collectors.toMap(
                charge -> charge.key().chargeClass(),
                charge -> charge.sums().billed(),
                Money::add,
                TreeMap::new));
  }

  private Readings read(Grain grain, String rows) throws Exception {
    return readContent("standard", grain, RunFolder.HEADER + rows);
  }

  private Readings readContent(String format, Grain grain, String content) throws Exception {
    new RunFolder(root, "2026-10", "run-1", BillingFeedContract.timeOf(1))
        .set("table", "view")
        .set("period", null)
        .file("part.csv", content)
        .mark();
    return readAll(format, grain);
  }

  private Readings readAll(String format, Grain grain) throws FeedException, IOException {
    BillingFeed feed =
        GcpFeed.of("gcp", format, new FolderPlace(root.toString()), Markers.REQUIRED, grain);
    List<Delivery> deliveries = feed.discover(BillingFeedContract.NOW);
    assertThat(deliveries).hasSize(1);
    assertThat(deliveries.get(0).refusal()).isNull();
    return Readings.of(feed, deliveries.get(0));
  }
}
