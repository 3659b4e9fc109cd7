package io.ratemill.sinks.report;

import io.ratemill.model.Grain;
import io.ratemill.model.Money;
import io.ratemill.model.UsageRecord;
import io.ratemill.model.UsageSchema;
import io.ratemill.sinks.workbook.UsageTabs;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a report's records come to, by column.
 *
 * <p>Shape: the sums of the quantity and amount columns, and under schema TR those of each tier,
 * for tiers are views of one usage and do not add up to anything. Units: the report's currency;
 * amounts are absent under schema QT. {@code byCustomer} has what each customer pays, by company
 * name; where there is none by account, and without one by asset. A residue is what rounding left
 * out: the exact sum less the published one.
 */
public record ReportTotals(
    long records,
    BigDecimal quantity,
    @Nullable BigDecimal amount,
    BigDecimal quantityResidue,
    @Nullable BigDecimal amountResidue,
    SortedMap<Integer, Tier> byTier,
    SortedMap<String, BigDecimal> byCustomer) {

  private static final int CUSTOMERS_TIER = 0;

  /** Of no records at all. */
  static final ReportTotals NOTHING =
      new ReportTotals(
          0, BigDecimal.ZERO, null, BigDecimal.ZERO, null, new TreeMap<>(), new TreeMap<>());

  public ReportTotals {
    byTier = Collections.unmodifiableSortedMap(new TreeMap<>(byTier));
    byCustomer = Collections.unmodifiableSortedMap(new TreeMap<>(byCustomer));
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

  /** Sums of some of the records, on their way to those of all. Not for use by several threads. */
  static final class Sums {
    private final UsageTabs tabs;
    private final SortedMap<Integer, Tier> byTier = new TreeMap<>();
    private final SortedMap<String, BigDecimal> byCustomer = new TreeMap<>();
    private final SortedSet<String> hubs = new TreeSet<>();
    private long count;
    private BigDecimal quantity = BigDecimal.ZERO;
    private BigDecimal exactQuantity = BigDecimal.ZERO;
    private BigDecimal amount = BigDecimal.ZERO.setScale(Money.AMOUNT_SCALE);
    private BigDecimal exactAmount = BigDecimal.ZERO;

    /** The customer of the record before, and what its records come to so far. */
    private String customer = "";

    private @Nullable BigDecimal ofCustomer;
    private @Nullable String hub;

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
        // Of the tiers of one record only the customer's is what the customer pays.
        if (record.tier() == CUSTOMERS_TIER) {
          addToCustomer(customer(record), itsAmount);
        }
      }
      if (tabs.schema() == UsageSchema.TR) {
        byTier.merge(record.tier(), new Tier(1, itsQuantity, itsAmount), Tier::add);
      }
      if (!record.hubId().equals(hub)) {
        hub = record.hubId();
        hubs.add(hub);
      }
    }

    private void addToCustomer(String name, BigDecimal more) {
      if (!name.equals(customer)) {
        closeCustomer();
        customer = name;
      }
      ofCustomer = Money.add(ofCustomer, more);
    }

    private void closeCustomer() {
      if (ofCustomer != null) {
        byCustomer.merge(customer, ofCustomer, BigDecimal::add);
        ofCustomer = null;
      }
    }

    void addAll(Sums other) {
      count += other.count;
      quantity = quantity.add(other.quantity);
      exactQuantity = exactQuantity.add(other.exactQuantity);
      amount = amount.add(other.amount);
      exactAmount = exactAmount.add(other.exactAmount);
      other.byTier.forEach((tier, sums) -> byTier.merge(tier, sums, Tier::add));
      other.closeCustomer();
      other.byCustomer.forEach((name, sum) -> byCustomer.merge(name, sum, BigDecimal::add));
      hubs.addAll(other.hubs);
    }

    /** The hubs that the records go to, among them an empty one where a record names none. */
    SortedSet<String> hubs() {
      return hubs;
    }

    ReportTotals totals() {
      closeCustomer();
      boolean priced = tabs.schema() != UsageSchema.QT;
      return new ReportTotals(
          count,
          quantity,
          priced ? amount : null,
          exactQuantity.subtract(quantity),
          priced ? exactAmount.subtract(amount) : null,
          byTier,
          byCustomer);
    }
  }

  /** What a customer is known by: a name, else the account, else the asset. */
  private static String customer(UsageRecord record) {
    if (!record.customerCompanyName().isEmpty()) {
      return record.customerCompanyName();
    }
    return record.customerAccountId().isEmpty() ? record.assetId() : record.customerAccountId();
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
