package io.ratemill.model;

/**
 * The byte form of charges, for the network and for state: what writer and reader agree on.
 *
 * <p>Shape: a version; the tables of distinct texts, each behind its length, of accounts and of
 * {@link ChargeKey}s, both of references to texts, and of distinct resources, each behind its
 * length; then series: the number of the key, with one bit that says whether the next account
 * begins, the number of the resource, 0 for none, the number of days, and
 *
 * <ul>
 *   <li>of one day: the day and its sums;
 *   <li>of several: the first day, the days from it to the last, the length of what follows, the
 *       sums of all, and per day the days since the one before and its sums. A day may come more
 *       than once, and before another one that is earlier.
 * </ul>
 *
 * <p>Numbers are of variable length, seven bits a byte. Sums are two counts and six amounts, of
 * which each is absent, its own, or said to be equal to an earlier one.
 */
final class ChargeForm {
  static final int VERSION = 5;

  static final int ABSENT = 0;
  static final int OWN = 1;
  static final int AS_BILLED = 2;
  static final int AS_LIST = 3;
  static final int FORM_BITS = 2;

  static final int MARKETPLACE = 1;
  static final int SPLIT_ALLOCATION = 2;

  /** The most bytes that a number takes. */
  static final int LONGEST = 10;

  private ChargeForm() {}

  /** Writes a number from an index on, where there is room; the index behind it. */
  static int count(byte[] into, int at, long value) {
    int next = at;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      into[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    into[next++] = (byte) rest;
    return next;
  }

  /** Writes a number in four bytes from an index on. */
  static void fixed(byte[] into, int at, int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      into[at + i] = (byte) (value >>> (8 * i));
    }
  }

  /** The number that {@link #fixed(byte[], int, int)} wrote at an index. */
  static int fixed(byte[] from, int at) {
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value |= (from[at + i] & 0xFF) << (8 * i);
    }
    return value;
  }

  /** Like {@link #count}, for a number that may be below zero. */
  static int signed(byte[] into, int at, long value) {
    return count(into, at, (value << 1) ^ (value >> 63));
  }
}
