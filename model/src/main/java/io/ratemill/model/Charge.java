package io.ratemill.model;

/**
 * The lines of one delivery, account and day with equal dimensions, added up exactly.
 *
 * <p>Shape: {@code resource} is the resource id, only at grain resource; else it is empty.
 *
 * <p>Units: {@code usageDay} is the UTC epoch day on which the lines start.
 */
public record Charge(ChargeKey key, String resource, int usageDay, CostSums sums) {}
