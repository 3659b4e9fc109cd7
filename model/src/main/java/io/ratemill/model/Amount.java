package io.ratemill.model;

/** The amounts of {@link CostSums}, in the order of its byte form. */
public enum Amount {
  BILLED,
  LIST,
  EFFECTIVE,
  CONTRACTED,
  LIST_PRICED,
  QUANTITY;

  static final int COUNT = values().length;
}
