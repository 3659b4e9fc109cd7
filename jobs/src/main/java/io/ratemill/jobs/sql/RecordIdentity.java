package io.ratemill.jobs.sql;

/**
 * What makes a usage record one, as one text: SQL groups by one column instead of ten, which costs
 * a fraction.
 *
 * <p>Shape: the parts in their order, divided by {@link #SEPARATOR}, which no part contains.
 * Errors: a text of another number of parts is refused.
 *
 * @param report the report's key text, which itself has four parts
 * @param supportAccount the account whose support the record is; empty for all other records
 * @param tier whose price it is, see {@link io.ratemill.rating.Tiers}
 */
public record RecordIdentity(
    String report,
    String usageSchema,
    String grain,
    String currency,
    String assetId,
    String itemMpn,
    String resourceId,
    boolean marketplace,
    String supportAccount,
    int tier) {
  /** Divides parts. */
  public static final char SEPARATOR = '\u001f';

  private static final String MARKETPLACE = "marketplace";
  private static final int REPORT_PARTS = 4;
  private static final int PARTS = REPORT_PARTS + 9;

  /** A part of a bill or an owner's row, in which a separator becomes a blank. */
  public static String part(String text) {
    return text.indexOf(SEPARATOR) < 0 ? text : text.replace(SEPARATOR, ' ');
  }

  /** The identity as one text. */
  public String text() {
    StringBuilder text = new StringBuilder();
    appendTo(text);
    return text.toString();
  }

  /** Writes the identity behind what a text holds already. */
  public void appendTo(StringBuilder text) {
    text.append(report)
        .append(SEPARATOR)
        .append(usageSchema)
        .append(SEPARATOR)
        .append(grain)
        .append(SEPARATOR)
        .append(part(currency))
        .append(SEPARATOR)
        .append(part(assetId))
        .append(SEPARATOR)
        .append(part(itemMpn))
        .append(SEPARATOR)
        .append(part(resourceId))
        .append(SEPARATOR)
        .append(marketplaceText())
        .append(SEPARATOR)
        .append(part(supportAccount))
        .append(SEPARATOR)
        .append(tier);
  }

  /** The marketplace flag as a record's id takes it. */
  String marketplaceText() {
    return marketplace ? MARKETPLACE : "";
  }

  /** The length of so many parts and the separators between them. */
  private static int length(String text, int parts) {
    int at = -1;
    for (int i = 0; i < parts; i++) {
      at = text.indexOf(SEPARATOR, at + 1);
      if (at < 0) {
        throw new IllegalArgumentException("'" + text + "' is no record's identity");
      }
    }
    return at;
  }

  /** The length of an identity without its report at the beginning of a text that goes on. */
  static int lengthBehindReport(String text) {
    return length(text, PARTS - REPORT_PARTS);
  }

  /** The identity of a text as {@link #text} writes it. */
  static RecordIdentity parse(String text) {
    int report = length(text, REPORT_PARTS);
    Parts parts = new Parts(text, report + 1);
    RecordIdentity identity = of(text.substring(0, report), parts);
    if (!parts.isEnd()) {
      throw new IllegalArgumentException("'" + text + "' is no record's identity: it goes on");
    }
    return identity;
  }

  /** The identity of a record of a report, whose parts behind the report are the next ones. */
  static RecordIdentity of(String report, Parts parts) {
    return new RecordIdentity(
        report,
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next().equals(MARKETPLACE),
        parts.next(),
        Integer.parseInt(parts.next()));
  }
}
