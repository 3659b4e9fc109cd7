package io.ratemill.model;

/**
 * The attributes of a usage report's general tab.
 *
 * <p>Shape: the 20 attributes of the usage page and the payer, in the order of the tab; what is not
 * known is empty. Start and end are those of {@code key.period()}: its first and last second, UTC.
 *
 * @param currency ISO 4217, empty under schema QT
 */
public record ReportHeader(
    ReportKey key,
    String reportId,
    String note,
    UsageSchema usageSchema,
    Grain grain,
    String marketplaceAccountId,
    String currency,
    String productName,
    String marketplaceName,
    Party hub,
    Party vendor,
    Party distributor,
    Party contract) {}
