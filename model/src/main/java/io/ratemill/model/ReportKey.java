package io.ratemill.model;

/**
 * What makes a usage report one: its product, marketplace, payer and period.
 *
 * @param payerId the payer account, or empty where the bill names none
 */
public record ReportKey(
    String productId, String marketplaceId, String payerId, BillingPeriod period)
    implements Comparable<ReportKey> {

  /** The key as one text, for state and for naming; parts never contain the separator. */
  public String text() {
    return productId + '\u001f' + marketplaceId + '\u001f' + payerId + '\u001f' + period;
  }

  /** The key of a text as {@link #text()} writes it. */
  public static ReportKey parse(String text) {
    String[] parts = text.split("\u001f", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("'" + text + "' is no report key");
    }
    return new ReportKey(parts[0], parts[1], parts[2], BillingPeriod.parse(parts[3]));
  }

  @Override
  public int compareTo(ReportKey other) {
    return text().compareTo(other.text());
  }
}
