package io.ratemill.rating;

import io.ratemill.model.CostBasis;
import io.ratemill.model.Owner;
import io.ratemill.model.ReportKey;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a charge belongs under some terms, and what prices it there.
 *
 * <p>Shape: a reported charge has everything; a held one the report that it holds back and no rate
 * (0); one that is left out or unmapped has no report and basis {@code DROP}. Units: {@code rate}
 * is report currency per bill currency; margins are fractions; no number has zeros at its end, so
 * that equal ones are equal objects.
 *
 * @param reason why the charge is left out or held, in the words of the ledger; absent otherwise
 * @param owner who pays for the account on the day, also where the charge is left out for its class
 * @param markup the markup, or the factor of the pricing rule that replaces it
 * @param currency the report's currency, ISO 4217; empty where the report has no amounts
 * @param otherPayer whether the bill's payer is not the owner's
 */
public record Placement(
    Where where,
    @Nullable String reason,
    @Nullable ReportKey report,
    @Nullable Owner owner,
    CostBasis basis,
    BigDecimal markup,
    BigDecimal rate,
    String currency,
    BigDecimal spMargin,
    BigDecimal resellerMargin,
    boolean otherPayer) {

  /** The four places of the ledger. */
  public enum Where {
    REPORTED,
    UNMAPPED,
    LEFT_OUT,
    HELD;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The word used in the ledger, such as {@code left-out}. */
    public String text() {
      return text;
    }
  }

  static final Placement UNMAPPED = nowhere(Where.UNMAPPED, null, null);
  static final Placement SPLIT_ALLOCATION = nowhere(Where.LEFT_OUT, "split cost allocation", null);

  static Placement leftOut(Owner owner, String reason) {
    return nowhere(Where.LEFT_OUT, reason, owner);
  }

  static Placement held(Owner owner, String reason) {
    return nowhere(Where.HELD, reason, owner);
  }

  private static Placement nowhere(Where where, @Nullable String reason, @Nullable Owner owner) {
    return new Placement(
        where,
        reason,
        null,
        owner,
        CostBasis.DROP,
        BigDecimal.ONE,
        BigDecimal.ZERO,
        "",
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        false);
  }
}
