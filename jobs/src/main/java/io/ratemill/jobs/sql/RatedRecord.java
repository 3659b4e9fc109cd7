package io.ratemill.jobs.sql;

import io.ratemill.model.Grain;
import io.ratemill.model.Money;
import io.ratemill.model.UsageRecord;
import io.ratemill.model.UsageSchema;
import io.ratemill.rating.RecordId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

/**
 * A record of a usage report as {@code sql/reports/usage_records} says it: what a report shows of
 * it is made only when the report is published.
 *
 * @param report the key text of the report that the record belongs to
 * @param recordId the id under which the report shows the record
 * @param gone whether the record is there no more
 * @param said all else as one text, which is how it is kept: of a million records, each part would
 *     cost as much again. Divided as identities are, it has the parts of the identity behind the
 *     report (see {@link RecordIdentity}), the names that are shown, the exact amount, the rounded
 *     one, the exact quantity, each empty where there is none, and the number of lines.
 */
public record RatedRecord(String report, String recordId, boolean gone, String said) {
  /** The stream type: a POJO type, no generic serializer. */
  public static final TypeInformation<RatedRecord> TYPE = TypeInformation.of(RatedRecord.class);

  private static final BigDecimal NOTHING = Money.round(BigDecimal.ZERO);

  /** The record of a row of the statement's result. */
  static RatedRecord of(Row row) {
    BigDecimal amount = row.getFieldAs("amount");
    return of(
        row.getKind() == RowKind.DELETE,
        text(row, "record"),
        text(row, "names"),
        row.getFieldAs("exact_amount"),
        amount,
        row.getFieldAs("exact_quantity"),
        Objects.requireNonNull(row.<Long>getFieldAs("lines"), "lines"));
  }

  /**
   * The record that some columns of the statement's result say.
   *
   * @param record the identity, see {@link RecordIdentity}
   * @param names what is shown beside the identity, divided as the identity is
   * @param exactAmount the amount before its rounding; null where no charge has a cost
   * @param amount the rounded amount; null where no charge has a cost
   * @param exactQuantity the quantity; null where no charge has one
   */
  public static RatedRecord of(
      boolean gone,
      String record,
      String names,
      @Nullable String exactAmount,
      @Nullable BigDecimal amount,
      @Nullable String exactQuantity,
      long lines) {
    RecordIdentity identity = RecordIdentity.parse(record);
    StringBuilder said = new StringBuilder(record.length() + names.length() + 64);
    said.append(record, identity.report().length() + 1, record.length())
        .append(RecordIdentity.SEPARATOR)
        .append(names)
        .append(RecordIdentity.SEPARATOR)
        .append(exactAmount == null ? "" : exactAmount)
        .append(RecordIdentity.SEPARATOR)
        .append(amount == null ? "" : Money.round(amount).toPlainString())
        .append(RecordIdentity.SEPARATOR)
        .append(exactQuantity == null ? "" : exactQuantity)
        .append(RecordIdentity.SEPARATOR)
        .append(lines);
    return new RatedRecord(identity.report(), id(identity), gone, said.toString());
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.<String>getFieldAs(column), column);
  }

  private static String id(RecordIdentity identity) {
    return RecordId.of(
        List.of(
            identity.report(),
            identity.assetId(),
            identity.itemMpn(),
            identity.resourceId(),
            identity.supportAccount(),
            identity.marketplaceText(),
            Integer.toString(identity.tier())));
  }

  /** Whether what is said under the same id is said of a record with the same identity. */
  public boolean isOf(String otherSaid) {
    int length = RecordIdentity.lengthBehindReport(said);
    return otherSaid.length() > length && said.regionMatches(0, otherSaid, 0, length + 1);
  }

  /** Records as a report shows them. Texts that many of them have are there once. */
  public static List<UsageRecord> shown(List<RatedRecord> records) {
    Map<String, String> texts = new ConcurrentHashMap<>();
    return records.parallelStream().map(record -> record.shown(texts)).toList();
  }

  private UsageRecord shown(Map<String, String> texts) {
    Parts parts = new Parts(said, 0);
    RecordIdentity identity = RecordIdentity.of(report, parts);
    String customerAccountId = shared(texts, parts.next());
    String customerCompanyName = shared(texts, parts.next());
    String assetExternalId = shared(texts, parts.next());
    String hubId = shared(texts, parts.next());
    String itemName = shared(texts, parts.next());
    String itemUnit = shared(texts, parts.next());
    String exactAmount = parts.next();
    String amount = parts.next();
    String exactQuantity = parts.next();
    long lines = Long.parseLong(parts.next());
    boolean quantityOnly = identity.usageSchema().equals(UsageSchema.QT.name());
    BigDecimal quantity = quantity(identity, exactQuantity);
    return new UsageRecord(
        recordId,
        shared(texts, identity.assetId()),
        assetExternalId,
        customerAccountId,
        customerCompanyName,
        hubId,
        shared(texts, identity.itemMpn()),
        itemName,
        itemUnit,
        identity.resourceId(),
        identity.marketplace(),
        identity.tier(),
        Money.round(quantity),
        quantity,
        quantityOnly ? null : amount.isEmpty() ? NOTHING : new BigDecimal(amount),
        quantityOnly ? null : exactAmount.isEmpty() ? BigDecimal.ZERO : new BigDecimal(exactAmount),
        lines);
  }

  private static String shared(Map<String, String> texts, String text) {
    String known = texts.get(text);
    if (known == null) {
      known = texts.putIfAbsent(text, text);
    }
    return known == null ? text : known;
  }

  /** At grain service a record is one unit of its service. */
  private static BigDecimal quantity(RecordIdentity identity, String exactQuantity) {
    if (identity.grain().equals(Grain.SERVICE.name())) {
      return BigDecimal.ONE;
    }
    return exactQuantity.isEmpty() ? BigDecimal.ZERO : new BigDecimal(exactQuantity);
  }
}
