package io.ratemill.sinks.workbook;

import io.ratemill.model.Money;
import io.ratemill.model.UsageRecord;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The records of a report added up by item, and under schema TR by tier. */
final class ItemSums {
  private final UsageTabs tabs;
  private final TreeMap<Key, Sum> byItem = new TreeMap<>();

  ItemSums(UsageTabs tabs) {
    this.tabs = tabs;
  }

  void add(UsageRecord record) {
    int tier = tabs.tier(record);
    byItem
        .computeIfAbsent(
            new Key(record.itemMpn(), tier), key -> new Sum(key.itemMpn, record.itemName(), tier))
        .add(tabs.quantity(record), tabs.amount(record));
  }

  /** One sum an item, by item and tier. */
  Collection<Sum> sums() {
    return byItem.values();
  }

  /** The sums of all items, one for each tier that occurs. */
  Collection<Sum> totals() {
    TreeMap<Integer, Sum> totals = new TreeMap<>();
    for (Sum sum : byItem.values()) {
      totals.computeIfAbsent(sum.tier, tier -> new Sum("Total", "", tier)).add(sum);
    }
    return totals.values();
  }

  private record Key(String itemMpn, int tier) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = itemMpn.compareTo(other.itemMpn);
      return order != 0 ? order : Integer.compare(tier, other.tier);
    }
  }

  /** What the records of one item come to. */
  static final class Sum {
    private final String itemMpn;
    private final String itemName;
    private final int tier;
    private long records;
    private BigDecimal quantity = BigDecimal.ZERO;
    private @Nullable BigDecimal amount;

    private Sum(String itemMpn, String itemName, int tier) {
      this.itemMpn = itemMpn;
      this.itemName = itemName;
      this.tier = tier;
    }

    private void add(BigDecimal addedQuantity, @Nullable BigDecimal addedAmount) {
      records++;
      quantity = quantity.add(addedQuantity);
      amount = Money.add(amount, addedAmount);
    }

    private void add(Sum other) {
      records += other.records;
      quantity = quantity.add(other.quantity);
      amount = Money.add(amount, other.amount);
    }

    String itemMpn() {
      return itemMpn;
    }

    /** The item's name; where it has none, what it is known by. */
    String itemName() {
      return itemName.isEmpty() ? itemMpn : itemName;
    }

    /** The text of one cell of the summary tab. */
    String text(SummaryColumn column) {
      return switch (column) {
        case ITEM_MPN -> itemMpn;
        case ITEM_NAME -> itemName;
        case TIER -> Integer.toString(tier);
        case RECORDS -> Long.toString(records);
        case QUANTITY -> Money.text(quantity);
        case AMOUNT -> amount == null ? "" : amount.toPlainString();
      };
    }
  }
}
