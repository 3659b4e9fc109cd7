package io.ratemill.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.AccountCharges;
import io.ratemill.model.AccountRef;
import io.ratemill.model.Charge;
import io.ratemill.model.CostSums;
import io.ratemill.sources.charges.ChargeTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What came out of reading whole deliveries, proved against the totals of their slices. */
public final class Readings {
  private final List<AccountCharges> accounts = new ArrayList<>();
  private final List<SliceTotals> totals = new ArrayList<>();
  private long lines;

  /** Reads every part of a delivery to its end. */
  public static Readings of(BillingFeed feed, Delivery delivery) throws FeedException {
    Readings readings = new Readings();
    for (DeliveryPart part : delivery.parts()) {
      readings.read(feed, delivery, new Slice(part, 0, Long.MAX_VALUE));
    }
    readings.assertThatChargesMakeTheTotals();
    return readings;
  }

  public void read(BillingFeed feed, Delivery delivery, Slice slice) throws FeedException {
    ChargeTable table = Drained.table();
    try (SliceReader reader = feed.open(delivery, slice)) {
      while (reader.step(table)) {
        assertThat(reader.bytes()).isLessThanOrEqualTo(slice.part().bytes());
      }
      accounts.addAll(Drained.from(table));
      totals.add(reader.totals());
      lines += reader.lines();
    }
  }

  public void assertThatChargesMakeTheTotals() {
    Map<List<Object>, CostSums> charged = new LinkedHashMap<>();
    charges()
        .forEach(
            charge ->
                charged.merge(
                    List.of(
                        charge.key().period(), charge.key().chargeClass(), charge.key().currency()),
                    charge.sums(),
                    CostSums::plus));
    Map<List<Object>, CostSums> expected = new LinkedHashMap<>();
    for (SliceTotals each : totals) {
      for (SliceTotals.Entry entry : each.sums()) {
        expected.merge(
            List.of(entry.period(), entry.chargeClass(), entry.currency()),
            entry.sums(),
            CostSums::plus);
      }
    }
    assertThat(charged.keySet()).isEqualTo(expected.keySet());
    charged.forEach(
        (key, sums) ->
            assertThat(sums.same(expected.get(key)))
                .as("%s: charges %s, totals %s", key, sums, expected.get(key))
                .isTrue());
  }

  public long lines() {
    return lines;
  }

  /** Those of the lines that are rows as delivered. */
  public long rows() {
    return totals.stream()
        .flatMap(each -> each.sums().stream())
        .mapToLong(SliceTotals.Entry::rows)
        .sum();
  }

  public List<AccountCharges> accounts() {
    return List.copyOf(accounts);
  }

  public List<AccountRef> accountRefs() {
    return accounts.stream().map(AccountCharges::account).toList();
  }

  public Stream<Charge> charges() {
    return accounts.stream().flatMap(each -> each.charges().stream());
  }

  /** The one charge there is. */
  public Charge charge() {
    List<Charge> all = charges().toList();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  /** The sums of all charges. */
  public CostSums sum() {
    return charges().map(Charge::sums).reduce(CostSums.NONE, CostSums::plus);
  }

  public List<SliceTotals.Warning> warnings() {
    return totals.stream().flatMap(each -> each.warnings().stream()).toList();
  }
}
