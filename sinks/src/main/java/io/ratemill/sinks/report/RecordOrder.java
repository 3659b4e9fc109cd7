package io.ratemill.sinks.report;

import io.ratemill.model.UsageRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of a report's records: asset, item, resource, marketplace flag, tier, record id; texts
 * by their UTF-8 bytes.
 */
final class RecordOrder implements Comparator<UsageRecord> {
  /** The order of texts by their UTF-8 bytes, whatever their characters. */
  static final Comparator<String> UTF8 = RecordOrder::compareUtf8;

  private final Comparator<String> texts;

  private RecordOrder(Comparator<String> texts) {
    this.texts = texts;
  }

  /**
   * The records in order.
   *
   * <p>Errors: two records of the same place and id are refused; a report that bills one twice must
   * not leave the house.
   */
  static List<UsageRecord> sort(Collection<UsageRecord> records) {
    // Sorting each asset's records by themselves keeps what is compared close together in memory.
    Map<String, List<UsageRecord>> byAsset = new HashMap<>();
    for (UsageRecord record : records) {
      byAsset.computeIfAbsent(record.assetId(), asset -> new ArrayList<>()).add(record);
    }
    List<String> assets = new ArrayList<>(byAsset.keySet());
    assets.sort(order(assets.stream().allMatch(RecordOrder::isPlain)));
    byAsset.values().parallelStream().forEach(RecordOrder::sortAsset);
    List<UsageRecord> sorted = new ArrayList<>(records.size());
    for (String asset : assets) {
      sorted.addAll(byAsset.getOrDefault(asset, List.of()));
    }
    return sorted;
  }

  private static void sortAsset(List<UsageRecord> records) {
    boolean plain = true;
    for (UsageRecord record : records) {
      plain &=
          isPlain(record.itemMpn()) && isPlain(record.resourceId()) && isPlain(record.recordId());
    }
    RecordOrder order = new RecordOrder(order(plain));
    records.sort(order);
    refuseRepeated(records, order);
  }

  /** Compares records of one asset. */
  @Override
  public int compare(UsageRecord a, UsageRecord b) {
    int order = texts.compare(a.itemMpn(), b.itemMpn());
    if (order == 0) {
      order = texts.compare(a.resourceId(), b.resourceId());
    }
    if (order == 0) {
      order = Boolean.compare(a.marketplaceService(), b.marketplaceService());
    }
    if (order == 0) {
      order = Integer.compare(a.tier(), b.tier());
    }
    return order == 0 ? texts.compare(a.recordId(), b.recordId()) : order;
  }

  /** The runtime's own comparison is many times faster, and the same where no surrogates occur. */
  private static Comparator<String> order(boolean plain) {
    return plain ? Comparator.naturalOrder() : UTF8;
  }

  /** Refuses two records of one asset that are the same. */
  private static void refuseRepeated(List<UsageRecord> sorted, RecordOrder order) {
    for (int i = 1; i < sorted.size(); i++) {
      UsageRecord one = sorted.get(i - 1);
      UsageRecord next = sorted.get(i);
      if (order.compare(one, next) == 0) {
        throw new IllegalArgumentException(
            "record "
                + next.recordId()
                + " of asset "
                + next.assetId()
                + ", item "
                + next.itemMpn()
                + " is in the report twice");
      }
    }
  }

  private static boolean isPlain(String text) {
    // Nearly every text is of ASCII, and the runtime's encoder sees that eight bytes and more at a
    // time.
    if (text.getBytes(StandardCharsets.UTF_8).length == text.length()) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= Character.MIN_SURROGATE) {
        return false;
      }
    }
    return true;
  }

  private static int compareUtf8(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Integer.compare(rank(x), rank(y));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** In UTF-16 a surrogate is below U+E000 to U+FFFF, in UTF-8 its character is above them. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
  }
}
