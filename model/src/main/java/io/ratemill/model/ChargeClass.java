package io.ratemill.model;

import java.util.Locale;

/**
 * What kind of charge a line is, whatever the provider calls it.
 *
 * <p>The ordinal is part of the byte form of charges: append, never reorder.
 */
public enum ChargeClass {
  USAGE,
  COMMITTED_USAGE,
  COMMITMENT_UNUSED,
  COMMITMENT_PURCHASE,
  COMMITMENT_NEGATION,
  PUBLIC_DISCOUNT,
  DISCOUNT,
  CREDIT,
  REFUND,
  TAX,
  FEE,
  SUPPORT,
  ADJUSTMENT,
  /** A line type that is not known: priced like usage, counted, and reported. */
  OTHER;

  private static final ChargeClass[] ALL = values();

  /** The word used in configuration, rules and the ledger, such as {@code committed-usage}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The class at an ordinal, without copying the constants. */
  public static ChargeClass at(int ordinal) {
    return ALL[ordinal];
  }

  /** The class of a word as {@link #text()} writes it. Errors: an unknown word is refused. */
  public static ChargeClass parse(String text) {
    for (ChargeClass each : ALL) {
      if (each.text().equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException("no charge class is named '" + text + "'");
  }
}
