package io.ratemill.sources.rollup;

import io.ratemill.model.ChargeClass;

/**
 * What lines with the same class-giving cells are.
 *
 * @param type the line type as the bill writes it, for warnings
 * @param known whether the type is one that the format knows
 * @param quantity whether the quantity of such lines is theirs, or repeats another line's
 */
public record LineKind(
    ChargeClass chargeClass,
    boolean marketplace,
    boolean splitAllocation,
    EffectiveRule effective,
    String type,
    boolean known,
    Quantity quantity) {
  /** Whether a line's quantity counts. */
  public enum Quantity {
    OWN,
    /** The line offsets another one; its quantity counts as 0. */
    ZERO,
    /** Another line of the delivery tells the same; its quantity and list cost count there. */
    TOLD_ELSEWHERE
  }
}
