package io.ratemill.sources.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.Charge;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostSums;
import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeedContract;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Readings;
import io.ratemill.sources.store.FolderPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actual and amortized runs of one month of a reservation's owner, taken together. */
final class RunPairsTest {
  private static final Instant NOW = BillingFeedContract.NOW;
  private static final String HEADER =
      "SubscriptionId,Date,MeterCategory,Quantity,UnitPrice,PayGPrice,CostInBillingCurrency,"
          + "BillingCurrencyCode,BillingPeriodStartDate,ChargeType,PricingModel\n";

  private static final String ON_DEMAND =
      "s1,10/02/2026,VM,10,0.9,1,9,USD,10/01/2026,Usage,OnDemand\n";
  private static final String FEE = "s1,10/03/2026,SaaS,1,,0,5,USD,10/01/2026,Purchase,OnDemand\n";
  private static final String ACTUAL =
      HEADER
          + ON_DEMAND
          + FEE
          + "s1,10/02/2026,VM,24,0.8,0,0,USD,10/01/2026,Usage,Reservation\n"
          + "s1,10/01/2026,VM,1,100,0,100,USD,10/01/2026,Purchase,Reservation\n"
          + "s1,10/09/2026,VM,1,-10,0,-10,USD,10/01/2026,Refund,Reservation\n";
  private static final String AMORTIZED =
      HEADER
          + ON_DEMAND
          + FEE
          + "s1,10/02/2026,VM,24,0.8,0,60,USD,10/01/2026,Usage,Reservation\n"
          + "s1,10/02/2026,VM,12,,0,30,USD,10/01/2026,UnusedReservation,Reservation\n";

  @TempDir Path root;
  private Path actual;
  private Path amortized;

  @BeforeEach
  void places() throws IOException {
    actual = Files.createDirectory(root.resolve("act"));
    amortized = Files.createDirectory(root.resolve("amo"));
  }

  private AzureFeed feed() {
    return AzureFeed.ofBoth(
        "azure",
        new FolderPlace(actual.toString()),
        new FolderPlace(amortized.toString()),
        Grain.SKU);
  }

  private static void run(
      Path place, String type, String export, String run, int hour, String content)
      throws IOException {
    Instant time = BillingFeedContract.timeOf(hour);
    Container container = new Container(place);
    String folder = export + "/20261001-20261031/" + run + "/";
    container.put(folder + "p.csv", content, time);
    container.put(
        folder + "manifest.json",
        Container.manifest(type, export, run, time, List.of(folder + "p.csv")),
        time);
  }

  private void actual(String run, int hour) throws IOException {
    run(actual, "ActualCost", "act", run, hour, ACTUAL);
  }

  private void amortized(String run, int hour) throws IOException {
    run(amortized, "AmortizedCost", "amo", run, hour, AMORTIZED);
  }

  private List<Delivery> deliveries() throws FeedException {
    return feed().discover(NOW).stream()
        .sorted(Comparator.comparing(Delivery::time).thenComparing(Delivery::id))
        .toList();
  }

  private static CostSums of(Readings readings, ChargeClass chargeClass) {
    return readings
        .charges()
        .filter(charge -> charge.key().chargeClass() == chargeClass)
        .map(Charge::sums)
        .reduce(CostSums.NONE, CostSums::plus);
  }

  private static void assertCosts(
      CostSums sums, String billed, String effective, String listPriced, String quantity) {
    assertAmount(sums.billed() == null ? "" : sums.billed().toPlainString(), billed);
    assertAmount(sums.effective() == null ? "" : sums.effective().toPlainString(), effective);
    assertAmount(sums.listPriced() == null ? "" : sums.listPriced().toPlainString(), listPriced);
    assertAmount(sums.quantity() == null ? "" : sums.quantity().toPlainString(), quantity);
  }

  private static void assertAmount(String amount, String expected) {
    if (expected.isEmpty()) {
      assertThat(amount).isEmpty();
    } else {
      assertThat(new java.math.BigDecimal(amount)).isEqualByComparingTo(expected);
    }
  }

  @Test
  void runsOfOneMomentBelongTogetherWhateverTheirIds() throws Exception {
    actual("a1", 1);
    amortized("m9", 1);
    actual("a2", 2);
    assertThat(newest()).isEqualTo("a2+m9");
    amortized("m1", 2);
    assertThat(newest()).isEqualTo("a2+m1");
  }

  private String newest() throws FeedException {
    List<Delivery> all = deliveries();
    return all.get(all.size() - 1).id();
  }

