package io.ratemill.sources.azure;

/** What the lines of a file are taken to tell: of the two views of one spend, which costs. */
enum View {
  /** The actual export alone: billed costs. */
  ACTUAL,
  /** The amortized export alone: effective costs. */
  AMORTIZED,
  /** The actual export beside the amortized one: billed costs, and all that the other lacks. */
  ACTUAL_OF_BOTH,
  /** The amortized export beside the actual one: effective costs, and all that the other lacks. */
  AMORTIZED_OF_BOTH;

  boolean isAmortized() {
    return this == AMORTIZED || this == AMORTIZED_OF_BOTH;
  }
}
