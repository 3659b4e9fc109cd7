package io.ratemill.sinks.report;

import io.ratemill.model.UsageRecord;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The order of a report's records: asset, item, resource, marketplace flag, tier, record id; texts
 * by their UTF-8 bytes.
 */
enum RecordOrder implements Comparator<UsageRecord> {
  INSTANCE;

  /**
   * The records in order.
   *
   * <p>Errors: two records of the same place and id are refused; a report that bills one twice must
   * not leave the house.
   */
  static List<UsageRecord> sort(Collection<UsageRecord> records) {
    UsageRecord[] sorted = records.toArray(new UsageRecord[0]);
    Arrays.sort(sorted, INSTANCE);
    for (int i = 1; i < sorted.length; i++) {
      if (INSTANCE.compare(sorted[i - 1], sorted[i]) == 0) {
        throw new IllegalArgumentException(
            "record "
                + sorted[i].recordId()
                + " of asset "
                + sorted[i].assetId()
                + ", item "
                + sorted[i].itemMpn()
                + " is in the report twice");
      }
    }
    return Arrays.asList(sorted);
  }

  @Override
  public int compare(UsageRecord a, UsageRecord b) {
    int order = compareUtf8(a.assetId(), b.assetId());
    if (order == 0) {
      order = compareUtf8(a.itemMpn(), b.itemMpn());
    }
    if (order == 0) {
      order = compareUtf8(a.resourceId(), b.resourceId());
    }
    if (order == 0) {
      order = Boolean.compare(a.marketplaceService(), b.marketplaceService());
    }
    if (order == 0) {
      order = Integer.compare(a.tier(), b.tier());
    }
    return order == 0 ? compareUtf8(a.recordId(), b.recordId()) : order;
  }

  /** Compares as the unsigned UTF-8 bytes would, without making them. */
  static int compareUtf8(String a, String b) {
    if (a.equals(b)) {
      return 0;
    }
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // In UTF-16 a surrogate is below U+E000 to U+FFFF, in UTF-8 its character is above them.
        if (x >= Character.MIN_SURROGATE && y >= Character.MIN_SURROGATE) {
          return Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y)) != 0
              ? Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y))
              : Character.compare(x, y);
        }
        return Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
