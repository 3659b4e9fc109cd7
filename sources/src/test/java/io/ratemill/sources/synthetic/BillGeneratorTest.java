package io.ratemill.sources.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ratemill.model.ChargeClass;
import io.ratemill.sources.synthetic.SyntheticBill.Encoding;
import io.ratemill.sources.synthetic.SyntheticBill.Fault;
import io.ratemill.sources.synthetic.SyntheticBill.Layout;
import io.ratemill.sources.synthetic.SyntheticBill.Trait;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillGeneratorTest {
  @TempDir Path folder;

  @Test
  void theSameDescriptionGivesTheSameBytes() throws IOException {
    Map<String, byte[]> first = contents(generate(cur("a").restatements(1).traits(Trait.SHUFFLED)));
    Map<String, byte[]> second =
        contents(generate(cur("b").restatements(1).traits(Trait.SHUFFLED)));

    assertThat(second.keySet()).isEqualTo(first.keySet()).hasSizeGreaterThan(5);
    first.forEach((name, bytes) -> assertThat(second.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  void anotherSeedGivesAnotherBill() throws IOException {
    GeneratedBill one = generate(cur("a").seed(1));
    GeneratedBill two = generate(cur("b").seed(2));

    assertThat(two.deliveries().get(0).billed())
        .isNotEqualByComparingTo(one.deliveries().get(0).billed());
  }

  @Test
  void totalsOfACurAreThoseOfItsText() throws IOException {
    for (Encoding encoding : EnumSet.of(Encoding.CSV_GZ, Encoding.CSV_ZIP)) {
      GeneratedBill bill =
          generate(
              cur("cur-" + encoding)
                  .encoding(encoding)
                  .parts(3)
                  .restatements(2)
                  .columns(60)
                  .traits(
                      Trait.WIDE_DECIMALS,
                      Trait.QUOTED_TEXT,
                      Trait.SPLIT_COST,
                      Trait.BYTE_ORDER_MARK,
                      Trait.CARRIAGE_RETURNS,
                      Trait.GZIP_MEMBERS,
                      Trait.EMPTY_PART,
                      Trait.UNKNOWN_TYPES));

      assertThat(bill.deliveries()).hasSize(3);
      for (GeneratedBill.Delivery delivery : bill.deliveries()) {
        List<Map<String, String>> rows = PlainCsv.read(delivery.files());
        assertThat(rows).hasSize((int) delivery.lines());
        assertThat(sum(rows, "lineItem/UnblendedCost")).isEqualByComparingTo(delivery.billed());
        assertThat(delivery.billed().scale()).isEqualTo(22);
        assertThat(sum(rows, "pricing/publicOnDemandCost"))
            .isEqualByComparingTo(
                delivery.classes().stream()
                    .map(GeneratedBill.ClassTotal::list)
                    .reduce(BigDecimal.ZERO, BigDecimal::add));
      }
    }
  }

  @Test
  void totalsPerClassAreThoseOfTheLineTypes() throws IOException {
    GeneratedBill.Delivery delivery = generate(cur("cur")).deliveries().get(0);
    List<Map<String, String>> rows = PlainCsv.read(delivery.files());

    Map<ChargeClass, BigDecimal> sums = new TreeMap<>();
    for (Map<String, String> row : rows) {
      ChargeClass chargeClass = chargeClass(row);
      sums.merge(chargeClass, new BigDecimal(row.get("lineItem/UnblendedCost")), BigDecimal::add);
    }
    assertThat(delivery.classes())
        .allSatisfy(
            total ->
                assertThat(total.billed())
                    .as("%s", total.chargeClass())
                    .isEqualByComparingTo(sums.get(total.chargeClass())));
    assertThat(sums.keySet())
        .containsExactlyInAnyOrderElementsOf(
            delivery.classes().stream().map(GeneratedBill.ClassTotal::chargeClass).toList());
    assertThat(sums).doesNotContainKey(ChargeClass.OTHER).hasSize(11);
  }

  private static ChargeClass chargeClass(Map<String, String> row) {
    String type = row.get("lineItem/LineItemType");
    boolean support = row.get("lineItem/ProductCode").startsWith("AWSSupport");
    boolean reservation = !row.get("reservation/ReservationARN").isEmpty();
    return switch (type) {
      case "Usage" -> support ? ChargeClass.SUPPORT : ChargeClass.USAGE;
      case "DiscountedUsage", "SavingsPlanCoveredUsage" -> ChargeClass.COMMITTED_USAGE;
      case "SavingsPlanNegation" -> ChargeClass.COMMITMENT_NEGATION;
      case "RIFee", "SavingsPlanUpfrontFee", "SavingsPlanRecurringFee" ->
          ChargeClass.COMMITMENT_PURCHASE;
      case "Fee" ->
          support
              ? ChargeClass.SUPPORT
              : reservation ? ChargeClass.COMMITMENT_PURCHASE : ChargeClass.FEE;
      case "BundledDiscount" -> ChargeClass.PUBLIC_DISCOUNT;
      case "EdpDiscount", "SppDiscount", "PrivateRateDiscount" -> ChargeClass.DISCOUNT;
      case "Credit" -> ChargeClass.CREDIT;
      case "Refund" -> ChargeClass.REFUND;
      case "Tax" -> ChargeClass.TAX;
      default -> ChargeClass.OTHER;
    };
  }

  @Test
  void negationsUndoTheCoveredUsageBeforeThem() throws IOException {
    List<Map<String, String>> rows =
        PlainCsv.read(generate(cur("cur")).deliveries().get(0).files());

    int pairs = 0;
    for (int i = 1; i < rows.size(); i++) {
      if (rows.get(i).get("lineItem/LineItemType").equals("SavingsPlanNegation")) {
        Map<String, String> covered = rows.get(i - 1);
        assertThat(covered.get("lineItem/LineItemType")).isEqualTo("SavingsPlanCoveredUsage");
        assertThat(new BigDecimal(rows.get(i).get("lineItem/UnblendedCost")).negate())
            .isEqualByComparingTo(covered.get("lineItem/UnblendedCost"));
        assertThat(rows.get(i).get("lineItem/UsageAmount")).isEqualTo("0.0");
        pairs++;
      }
    }
    assertThat(pairs).isPositive();
  }

  @Test
  void aCreateNewReportHasAManifestPerAssemblyAndOneForTheMonth() throws IOException {
    GeneratedBill bill = generate(cur("cur").restatements(1).parts(2));
    GeneratedBill.Delivery newest = bill.deliveries().get(1);
    Path month = bill.bills().resolve("cur/synthetic-cur/20261001-20261101");

    JsonNode manifest = json(month.resolve("synthetic-cur-Manifest.json"));
    assertThat(manifest.path("assemblyId").asText()).isEqualTo(newest.id());
    assertThat(manifest.path("billingPeriod").path("start").asText())
        .isEqualTo("20261001T000000.000Z");
    assertThat(manifest.path("billingPeriod").path("end").asText())
        .isEqualTo("20261101T000000.000Z");
    assertThat(manifest.path("reportKeys"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "cur/synthetic-cur/20261001-20261101/" + newest.id() + "/synthetic-cur-1.csv.gz",
            "cur/synthetic-cur/20261001-20261101/" + newest.id() + "/synthetic-cur-2.csv.gz")
        .allSatisfy(key -> assertThat(bill.bills().resolve(key)).exists());
    for (GeneratedBill.Delivery delivery : bill.deliveries()) {
      Path own = month.resolve(delivery.id()).resolve("synthetic-cur-Manifest.json");
      assertThat(json(own).path("assemblyId").asText()).isEqualTo(delivery.id());
      assertThat(Files.getLastModifiedTime(own).toInstant()).isEqualTo(delivery.time());
      List<String> header = PlainCsv.header(delivery.files().get(0));
      assertThat(json(own).path("columns"))
          .extracting(
              column -> column.path("category").asText() + "/" + column.path("name").asText())
          .containsExactlyElementsOf(header);
    }
  }

  @Test
  void anOverwritingReportKeepsTheNewestDeliveryOnly() throws IOException {
    GeneratedBill bill = generate(cur("cur").layout(Layout.OVERWRITE).restatements(2));
    Path month = bill.bills().resolve("cur/synthetic-cur/20261001-20261101");

    try (Stream<Path> files = Files.list(month)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("synthetic-cur-Manifest.json", "synthetic-cur-1.csv.gz");
    }
    assertThat(sum(PlainCsv.read(bill.deliveries().get(2).files()), "lineItem/UnblendedCost"))
        .isEqualByComparingTo(bill.deliveries().get(2).billed());
  }

  @Test
  void laterDeliveriesCoverMoreDaysWithNewIdsAndSomeOtherCosts() throws IOException {
    GeneratedBill bill = generate(cur("cur").lines(6_000).restatements(2));

    List<Set<String>> ids = new ArrayList<>();
    List<String> lastDays = new ArrayList<>();
    for (GeneratedBill.Delivery delivery : bill.deliveries()) {
      List<Map<String, String>> rows = PlainCsv.read(delivery.files());
      Set<String> own = new HashSet<>();
      rows.forEach(row -> own.add(row.get("identity/LineItemId")));
      assertThat(own).hasSize((int) delivery.lines());
      ids.forEach(others -> assertThat(own).doesNotContainAnyElementsOf(others));
      ids.add(own);
      lastDays.add(rows.get(rows.size() - 1).get("lineItem/UsageStartDate").substring(0, 10));
    }
    assertThat(lastDays).containsExactly("2026-10-10", "2026-10-20", "2026-10-31");

    List<Map<String, String>> first = PlainCsv.read(bill.deliveries().get(0).files());
    List<Map<String, String>> last = PlainCsv.read(bill.deliveries().get(2).files());
    long changed = 0;
    for (int i = 0; i < first.size(); i++) {
      assertThat(last.get(i).get("lineItem/UsageStartDate"))
          .isEqualTo(first.get(i).get("lineItem/UsageStartDate"));
      if (!last.get(i)
          .get("lineItem/UnblendedCost")
          .equals(first.get(i).get("lineItem/UnblendedCost"))) {
        changed++;
      }
    }
    assertThat(changed).isBetween(first.size() / 100L, first.size() / 10L);
    assertThat(PlainCsv.header(bill.deliveries().get(1).files().get(0)))
        .isNotEqualTo(PlainCsv.header(bill.deliveries().get(0).files().get(0)));
  }

  @Test
  void deliveriesWrittenOneByOneAreThoseWrittenAtOnce() throws IOException {
    Map<String, byte[]> atOnce = contents(generate(cur("a").restatements(1)));
    generate(cur("b").restatements(1).only(0));
    Map<String, byte[]> oneByOne = contents(generate(cur("b").restatements(1).only(1)));

    assertThat(oneByOne.keySet()).isEqualTo(atOnce.keySet());
    atOnce.forEach((name, bytes) -> assertThat(oneByOne.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  void linesFollowTheHoursUnlessShuffled() throws IOException {
    List<String> sorted = starts(generate(cur("a")));
    List<String> shuffled = starts(generate(cur("b").traits(Trait.SHUFFLED)));

    assertThat(sorted.subList(60, sorted.size())).isSorted();
    assertThat(shuffled).isNotEqualTo(sorted).containsExactlyInAnyOrderElementsOf(sorted);
  }

  @Test
  void aWholeMonthComesAgainWithOneLineInAHundredChanged() throws IOException {
    GeneratedBill bill = generate(cur("a").lines(20_000).restatements(1).traits(Trait.WHOLE_MONTH));
    List<Map<String, String>> first = PlainCsv.read(bill.deliveries().get(0).files());
    List<Map<String, String>> second = PlainCsv.read(bill.deliveries().get(1).files());

    assertThat(second).hasSameSizeAs(first).hasSize(20_000);
    int changed = 0;
    for (int line = 0; line < first.size(); line++) {
      Map<String, String> before = first.get(line);
      Map<String, String> after = second.get(line);
      assertThat(after.get("lineItem/UsageStartDate"))
          .isEqualTo(before.get("lineItem/UsageStartDate"));
      String cost = "lineItem/UnblendedCost";
      changed += after.get(cost).equals(before.get(cost)) ? 0 : 1;
    }
    assertThat(changed).isBetween(100, 250);
  }

  private static List<String> starts(GeneratedBill bill) throws IOException {
    return PlainCsv.read(bill.deliveries().get(0).files()).stream()
        .map(row -> row.get("lineItem/UsageStartDate"))
        .toList();
  }

  @Test
  void plainFocusFilesAreDeliveriesOfTheirOwn() throws IOException {
    for (String version : List.of("1.0", "1.1", "1.2", "1.3")) {
      GeneratedBill bill =
          generate(focus("focus-" + version).version(version).parts(2).encoding(Encoding.CSV));

      assertThat(bill.deliveries()).hasSize(2);
      Set<String> providers = new HashSet<>();
      for (GeneratedBill.Delivery delivery : bill.deliveries()) {
        List<Map<String, String>> rows = PlainCsv.read(delivery.files());
        assertThat(sum(rows, "BilledCost")).isEqualByComparingTo(delivery.billed());
        assertThat(sum(rows, "EffectiveCost"))
            .isEqualByComparingTo(
                delivery.classes().stream()
                    .map(GeneratedBill.ClassTotal::effective)
                    .reduce(BigDecimal.ZERO, BigDecimal::add));
        rows.forEach(row -> providers.add(row.get("ProviderName")));
      }
      assertThat(providers).containsExactlyInAnyOrder("AWS", "Microsoft", "Google Cloud", "Oracle");
      assertThat(PlainCsv.header(bill.deliveries().get(0).files().get(0)))
          .hasSize(
              switch (version) {
                case "1.0" -> 43;
                case "1.1" -> 50;
                case "1.2" -> 57;
                default -> 65;
              });
    }
  }

  @Test
  void mostAccountsHaveAnOwner() throws IOException {
    GeneratedBill bill = generate(cur("cur").accounts(500));
    List<Map<String, String>> owners = PlainCsv.read(List.of(bill.owners()));

    Set<String> mapped = new HashSet<>();
    Set<String> customers = new HashSet<>();
    owners.forEach(
        row -> {
          mapped.add(row.get("account_id"));
          customers.add(row.get("customer_account_id"));
        });
    assertThat(mapped).hasSize(490).allMatch(id -> id.matches("[0-9]{12}"));
    assertThat(customers).hasSizeBetween(150, 170);
    assertThat(owners.stream().filter(row -> row.get("valid_from").equals("2026-10-15")))
        .hasSize(25);
  }

  @Test
  void faultsBreakTheNewestDeliveryOnly() throws IOException {
    GeneratedBill missing = generate(cur("a").restatements(1).parts(2).fault(Fault.MISSING_PART));
    assertThat(missing.deliveries().get(0).files()).allMatch(Files::exists);
    assertThat(missing.deliveries().get(1).files().get(0)).exists();
    assertThat(missing.deliveries().get(1).files().get(1)).doesNotExist();

    GeneratedBill truncated = generate(cur("b").fault(Fault.TRUNCATED_PART));
    assertThatThrownBy(() -> PlainCsv.read(truncated.deliveries().get(0).files()))
        .isInstanceOf(IOException.class);

    GeneratedBill word = generate(cur("c").fault(Fault.WORD_IN_COST));
    assertThat(
            PlainCsv.read(word.deliveries().get(0).files()).stream()
                .map(row -> row.get("lineItem/UnblendedCost"))
                .filter("unavailable"::equals))
        .hasSize(1);

    GeneratedBill column = generate(cur("d").fault(Fault.MISSING_COLUMN));
    assertThat(PlainCsv.header(column.deliveries().get(0).files().get(0)))
        .hasSize(29)
        .doesNotContain("lineItem/UnblendedCost");
  }

  @Test
  void aFolderWithBillsIsLeftAlone() throws IOException {
    generate(cur("a"));

    assertThatThrownBy(() -> generate(cur("a")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("already holds bills");
  }

  @Test
  void aDescriptionThatMakesNoSenseIsRefusedByValue() {
    assertThatThrownBy(() -> SyntheticBill.builder("aws", "cur-3.0", folder).build())
        .hasMessageContaining("format 'cur-3.0'");
    assertThatThrownBy(() -> cur("a").lines(0).build()).hasMessageContaining("lines '0'");
    assertThatThrownBy(() -> cur("a").encoding(Encoding.CSV).build())
        .hasMessageContaining("encoding 'CSV'");
  }

  private SyntheticBill.Builder cur(String name) {
    return SyntheticBill.builder("aws", "cur-legacy", folder.resolve(name)).lines(3_000).seed(7);
  }

  private SyntheticBill.Builder focus(String name) {
    return SyntheticBill.builder("focus", "focus", folder.resolve(name)).lines(2_000).seed(7);
  }

  private static GeneratedBill generate(SyntheticBill.Builder bill) throws IOException {
    return BillGenerator.write(bill.build(), ProgressListener.NONE);
  }

  private static BigDecimal sum(List<Map<String, String>> rows, String column) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map<String, String> row : rows) {
      String text = row.get(column);
      sum = text.isEmpty() ? sum : sum.add(new BigDecimal(text));
    }
    return sum;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static Map<String, byte[]> contents(GeneratedBill bill) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(bill.bills().getParent())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.equals(bill.totals())) {
          contents.put(
              bill.bills().getParent().relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return contents;
  }
}
