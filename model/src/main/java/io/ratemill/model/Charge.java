package io.ratemill.model;

/**
 * The lines of one delivery, account and day with equal dimensions, added up exactly.
 *
 * <p>Units: {@code usageDay} is the UTC epoch day on which the lines start.
 */
public record Charge(ChargeKey key, int usageDay, CostSums sums) {}
