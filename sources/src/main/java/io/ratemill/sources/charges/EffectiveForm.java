package io.ratemill.sources.charges;

/** Where the effective cost of a charge comes from. */
public enum EffectiveForm {
  /** It is the billed cost. */
  BILLED,
  /** It is 0: what was paid is spread over other charges. */
  ZERO,
  /** It is a measure of its own. */
  COLUMNS
}
