package io.ratemill.sources.focus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.model.AccountRef;
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
import io.ratemill.sources.store.FolderPlace;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FocusMappingTest {
  @TempDir Path root;

  @ParameterizedTest(name = "{0}, status {1}, commitment {2}, {3} {4}: {5}")
  @CsvSource({
    "Usage, '', '', '', Compute, USAGE",
    "usage, '', c-1, '', Compute, USAGE",
    "Usage, Used, c-1, '', Compute, COMMITTED_USAGE",
    "Usage, Unused, c-1, '', Compute, COMMITMENT_UNUSED",
    "Usage, Idle, c-1, '', Compute, OTHER",
    "Purchase, '', c-1, '', Compute, COMMITMENT_PURCHASE",
    "Purchase, '', '', '', Compute, FEE",
    "Tax, '', c-1, AWSSupportBusiness, Compute, TAX",
    "Credit, '', '', AWSSupportBusiness, Compute, CREDIT",
    "Adjustment, '', '', '', Compute, ADJUSTMENT",
    "Usage, '', '', AWSSupportEnterprise, Compute, SUPPORT",
    "Purchase, '', '', OCBPremiumSupport, Compute, SUPPORT",
    "Purchase, '', '', '', AWS Support (Business), SUPPORT",
    "Usage, '', '', '', AWS Premium Support, SUPPORT",
    "Usage, '', '', AmazonEC2, AWS Support (Business), USAGE",
    "Purchase, '', c-1, AWSSupportBusiness, Compute, COMMITMENT_PURCHASE",
    "Novelty, '', '', '', Compute, OTHER",
    "Novelty, '', '', AWSSupportBusiness, Compute, SUPPORT",
    "'', '', '', '', Compute, OTHER",
  })
  void aLineHasTheClassOfItsCells(
      String category,
      String status,
      String commitment,
      String code,
      String service,
      ChargeClass expected)
      throws Exception {
    Charge charge =
        read(Map.of(
                "ChargeCategory", category,
                "CommitmentDiscountStatus", status,
                "CommitmentDiscountId", commitment,
                "x_ServiceCode", code,
                "ServiceName", service,
                "ChargeClass", "Correction"))
            .charge();
    assertThat(charge.key().chargeClass()).isEqualTo(expected);
    assertThat(charge.key().item()).isEqualTo(code.isEmpty() ? service : code);
    assertThat(charge.key().itemName()).isEqualTo(service);
  }

  @ParameterizedTest(name = "published by {0}, provided by {1}: {2}")
  @CsvSource({
    "'Amazon Web Services, Inc.', AWS, false",
    "Amazon Web Services Canada Inc., AWS, false",
    "AISPL, AWS, false",
    "Amazon Internet Services Private Limited, AWS, false",
    "Microsoft, Microsoft, false",
    "Google Cloud, Google Cloud, false",
    "Oracle, Oracle, false",
    "'', AWS, false",
    "Red Hat Inc., Microsoft, true",
    "Snowflake, Snowflake, false",
    "Snowflake, AWS, true",
  })
  void beforeVersion13TheMarketplaceIsToldByThePublisher(
      String publisher, String provider, boolean expected) throws Exception {
    assertThat(
            read(Map.of("PublisherName", publisher, "ProviderName", provider))
                .charge()
                .key()
                .marketplace())
        .isEqualTo(expected);
    assertThat(
            read(Map.of("Publisher", publisher, "Provider", provider)).charge().key().marketplace())
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "service of {0} on {1}: {2}")
  @CsvSource({
    "Snowflake, AWS, true",
    "Amazon Web Services, AWS, false",
    "AWS, '', false",
    "'', AWS, false",
  })
  void fromVersion13OnTheMarketplaceIsToldByTheHost(
      String serviceProvider, String host, boolean expected) throws Exception {
    Charge charge =
        read(Map.of("ServiceProviderName", serviceProvider, "HostProviderName", host)).charge();
    assertThat(charge.key().marketplace()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "AWS, aws",
    "'Amazon Web Services, Inc.', aws",
    "Microsoft, azure",
    "Google Cloud, gcp",
    "Oracle, oci",
    "Some Cloud, some cloud",
    "'', focus",
  })
  void theProviderOfAnAccountIsTheLinesOwn(String name, String expected) throws Exception {
    assertThat(account(Map.of("ProviderName", name)).provider()).isEqualTo(expected);
    assertThat(account(Map.of("Provider", name)).provider()).isEqualTo(expected);
  }

  @Test
  void fromVersion13OnTheHostIsTheProvider() throws Exception {
    assertThat(account(Map.of("HostProviderName", "Oracle", "ProviderName", "X")).provider())
        .isEqualTo("oci");
    assertThat(account(Map.of("HostProviderName", "", "ProviderName", "AWS")).provider())
        .isEqualTo("aws");
    assertThat(account(Map.of("HostProviderName", "", "ServiceProviderName", "AWS")).provider())
        .isEqualTo("aws");
  }

  @Test
  void theProviderOfAConnectorWinsOverTheLines() throws Exception {
    write(Map.of("ProviderName", "Microsoft"));
    BillingFeed feed =
        new FocusFeed("gcp-focus", "gcp", new FolderPlace(root.toString()), Grain.SERVICE);
    Readings readings = Readings.of(feed, feed.discover(BillingFeedContract.NOW).get(0));
    assertThat(readings.accountRefs().get(0).provider()).isEqualTo("gcp");
  }

  @Test
  void allIdsOfAnAccountAreKeptInTheirOrder() throws Exception {
    assertThat(
            account(
                    Map.of(
                        "oci_CompartmentId",
                        "comp",
                        "SubAccountId",
                        "sub",
                        "BillingAccountId",
                        "b"))
                .ids())
        .containsExactly("comp", "sub", "b");
    assertThat(account(Map.of("SubAccountId", "", "BillingAccountId", "b")).ids())
        .containsExactly("b");
    assertThat(account(Map.of("SubAccountId", "b", "BillingAccountId", "b")).ids())
        .containsExactly("b");
    assertThat(account(Map.of("SubAccountId", "", "BillingAccountId", "")).ids()).isEmpty();
  }

  @Test
  void aSubscriptionIsKnownWithAndWithoutItsPath() throws Exception {
    assertThat(
            account(Map.of("ProviderName", "Microsoft", "SubAccountId", "/subscriptions/AB-1"))
                .ids())
        .containsExactly("/subscriptions/AB-1", "ab-1", "b");
  }

  @Test
  void anAccountHasTheNameOfWhatItIs() throws Exception {
    Map<String, String> names =
        Map.of("oci_CompartmentName", "", "SubAccountName", "Sub", "BillingAccountName", "Biller");
    assertThat(account(names).label()).isEqualTo("Sub");
    Map<String, String> biller =
        Map.of("SubAccountId", "", "SubAccountName", "", "BillingAccountName", "Biller");
    assertThat(account(biller).label()).isEqualTo("Biller");
    assertThat(account(Map.of("SubAccountName", "", "BillingAccountName", "Biller")).label())
        .isEmpty();
  }

  @Test
  void costsAreKeptToTheLastDigitAndNullIsNone() throws Exception {
    CostSums sums =
        read(Map.of(
                "BilledCost", "-0.0000000000000000000000000001",
                "ListCost", "NULL",
                "EffectiveCost", "5e-06",
                "ContractedCost", ""))
            .charge()
            .sums();
    assertThat(sums.billed()).isEqualByComparingTo("-1E-28");
    assertThat(sums.list()).isNull();
    assertThat(sums.listMissing()).isEqualTo(1);
    assertThat(sums.listPriced()).isEqualByComparingTo("-1E-28");
    assertThat(sums.effective()).isEqualByComparingTo("0.000005");
    assertThat(sums.contracted()).isNull();
  }

  @ParameterizedTest(name = "list {0}, unit price {1}: {2}")
  @CsvSource({"3, 9, 3, 0", "0, 9, 18, 1", "'', 9, 18, 1", "'', '', 0.5, 1", "0, 0, 0.5, 1"})
  void coveredUsageWithoutAListCostIsPricedByItsUnit(
      String list, String unitPrice, BigDecimal priced, long missing) throws Exception {
    Readings readings =
        read(
            Map.of(
                "CommitmentDiscountStatus", "Used",
                "ListCost", list,
                "ListUnitPrice", unitPrice,
                "PricingQuantity", "2",
                "EffectiveCost", "0.5"));
    CostSums sums = readings.charge().sums();
    assertThat(sums.listPriced()).isEqualByComparingTo(priced);
    assertThat(sums.listMissing()).isEqualTo(missing);
    assertThat(readings.warnings())
        .isEqualTo(
            missing == 0 ? List.of() : List.of(new Warning("list-missing", "usage", missing)));
  }

  @Test
  void theGrainDecidesWhatIsKeptApart() throws Exception {
    write(
        Map.of(
            "SkuId", "SKU1", "PricingUnit", "Hours", "ResourceId", "r-1", "PricingQuantity", "2"));
    Charge resource = read(Grain.RESOURCE).charge();
    assertThat(
            List.of(
                resource.key().item(),
                resource.key().itemName(),
                resource.key().unit(),
                resource.resource()))
        .containsExactly("SKU1", "Compute", "Hours", "r-1");
    assertThat(resource.sums().quantity()).isEqualByComparingTo("2");
    Charge service = read(Grain.SERVICE).charge();
    assertThat(List.of(service.key().item(), service.key().unit(), service.resource()))
        .containsExactly("Compute", "", "");
    assertThat(service.sums().quantity()).isNull();
  }

  @Test
  void oraclesOlderFilesAreUnderstood() throws Exception {
    Files.writeString(
        root.resolve("oci.csv"),
        "BilledCost ,BillingCurrency,ChargeCategory,BillingPeriodStart,ChargePeriodStart,"
            + "ServiceName,BillingAccountId,Provider,Publisher,oci_CompartmentId,UsageQuantity\r\n"
            + "1E-12,USD,Usage,2026-10-01T00:00Z,2026-10-07T05:00Z,COMPUTE,1,Oracle,Oracle,c,2\r\n");
    Readings readings = read(Grain.SERVICE);
    assertThat(readings.accountRefs().get(0))
        .isEqualTo(new AccountRef("oci", List.of("c", "1"), ""));
    assertThat(readings.sum().billed()).isEqualByComparingTo("0.000000000001");
    assertThat(readings.charge().usageDay())
        .isEqualTo((int) LocalDate.of(2026, 10, 7).toEpochDay());
  }

  @Test
  void missingMandatoryColumnsAreAllNamed() throws Exception {
    Files.writeString(root.resolve("x.csv"), "BilledCost,ServiceName\n1,a\n");
    FeedException fault = catchThrowableOfType(FeedException.class, () -> read(Grain.SERVICE));
    assertThat(fault.refusal().code()).isEqualTo("missing-column");
    assertThat(fault.refusal().text())
        .contains(
            "BillingCurrency, ChargeCategory, ChargePeriodStart, BillingAccountId,"
                + " BillingPeriodStart");
  }

  @Test
  void aLineWithoutAPeriodRefusesItsFileAndNamesTheRow() throws Exception {
    write(Map.of("BillingPeriodStart", ""));
    FeedException fault = catchThrowableOfType(FeedException.class, () -> read(Grain.SERVICE));
    assertThat(fault.refusal().code()).isEqualTo("no-period");
    assertThat(fault.refusal().place()).contains("bill.csv", "row 2");
  }

  @Test
  void unknownWordsAreNamed() throws Exception {
    assertThat(read(Map.of("ChargeCategory", "Novelty")).warnings())
        .containsExactly(new Warning("unknown-line-type", "Novelty", 1));
    assertThat(read(Map.of("CommitmentDiscountStatus", "Idle")).warnings())
        .containsExactly(new Warning("unknown-line-type", "CommitmentDiscountStatus Idle", 1));
    assertThat(read(Map.of("SubAccountId", "1.23E+11")).warnings())
        .containsExactly(new Warning("odd-account-id", "1.23E+11", 1));
  }

  @Test
  void accountsOfAwsHaveTwelveDigitsOrAreLeftOut() throws Exception {
    for (String id : List.of("111122223333", "", "22223333")) {
      write(Map.of("SubAccountId", id));
      BillingFeed feed =
          new FocusFeed("aws-focus", "aws", new FolderPlace(root.toString()), Grain.SERVICE);
      assertThat(Readings.of(feed, feed.discover(BillingFeedContract.NOW).get(0)).warnings())
          .hasSize(id.equals("22223333") ? 1 : 0);
    }
  }

  @Test
  void absentCostColumnsAreNoAmounts() throws Exception {
    CostSums sums = read(Map.of()).charge().sums();
    assertThat(sums.billed()).isEqualByComparingTo("1.5");
    assertThat(Money.same(sums.list(), null)).isTrue();
    assertThat(sums.effective()).isNull();
    assertThat(sums.contracted()).isNull();
  }

  private AccountRef account(Map<String, String> cells) throws Exception {
    return read(cells).accountRefs().get(0);
  }

  private Readings read(Map<String, String> cells) throws Exception {
    write(cells);
    return read(Grain.SERVICE);
  }

  /** One line, of ordinary usage but for some cells. */
  private void write(Map<String, String> cells) throws Exception {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("BilledCost", "1.5");
    line.put("BillingCurrency", "USD");
    line.put("ChargeCategory", "Usage");
    line.put("BillingPeriodStart", "2026-10-01 00:00:00");
    line.put("ChargePeriodStart", "2026-10-07T00:00:00Z");
    line.put("ServiceName", "Compute");
    line.put("BillingAccountId", "b");
    line.put("SubAccountId", "s");
    line.putAll(cells);
    String values =
        line.values().stream()
            .map(value -> value.equals("NULL") ? value : '"' + value + '"')
            .collect(Collectors.joining(","));
    Files.writeString(
        root.resolve("bill.csv"), String.join(",", line.keySet()) + "\n" + values + "\n");
  }

  private Readings read(Grain grain) throws FeedException {
    BillingFeed feed = FocusFeed.of("focus-main", root, grain);
    return Readings.of(feed, feed.discover(BillingFeedContract.NOW).get(0));
  }
}
