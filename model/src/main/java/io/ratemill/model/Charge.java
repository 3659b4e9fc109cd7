package io.ratemill.model;

/**
 * The lines of one delivery and account with equal dimensions, added up exactly.
 *
 * <p>Shape: texts that a bill or a product's grain does not have are empty, never null. Units:
 * {@code usageDay} is the UTC epoch day on which the lines start.
 *
 * @param period the provider's own billing period
 * @param billPayer the payer account that the bill names
 * @param item the item's manufacturer part number: the service, or the SKU where the grain asks
 * @param itemName the service's name
 * @param resource the resource id, only at grain resource
 * @param unit the pricing unit, only at grain sku and resource
 * @param marketplace whether a third party sells it through the provider's marketplace
 * @param splitAllocation whether the lines repeat another line's cost for cost allocation only
 */
public record Charge(
    BillingPeriod period,
    int usageDay,
    String billPayer,
    String item,
    String itemName,
    String resource,
    String unit,
    ChargeClass chargeClass,
    boolean marketplace,
    boolean splitAllocation,
    String currency,
    CostSums sums) {}
