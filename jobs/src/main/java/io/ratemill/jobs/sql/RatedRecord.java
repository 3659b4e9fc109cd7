package io.ratemill.jobs.sql;

import io.ratemill.model.Grain;
import io.ratemill.model.Money;
import io.ratemill.model.TextPool;
import io.ratemill.model.UsageRecord;
import io.ratemill.model.UsageSchema;
import io.ratemill.rating.ExactText;
import io.ratemill.rating.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private static final int TEXT_BITS = 11;

  private static final BigDecimal UNIT = Money.round(BigDecimal.ONE);

  /** Whether what is said under the same id is said of a record with the same identity. */
  public boolean isOf(byte[] otherSaid) {
    int length = RecordIdentity.lengthBehindReport(said) + 1;
    return otherSaid.length >= length && Arrays.equals(said, 0, length, otherSaid, 0, length);
  }

  /** Records as a report shows them; each text is there once among them, mostly. */
  public static List<UsageRecord> shown(List<RatedRecord> records) {
    TextPool texts = new TextPool(TEXT_BITS);
    List<UsageRecord> shown = new ArrayList<>(records.size());
    for (RatedRecord record : records) {
      shown.add(record.shown(texts));
    }
    return shown;
  }

  private UsageRecord shown(TextPool texts) {
    Parts parts = new Parts(said);
    String usageSchema = parts.nextText(texts);
    String grain = parts.nextText(texts);
    parts.next();
    String assetId = parts.nextText(texts);
    String itemMpn = parts.nextText(texts);
    String resourceId = parts.nextText();
    boolean marketplace = !parts.nextText(texts).isEmpty();
    parts.next();
    int tier = Integer.parseInt(parts.nextText(texts));
    String customerAccountId = parts.nextText(texts);
    String customerCompanyName = parts.nextText(texts);
    String assetExternalId = parts.nextText(texts);
    String hubId = parts.nextText(texts);
    String itemName = parts.nextText(texts);
    String itemUnit = parts.nextText(texts);
    BigDecimal amount = numberOrZero("amount", parts);
    BigDecimal exactQuantity = numberOrZero("quantity", parts);
    long lines = Long.parseLong(parts.nextText());
    boolean quantityOnly = usageSchema.equals(UsageSchema.QT.name());
    // At grain service a record is one unit of its service.
    boolean isUnit = grain.equals(Grain.SERVICE.name());
    return new UsageRecord(
        recordId,
        assetId,
        assetExternalId,
        customerAccountId,
        customerCompanyName,
        hubId,
        itemMpn,
        itemName,
        itemUnit,
        resourceId,
        marketplace,
        tier,
        isUnit ? UNIT : Money.round(exactQuantity),
        isUnit ? BigDecimal.ONE : exactQuantity,
        quantityOnly ? null : Rounding.amount(amount),
        quantityOnly ? null : amount,
        lines);
  }

  private static BigDecimal numberOrZero(String what, Parts parts) {
    parts.next();
    return parts.isEmpty() ? BigDecimal.ZERO : ExactText.parse(what, parts.bytes());
  }
}
