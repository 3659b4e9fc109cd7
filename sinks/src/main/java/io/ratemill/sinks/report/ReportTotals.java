package io.ratemill.sinks.report;

import io.ratemill.model.Grain;
import io.ratemill.model.Money;
import io.ratemill.model.UsageRecord;
import io.ratemill.model.UsageSchema;
import io.ratemill.sinks.workbook.UsageTabs;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a report's records come to, by column.
 *
 * <p>Shape: the sums of the quantity and amount columns, and under schema TR those of each tier,
 * for tiers are views of one usage and do not add up to anything. Units: the report's currency;
 * amounts are absent under schema QT. A residue is what rounding left out: the exact sum less the
 * published one.
 */
public record ReportTotals(
    long records,
    BigDecimal quantity,
    @Nullable BigDecimal amount,
    BigDecimal quantityResidue,
    @Nullable BigDecimal amountResidue,
    SortedMap<Integer, Tier> byTier) {

  /** Of no records at all. */
  static final ReportTotals NOTHING =
      new ReportTotals(0, BigDecimal.ZERO, null, BigDecimal.ZERO, null, new TreeMap<>());

  public ReportTotals {
    byTier = Collections.unmodifiableSortedMap(new TreeMap<>(byTier));
  }

  /** What the records of one tier come to. */
  public record Tier(long records, BigDecimal quantity, @Nullable BigDecimal amount) {
    private Tier add(BigDecimal addedQuantity, @Nullable BigDecimal addedAmount) {
      return new Tier(records + 1, quantity.add(addedQuantity), Money.add(amount, addedAmount));
    }
  }

  static ReportTotals of(UsageTabs tabs, Iterable<UsageRecord> records) {
    boolean priced = tabs.schema() != UsageSchema.QT;
    boolean measured = tabs.grain() != Grain.SERVICE;
    boolean tiered = tabs.schema() == UsageSchema.TR;
    long count = 0;
    BigDecimal quantity = BigDecimal.ZERO;
    BigDecimal exactQuantity = BigDecimal.ZERO;
    BigDecimal amount = BigDecimal.ZERO.setScale(Money.AMOUNT_SCALE);
    BigDecimal exactAmount = BigDecimal.ZERO;
    SortedMap<Integer, Tier> byTier = new TreeMap<>();
    for (UsageRecord record : records) {
      count++;
      BigDecimal itsQuantity = tabs.quantity(record);
      quantity = quantity.add(itsQuantity);
      // At grain service the quantity is a count of one, not a rounded measure.
      exactQuantity = exactQuantity.add(measured ? record.exactQuantity() : itsQuantity);
      BigDecimal itsAmount = tabs.amount(record);
      if (itsAmount != null) {
        amount = amount.add(itsAmount);
        exactAmount = exactAmount.add(exactAmount(record));
      }
      if (tiered) {
        Tier before = byTier.getOrDefault(record.tier(), new Tier(0, BigDecimal.ZERO, null));
        byTier.put(record.tier(), before.add(itsQuantity, itsAmount));
      }
    }
    return new ReportTotals(
        count,
        quantity,
        priced ? amount : null,
        exactQuantity.subtract(quantity),
        priced ? exactAmount.subtract(amount) : null,
        byTier);
  }

  private static BigDecimal exactAmount(UsageRecord record) {
    BigDecimal exact = record.exactAmount();
    if (exact == null) {
      throw new IllegalArgumentException(
          "record " + record.recordId() + " has an amount but not the exact one before rounding");
    }
    return exact;
  }
}
