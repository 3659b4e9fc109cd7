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
 * A record of a usage report as {@code sql/reports/usage_records} says it, and as it is kept: what
 * a report shows of it is made only when the report is published.
 *
 * @param recordId the id under which the report shows the record
 * @param gone whether the record is there no more
 * @param record the identity, see {@link RecordIdentity}
 * @param names what is shown beside the identity, divided as the identity is
 * @param exactAmount the amount before its rounding; null where no charge has a cost
 * @param amount the rounded amount; null where no charge has a cost
 * @param exactQuantity the quantity; null where no charge has one
 */
public record RatedRecord(
    String recordId,
    boolean gone,
    String record,
    String names,
    @Nullable String exactAmount,
    @Nullable BigDecimal amount,
    @Nullable String exactQuantity,
    long lines) {
  /** The stream type: a POJO type, no generic serializer. */
  public static final TypeInformation<RatedRecord> TYPE = TypeInformation.of(RatedRecord.class);

  private static final String SEPARATOR = String.valueOf(RecordIdentity.SEPARATOR);

  /** The record of a row of the statement's result. */
  static RatedRecord of(Row row) {
    BigDecimal amount = row.getFieldAs("amount");
    String record = text(row, "record");
    return new RatedRecord(
        id(RecordIdentity.parse(record)),
        row.getKind() == RowKind.DELETE,
        record,
        text(row, "names"),
        row.getFieldAs("exact_amount"),
        // Of 8 decimals, as it was rounded: of the column's 18 it needs three times the memory.
        amount == null ? null : Money.round(amount),
        row.getFieldAs("exact_quantity"),
        Objects.requireNonNull(row.<Long>getFieldAs("lines"), "lines"));
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.<String>getFieldAs(column), column);
  }

  /** The key text of the report that the record belongs to. */
  public String report() {
    return RecordIdentity.report(record);
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

  /** Records as a report shows them. Texts that many of them have are there once. */
  public static List<UsageRecord> shown(List<RatedRecord> records) {
    Map<String, String> texts = new ConcurrentHashMap<>();
    return records.parallelStream().map(record -> record.shown(texts)).toList();
  }

  private UsageRecord shown(Map<String, String> texts) {
    RecordIdentity identity = RecordIdentity.parse(record);
    String[] shown = names.split(SEPARATOR, -1);
    for (int i = 0; i < shown.length; i++) {
      shown[i] = shared(texts, shown[i]);
    }
    boolean quantityOnly = identity.usageSchema().equals(UsageSchema.QT.name());
    BigDecimal quantity = quantity(identity);
    return new UsageRecord(
        recordId,
        shared(texts, identity.assetId()),
        shown[2],
        shown[0],
        shown[1],
        shown[3],
        shared(texts, identity.itemMpn()),
        shown[4],
        shown[5],
        identity.resourceId(),
        identity.marketplace(),
        identity.tier(),
        Money.round(quantity),
        quantity,
        quantityOnly ? null : amount == null ? Money.round(BigDecimal.ZERO) : amount,
        quantityOnly ? null : exactAmount == null ? BigDecimal.ZERO : new BigDecimal(exactAmount),
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
  private BigDecimal quantity(RecordIdentity identity) {
    if (identity.grain().equals(Grain.SERVICE.name())) {
      return BigDecimal.ONE;
    }
    return exactQuantity == null ? BigDecimal.ZERO : new BigDecimal(exactQuantity);
  }
}
