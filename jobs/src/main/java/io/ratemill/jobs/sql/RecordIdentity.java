package io.ratemill.jobs.sql;

import io.ratemill.rating.RecordId;
import java.nio.charset.StandardCharsets;

/**
 * What makes a usage record one, as one text: SQL groups by one column instead of ten, which costs
 * a fraction.
 *
 * <p>Shape: UTF-8, the parts in their order, divided by {@link #SEPARATOR}, which no part contains.
 * Errors: a text of another number of parts is refused.
 */
public final class RecordIdentity {
  /** Divides parts. */
  public static final char SEPARATOR = '\u001f';

  private static final String MARKETPLACE = "marketplace";
  private static final int REPORT_PARTS = 4;

  /** The parts between the report and the asset. */
  static final int BEFORE_ASSET = 3;

  /** The parts behind the report. */
  private static final int OTHER_PARTS = 9;

  private RecordIdentity() {}

  /**
   * What the identities of one asset's records in one report begin with.
   *
   * @param report the report's key text, which itself has four parts
   */
  public static byte[] beginning(
      PartsWriter writer,
      String report,
      String usageSchema,
      String grain,
      String currency,
      String assetId) {
    byte[] divided = report.getBytes(StandardCharsets.UTF_8);
    return writer.begin(divided).add(usageSchema).add(grain).add(currency).add(assetId).text();
  }

  /**
   * The text of an identity.
   *
   * @param beginning see {@link #beginning}
   * @param supportAccount the account whose support the record is; empty for all other records
   * @param tier whose price it is, see {@link io.ratemill.rating.Tiers}
   */
  public static byte[] text(
      PartsWriter writer,
      byte[] beginning,
      String itemMpn,
      String resourceId,
      boolean marketplace,
      String supportAccount,
      int tier) {
    return writer
        .begin(beginning)
        .add(itemMpn)
        .add(resourceId)
        .add(marketplace ? MARKETPLACE : "")
        .add(supportAccount)
        .add(Integer.toString(tier))
        .text();
  }

  /** The length of the report at the beginning of an identity. */
  static int reportLength(byte[] identity) {
    Parts parts = new Parts(identity);
    parts.next(REPORT_PARTS);
    return parts.to();
  }

  /** The length of an identity without its report at the beginning of a text that goes on. */
  static int lengthBehindReport(byte[] text) {
    Parts parts = new Parts(text);
    parts.next(OTHER_PARTS);
    return parts.to();
  }

  /** The id of the record with an identity, which is that of some of its parts. */
  static String recordId(RecordId ids, byte[] identity) {
    Parts parts = new Parts(identity);
    parts.next(REPORT_PARTS);
    ids.part(identity, parts.from(), parts.to());
    parts.next(BEFORE_ASSET);
    // Asset, item and resource.
    take(ids, identity, parts);
    take(ids, identity, parts);
    take(ids, identity, parts);
    int marketplaceFrom = parts.to() + 1;
    parts.next();
    int marketplaceTo = parts.to();
    take(ids, identity, parts);
    ids.part(identity, marketplaceFrom, marketplaceTo);
    take(ids, identity, parts);
    if (!parts.isEnd()) {
      throw new IllegalArgumentException(
          "'"
              + new String(identity, StandardCharsets.UTF_8)
              + "' is no record's identity: it goes on");
    }
    return ids.text();
  }

  private static void take(RecordId ids, byte[] identity, Parts parts) {
    parts.next();
    ids.part(identity, parts.from(), parts.to());
  }
}
