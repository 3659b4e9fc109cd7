package io.ratemill.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A row of a usage report.
 *
 * <p>Shape: texts that do not apply are empty; {@code resourceId} only at grain resource. Units:
 * {@code amount} in the report's currency, 8 decimals, absent under schema QT; {@code exactAmount}
 * the same before its one rounding; {@code quantity} 8 decimals.
 *
 * @param recordId {@code UR-} and 26 base32 characters
 * @param tier 0 customer, 1 reseller, 2 SP cost
 * @param lines how many bill lines are in it
 */
public record UsageRecord(
    String recordId,
    String assetId,
    String assetExternalId,
    String customerAccountId,
    String customerCompanyName,
    String hubId,
    String itemMpn,
    String itemName,
    String itemUnit,
    String resourceId,
    boolean marketplaceService,
    int tier,
    BigDecimal quantity,
    BigDecimal exactQuantity,
    @Nullable BigDecimal amount,
    @Nullable BigDecimal exactAmount,
    long lines) {}
