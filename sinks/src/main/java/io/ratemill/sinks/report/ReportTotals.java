package io.ratemill.sinks.report;

import io.ratemill.model.Grain;
import io.ratemill.model.Money;
import io.ratemill.model.UsageRecord;
import io.ratemill.model.UsageSchema;
import io.ratemill.sinks.workbook.UsageTabs;
import java.math.BigDecimal;
import java.util.Collection;
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
    private static Tier add(Tier one, Tier other) {
      return new Tier(
          one.records + other.records,
          one.quantity.add(other.quantity),
          Money.add(one.amount, other.amount));
    }
  }

  static ReportTotals of(UsageTabs tabs, Collection<UsageRecord> records) {
    return records.parallelStream()
        .collect(() -> new Sums(tabs), Sums::add, Sums::addAll)
        .totals(tabs.schema() != UsageSchema.QT);
  }

  /** Sums of some of the records, on their way to those of all. */
  private static final class Sums {
    private final UsageTabs tabs;
    private final SortedMap<Integer, Tier> byTier = new TreeMap<>();
    private long count;
    private BigDecimal quantity = BigDecimal.ZERO;
    private BigDecimal exactQuantity = BigDecimal.ZERO;
    private BigDecimal amount = BigDecimal.ZERO.setScale(Money.AMOUNT_SCALE);
    private BigDecimal exactAmount = BigDecimal.ZERO;

    Sums(UsageTabs tabs) {
      this.tabs = tabs;
    }

    void add(UsageRecord record) {
      count++;
      BigDecimal itsQuantity = tabs.quantity(record);
      quantity = quantity.add(itsQuantity);
      // At grain service the quantity is a count of one, not a rounded measure.
      boolean measured = tabs.grain() != Grain.SERVICE;
      exactQuantity = exactQuantity.add(measured ? record.exactQuantity() : itsQuantity);
      BigDecimal itsAmount = tabs.amount(record);
      if (itsAmount != null) {
        amount = amount.add(itsAmount);
        exactAmount = exactAmount.add(exactAmount(record));
      }
      if (tabs.schema() == UsageSchema.TR) {
        byTier.merge(record.tier(), new Tier(1, itsQuantity, itsAmount), Tier::add);
      }
    }

    void addAll(Sums other) {
      count += other.count;
      quantity = quantity.add(other.quantity);
      exactQuantity = exactQuantity.add(other.exactQuantity);
      amount = amount.add(other.amount);
      exactAmount = exactAmount.add(other.exactAmount);
      other.byTier.forEach((tier, sums) -> byTier.merge(tier, sums, Tier::add));
    }

    ReportTotals totals(boolean priced) {
      return new ReportTotals(
          count,
          quantity,
          priced ? amount : null,
          exactQuantity.subtract(quantity),
          priced ? exactAmount.subtract(amount) : null,
          byTier);
    }
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
