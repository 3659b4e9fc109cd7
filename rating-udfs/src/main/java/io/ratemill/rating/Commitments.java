package io.ratemill.rating;

import java.math.BigDecimal;

/**
 * The price of usage that another account's commitment covered.
 *
 * <p>Units: all amounts in one currency, exact; the share a fraction, 0 to 1. Errors: a share
 * outside of that is refused.
 */
public final class Commitments {
  private Commitments() {}

  /** What is charged when a share of the commitment's benefit is given back. */
  public static BigDecimal unshare(BigDecimal list, BigDecimal effective, BigDecimal shareBack) {
    if (shareBack.signum() < 0 || shareBack.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException(
          "share-back is " + shareBack.toPlainString() + "; give a fraction from 0 to 1");
    }
    return list.subtract(list.subtract(effective).multiply(shareBack));
  }
}