  @Test
  void billedIsTheActualExportAndEffectiveTheAmortizedOneAndNeitherIsAddedTwice() throws Exception {
    actual("a1", 1);
    amortized("m1", 2);
    Delivery pair = deliveries().get(0);
    assertThat(pair.parts()).hasSize(2);
    Readings readings = Readings.of(feed(), pair);
    assertCosts(readings.sum(), "104", "104", "29.2", "49");
    assertCosts(of(readings, ChargeClass.USAGE), "9", "9", "10", "10");
    assertCosts(of(readings, ChargeClass.FEE), "5", "5", "0", "1");
    assertCosts(of(readings, ChargeClass.COMMITTED_USAGE), "0", "60", "19.2", "24");
    assertCosts(of(readings, ChargeClass.COMMITMENT_UNUSED), "", "30", "0", "12");
    assertCosts(of(readings, ChargeClass.COMMITMENT_PURCHASE), "100", "0", "0", "1");
    assertCosts(of(readings, ChargeClass.REFUND), "-10", "0", "0", "1");
    assertThat(of(readings, ChargeClass.COMMITTED_USAGE).listMissing()).isEqualTo(1);
  }

  @Test
  void theNewestRunsOfBothSidesAreTogetherAndOlderPairsCanStandIn() throws Exception {
    actual("a1", 1);
    amortized("m1", 2);
    actual("a2", 3);
    amortized("m2", 4);
    assertThat(deliveries()).extracting(Delivery::id).containsExactly("a1+m1", "a2+m1", "a2+m2");
    assertThat(deliveries()).extracting(Delivery::slot).containsOnly(deliveries().get(0).slot());
    assertThat(deliveries().get(2).time()).isAfter(BillingFeedContract.timeOf(4));
  }

  @Test
  void aRefusedRunIsToldAndPairsWithNone() throws Exception {
    actual("a1", 1);
    amortized("m1", 2);
    actual("a2", 3);
    Files.delete(actual.resolve("act/20261001-20261031/a2/p.csv"));
    amortized("m2", 4);
    assertThat(deliveries()).extracting(Delivery::id).containsExactly("a1+m1", "a2", "a1+m2");
    assertThat(Objects.requireNonNull(deliveries().get(1).refusal()).code())
        .isEqualTo("missing-part");
  }

  @Test
  void aHalfIsWaitedForADayAndThenRefused() throws Exception {
    actual("a1", 1);
    assertThat(feed().discover(BillingFeedContract.timeOf(20))).isEmpty();
    assertThat(deliveries()).hasSize(1);
    assertThat(Objects.requireNonNull(deliveries().get(0).refusal()).text())
        .contains("amortized export");
    amortized("m1", 2);
    assertThat(deliveries()).extracting(Delivery::id).containsExactly("a1+m1");
  }

  @Test
  void bothExportsMayLieInOnePlace() throws Exception {
    run(root, "ActualCost", "one", "a1", 1, ACTUAL);
    run(root, "AmortizedCost", "two", "m1", 1, AMORTIZED);
    AzureFeed feed =
        AzureFeed.ofBoth(
            "azure",
            new FolderPlace(root.toString()),
            new FolderPlace(root.toString()),
            Grain.SERVICE);
    Delivery pair = feed.discover(NOW).get(0);
    assertThat(pair.id()).isEqualTo("a1+m1");
    assertThat(Readings.of(feed, pair).sum().billed()).isEqualByComparingTo("104");
  }

  @Test
  void exportsOfSeveralScopesPairByTheirScope() throws Exception {
    for (String scope : List.of("x", "y")) {
      for (String type : List.of("ActualCost", "AmortizedCost")) {
        Path place = type.equals("ActualCost") ? actual : amortized;
        String folder = scope + "/20261001-20261031/" + type + scope + "/";
        Container container = new Container(place);
        Instant time = BillingFeedContract.timeOf(1);
        container.put(folder + "p.csv", HEADER + ON_DEMAND, time);
        container.put(
            folder + "manifest.json",
            Container.manifest(
                type,
                "/subscriptions/" + scope + "/providers/Microsoft.CostManagement/exports/" + type,
                type + scope,
                time,
                "",
                List.of(folder + "p.csv")),
            time);
      }
    }
    assertThat(deliveries())
        .extracting(Delivery::id)
        .containsExactlyInAnyOrder("ActualCostx+AmortizedCostx", "ActualCosty+AmortizedCosty");
  }
}
