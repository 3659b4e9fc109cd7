package io.ratemill.model;

/**
 * Who pays for an account, and from when until when.
 *
 * <p>Shape: one row of owners.csv; blank texts are empty. Units: days are UTC epoch days, {@code
 * validTo} is exclusive; {@link #ALWAYS} and {@link #FOREVER} stand for open ends.
 *
 * @param provider lower case, such as {@code aws}
 * @param payerId the payer account that the owner's usage is reported under, or empty
 * @param marketplaceId the marketplace that prices it, or empty for the connector's
 */
public record Owner(
    String provider,
    String accountId,
    String customerAccountId,
    String customerCompanyName,
    String assetId,
    String assetExternalId,
    String hubId,
    String resellerId,
    String payerId,
    String marketplaceId,
    int validFrom,
    int validTo,
    String customerClass) {
  /** Start of an owner or rule without a first day. */
  public static final int ALWAYS = Integer.MIN_VALUE;

  /** End of an owner or rule without a last day. */
  public static final int FOREVER = Integer.MAX_VALUE;

  /** The same row for no account. */
  public Owner withoutAccount() {
    return new Owner(
        provider,
        "",
        customerAccountId,
        customerCompanyName,
        assetId,
        assetExternalId,
        hubId,
        resellerId,
        payerId,
        marketplaceId,
        validFrom,
        validTo,
        customerClass);
  }

  public boolean coversDay(int epochDay) {
    return validFrom <= epochDay && epochDay < validTo;
  }
}
