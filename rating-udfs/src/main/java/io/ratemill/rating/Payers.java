package io.ratemill.rating;

/**
 * The choice of the payer account under which a charge is reported.
 *
 * <p>Shape: payer ids, empty where there is none.
 */
public final class Payers {
  /**
   * A payer, and whether it is another than the owner's.
   *
   * @param otherPayer whether the bill was paid by an account that is not the owner's payer
   */
  public record Choice(String payerId, boolean otherPayer) {}

  private Payers() {}

  /** The payer where a marketplace has one: its default payer, else the bill's. */
  public static Choice single(String defaultPayer, String billPayer) {
    return new Choice(defaultPayer.isEmpty() ? billPayer : defaultPayer, false);
  }

  /**
   * The payer where a marketplace has several: the bill's, flagged where that is not the owner's;
   * the owner's is its own, else its reseller's, else the marketplace's default.
   */
  public static Choice multiple(
      String ownerPayer, String resellerPayer, String defaultPayer, String billPayer) {
    String expected = first(ownerPayer, first(resellerPayer, defaultPayer));
    if (billPayer.isEmpty() || expected.isEmpty()) {
      return new Choice(first(billPayer, expected), false);
    }
    return new Choice(billPayer, !billPayer.equals(expected));
  }

  private static String first(String wanted, String otherwise) {
    return wanted.isEmpty() ? otherwise : wanted;
  }
}
