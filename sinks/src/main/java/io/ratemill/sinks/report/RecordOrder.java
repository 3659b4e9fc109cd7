package io.ratemill.sinks.report;

import io.ratemill.model.UsageRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    RecordOrder order = new RecordOrder(arePlain(records) ? Comparator.naturalOrder() : UTF8);
    List<UsageRecord> sorted = new ArrayList<>(records);
    sorted.sort(order);
    for (int i = 1; i < sorted.size(); i++) {
      refuseRepeated(sorted.get(i - 1), sorted.get(i), order);
    }
    return sorted;
  }

  @Override
  public int compare(UsageRecord a, UsageRecord b) {
    int order = texts.compare(a.assetId(), b.assetId());
    if (order == 0) {
      order = texts.compare(a.itemMpn(), b.itemMpn());
    }
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

  /** Refuses two records that are the same. */
  private static void refuseRepeated(UsageRecord one, UsageRecord next, RecordOrder order) {
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

  /** Refuses a record that does not stand behind the one before. */
  static void refuseDisorder(@Nullable UsageRecord before, UsageRecord next) {
    if (before == null) {
      return;
    }
    if (new RecordOrder(UTF8).compare(before, next) >= 0) {
      throw new IllegalStateException(
          "record "
              + next.recordId()
              + " of asset "
              + next.assetId()
              + " does not stand behind record "
              + before.recordId()
              + " of asset "
              + before.assetId()
              + "; this is a fault of the program");
    }
  }

  /**
   * Whether no text has surrogates: the runtime's own comparison is then the same, and many times
   * faster.
   */
  private static boolean arePlain(Collection<UsageRecord> records) {
    String asset = "";
    String item = "";
    for (UsageRecord record : records) {
      if (!(record.assetId().equals(asset) || isPlain(record.assetId()))
          || !(record.itemMpn().equals(item) || isPlain(record.itemMpn()))
          || !isPlain(record.resourceId())
          || !isPlain(record.recordId())) {
        return false;
      }
      asset = record.assetId();
      item = record.itemMpn();
    }
    return true;
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
