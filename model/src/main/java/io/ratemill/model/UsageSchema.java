package io.ratemill.model;

/** How a usage report is priced: quantities, tiers, cost or price. */
public enum UsageSchema {
  /** Quantities only, no amounts. */
  QT,
  /** One record per tier: customer, reseller, SP cost. */
  TR,
  /** The SP cost. */
  CR,
  /** The customer's price. */
  PR
}
