package io.ratemill.model;

/**
 * The byte form of charges, for the network and for state: what writer and reader agree on.
 *
 * <p>Shape: a version; the table of distinct texts, each behind its length; the account; then one
 * series per {@link ChargeKey}: references into the table, the number of days, and
 *
 * <ul>
 *   <li>of one day: the day and its sums;
 *   <li>of several: the first day, the days from it to the last, the sums of all, the length of
 *       what follows, and per day the days since the one before and its sums.
 * </ul>
 *
 * <p>Numbers are of variable length, seven bits a byte. Sums are two counts and six amounts, of
 * which each is absent, its own, or said to be equal to an earlier one.
 */
final class ChargeForm {
  static final int VERSION = 2;

  static final int ABSENT = 0;
  static final int OWN = 1;
  static final int AS_BILLED = 2;
  static final int AS_LIST = 3;
  static final int FORM_BITS = 2;

  static final int MARKETPLACE = 1;
  static final int SPLIT_ALLOCATION = 2;

  private ChargeForm() {}
}
