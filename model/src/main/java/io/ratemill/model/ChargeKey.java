package io.ratemill.model;

/**
 * The dimensions of a charge but its account, its resource and its day.
 *
 * <p>Shape: texts that a bill or a product's grain does not have are empty, never null.
 *
 * @param period the provider's own billing period
 * @param billPayer the payer account that the bill names
 * @param item the item's manufacturer part number: the service, or the SKU where the grain asks
 * @param itemName the service's name
 * @param unit the pricing unit, only at grain sku and resource
 * @param marketplace whether a third party sells it through the provider's marketplace
 * @param splitAllocation whether the lines repeat another line's cost for cost allocation only
 */
public record ChargeKey(
    BillingPeriod period,
    String billPayer,
    String item,
    String itemName,
    String unit,
    ChargeClass chargeClass,
    boolean marketplace,
    boolean splitAllocation,
    String currency) {
  /** The key without payer, item and unit: for charges whose fate hangs on none of them. */
  public ChargeKey aboutNothing() {
    return new ChargeKey(
        period, "", "", "", "", chargeClass, marketplace, splitAllocation, currency);
  }
}
