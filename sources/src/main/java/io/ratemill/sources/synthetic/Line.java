package io.ratemill.sources.synthetic;

/**
 * One line of a bill, filled again and again.
 *
 * <p>Shape: numbers into the {@link Catalog} and the {@link Accounts} instead of texts; mutable, so
 * that millions of lines cost no garbage. Units: amounts and quantities have {@link
 * TextBuffer#SCALE} decimals; hours count from the start of the period.
 */
final class Line {
  /** An amount that the line does not have. */
  static final long ABSENT = Long.MIN_VALUE;

  LineKind kind = LineKind.USAGE;

  /** Noise that differs for every line of every delivery. */
  long id;

  /** Noise that all lines of one resource share; 0 without a resource. */
  long resource;

  int account;

  /** Index of the product in the catalog, and of the region of its use. */
  int product;

  int region;

  /** Which of its kind's further texts the line has, such as the product of the marketplace. */
  int variant;

  int startHour;
  int endHour;

  long quantity;

  /** What is billed; {@link #tail} holds the decimals beyond the scale. */
  long billed;

  long tail;
  long list;
  long effective;
  long contracted;

  /** Commitment of a plan up to the line's hour, and what of it is used. */
  long commitment;

  long usedCommitment;

  /** What of a reservation's fee no usage was covered by. */
  long unusedUpfront;

  long unusedRecurring;

  void clear() {
    resource = 0;
    variant = 0;
    tail = 0;
    list = ABSENT;
    effective = ABSENT;
    contracted = ABSENT;
    commitment = ABSENT;
    usedCommitment = ABSENT;
    unusedUpfront = ABSENT;
    unusedRecurring = ABSENT;
  }
}
