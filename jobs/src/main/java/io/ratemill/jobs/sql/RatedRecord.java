package io.ratemill.jobs.sql;

import io.ratemill.model.Grain;
import io.ratemill.model.Money;
import io.ratemill.model.UsageRecord;
import io.ratemill.model.UsageSchema;
import io.ratemill.rating.ExactText;
import io.ratemill.rating.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A record of a usage report as {@code sql/reports/usage_records} says it: what a report shows of
 * it is made only when the report is published.
 *
 * @param report the key text of the report that the record belongs to
 * @param recordId the id under which the report shows the record
 * @param gone whether the record is there no more
 * @param said all else as one text in UTF-8, which is how it is kept: of a million records, each
 *     part would cost as much again. Divided as identities are, it has the parts of the identity
 *     behind the report (see {@link RecordIdentity}), the names that are shown, the exact amount
 *     and quantity, each empty where there is none, and the number of lines.
 */
public record RatedRecord(String report, String recordId, boolean gone, byte[] said) {
  /** The stream type: a POJO type, no generic serializer. */
  public static final TypeInformation<RatedRecord> TYPE = TypeInformation.of(RatedRecord.class);

  /** Records that are made together; what they have in common is near in memory then. */
  private static final int GROUP = 1 << 10;

  private static final int MIX = 0x9E3779B1;

  /** The parts of the names that an asset's records have in common, and those of an item's. */
  private static final int OF_ASSET = 4;

  private static final int OF_ITEM = 2;

  /** Whether what is said under the same id is said of a record with the same identity. */
  public boolean isOf(byte[] otherSaid) {
    int length = RecordIdentity.lengthBehindReport(said) + 1;
    return otherSaid.length >= length && Arrays.equals(said, 0, length, otherSaid, 0, length);
  }

  /**
   * Records as a report shows them, those of an asset together; each text is there once among them.
   */
  public static List<UsageRecord> shown(List<RatedRecord> records) {
    int groups = Integer.highestOneBit(records.size() / GROUP + 1);
    int[] groupOf =
        IntStream.range(0, records.size())
            .parallel()
            .map(i -> records.get(i).assetHash() & (groups - 1))
            .toArray();
    int[] ends = new int[groups + 1];
    for (int group : groupOf) {
      ends[group + 1]++;
    }
    for (int group = 0; group < groups; group++) {
      ends[group + 1] += ends[group];
    }
    RatedRecord[] grouped = new RatedRecord[groupOf.length];
    int[] next = ends.clone();
    for (int i = 0; i < groupOf.length; i++) {
      grouped[next[groupOf[i]]++] = records.get(i);
    }
    List<Map<String, List<UsageRecord>>> byAsset =
        IntStream.range(0, groups)
            .parallel()
            .mapToObj(
                group -> shownByAsset(Arrays.asList(grouped).subList(ends[group], ends[group + 1])))
            .toList();
    List<UsageRecord> all = new ArrayList<>(grouped.length);
    byAsset.forEach(ofAssets -> ofAssets.values().forEach(all::addAll));
    return all;
  }

  /** The records of some assets, few enough to be near in memory, by their asset. */
  private static Map<String, List<UsageRecord>> shownByAsset(List<RatedRecord> records) {
    Texts texts = new Texts();
    Map<String, List<UsageRecord>> byAsset = new HashMap<>();
    for (RatedRecord record : records) {
      UsageRecord shown = record.shown(texts);
      byAsset.computeIfAbsent(shown.assetId(), asset -> new ArrayList<>()).add(shown);
    }
    return byAsset;
  }

  /** A number that records of one asset have in common. */
  private int assetHash() {
    Parts parts = new Parts(said);
    parts.next(RecordIdentity.BEFORE_ASSET);
    parts.next();
    int hash = 0;
    for (int i = parts.from(); i < parts.to(); i++) {
      hash = 31 * hash + said[i];
    }
    hash *= MIX;
    return hash >>> 16;
  }

  private UsageRecord shown(Texts texts) {
    Parts parts = new Parts(said);
    String usageSchema = texts.one(parts);
    String grain = texts.one(parts);
    parts.next();
    String assetId = texts.one(parts);
    String itemMpn = texts.one(parts);
    String resourceId = parts.nextText();
    boolean marketplace = !parts.nextText().isEmpty();
    parts.next();
    int tier = Integer.parseInt(texts.one(parts));
    String[] ofAsset = texts.several(parts, OF_ASSET);
    String[] ofItem = texts.several(parts, OF_ITEM);
    BigDecimal amount = numberOrZero("amount", parts.nextText());
    String quantityText = parts.nextText();
    long lines = Long.parseLong(parts.nextText());
    boolean quantityOnly = usageSchema.equals(UsageSchema.QT.name());
    // At grain service a record is one unit of its service.
    BigDecimal quantity =
        grain.equals(Grain.SERVICE.name())
            ? BigDecimal.ONE
            : numberOrZero("quantity", quantityText);
    return new UsageRecord(
        recordId,
        assetId,
        ofAsset[2],
        ofAsset[0],
        ofAsset[1],
        ofAsset[3],
        itemMpn,
        ofItem[0],
        ofItem[1],
        resourceId,
        marketplace,
        tier,
        Money.round(quantity),
        quantity,
        quantityOnly ? null : Rounding.amount(amount),
        quantityOnly ? null : amount,
        lines);
  }

  private static BigDecimal numberOrZero(String what, String text) {
    return text.isEmpty() ? BigDecimal.ZERO : ExactText.parse(what, text);
  }

  /** Texts that many records have, each of them once. */
  private static final class Texts {
    private static final String SEPARATOR = String.valueOf(RecordIdentity.SEPARATOR);

    private final Map<String, String> single = new HashMap<>();
    private final Map<String, String[]> together = new HashMap<>();

    /** The next part. */
    String one(Parts parts) {
      return one(parts.nextText());
    }

    private String one(String text) {
      String known = single.putIfAbsent(text, text);
      return known == null ? text : known;
    }

    /** The next parts, which are looked up together. */
    String[] several(Parts parts, int count) {
      parts.next(count);
      String text = parts.text();
      String[] known = together.get(text);
      if (known == null) {
        known = text.split(SEPARATOR, -1);
        for (int i = 0; i < known.length; i++) {
          known[i] = one(known[i]);
        }
        together.put(text, known);
      }
      return known;
    }
  }
}
