package io.ratemill.jobs.ledger;

import io.ratemill.model.AccountCharges;
import io.ratemill.model.AccountRef;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.Charge;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.ChargeWriter;
import io.ratemill.model.CostSums;
import io.ratemill.sources.DeliveryStamp;
import io.ratemill.sources.SliceTotals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A delivery as it lies at the provider's.
 *
 * @param stamp who it is
 * @param pin tells its bytes from those that lay there before under the same id
 * @param unreadable the slice that cannot be read, or -1
 * @param slices per slice the pieces in which a reader hands it over, per piece its charges
 */
record Bill(DeliveryStamp stamp, int pin, int unreadable, List<List<List<AccountCharges>>> slices) {
  static final BillingPeriod OCTOBER = new BillingPeriod(2026, 10);

  Bill {
    slices = List.copyOf(slices);
  }

  boolean isReadable() {
    return unreadable < 0;
  }

  String bytesId() {
    return stamp.slotKey() + ' ' + stamp.id() + ' ' + pin;
  }

  List<AccountCharges> charges() {
    return slices.stream().flatMap(List::stream).flatMap(List::stream).toList();
  }

  long lines() {
    return lines(charges());
  }

  static long lines(List<AccountCharges> all) {
    return all.stream()
        .flatMap(each -> each.charges().stream())
        .mapToLong(charge -> charge.sums().lines())
        .sum();
  }

  /** The sums of some charges by period, class and currency, in that order. */
  static SliceTotals totals(List<AccountCharges> all) {
    TreeMap<String, SliceTotals.Entry> sums = new TreeMap<>();
    for (AccountCharges each : all) {
      for (Charge charge : each.charges()) {
        ChargeKey key = charge.key();
        sums.merge(
            key.period() + " " + key.chargeClass() + " " + key.currency(),
            new SliceTotals.Entry(
                key.period(),
                key.chargeClass(),
                key.currency(),
                charge.sums().lines(),
                charge.sums()),
            SliceTotals.Entry::plus);
      }
    }
    return new SliceTotals(new ArrayList<>(sums.values()), List.of());
  }

  static AccountCharges one(String account, String billed) {
    return new AccountCharges(
        new AccountRef("aws", List.of(account), ""),
        List.of(charge("item", ChargeClass.USAGE, "USD", 3, billed)));
  }

  static Charge charge(
      String item, ChargeClass chargeClass, String currency, int day, String billed) {
    BigDecimal cost = new BigDecimal(billed);
    return new Charge(
        new ChargeKey(OCTOBER, "payer", item, item, "h", chargeClass, false, false, currency),
        "",
        OCTOBER.firstDay() + day,
        new CostSums(1, 0, cost, cost, cost, null, cost, cost.movePointLeft(1)));
  }

  /** The byte form of charges, with those of one key as one series. */
  static byte[] bytes(AccountCharges charges) {
    ChargeWriter writer = new ChargeWriter(24);
    writer.start();
    writer.account(charges.account());
    Map<ChargeKey, TreeMap<Integer, CostSums>> series = new LinkedHashMap<>();
    for (Charge charge : charges.charges()) {
      series
          .computeIfAbsent(charge.key(), key -> new TreeMap<>())
          .merge(charge.usageDay(), charge.sums(), CostSums::plus);
    }
    series.forEach(
        (key, days) -> {
          CostSums all = days.values().stream().reduce(CostSums.NONE, CostSums::plus);
          if (days.size() == 1) {
            writer.series(writer.key(key), 0, days.firstKey());
            writer.sums(all);
            return;
          }
          writer.series(writer.key(key), 0, days.size(), days.firstKey(), days.lastKey());
          writer.sums(all);
          days.forEach(
              (day, sums) -> {
                writer.day(day);
                writer.sums(sums);
              });
          writer.endDays();
        });
    return writer.finish();
  }
}
