package io.ratemill.rating;

import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.CostBasis;
import io.ratemill.model.Owner;
import io.ratemill.model.PricingRule;
import io.ratemill.model.ReportKey;
import io.ratemill.model.UsageSchema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the usage of one owner is sold: at which marketplace, and under which of its rules.
 *
 * <p>Shape: made once for all charges of an account, of which there are many; not for several
 * threads.
 */
final class Sale {
  private static final int CLASSES = ChargeClass.values().length;

  /**
   * What prices the usage.
   *
   * @param rules those among which the owner's are
   */
  record Terms(String productId, UsageSchema schema, Market market, RuleIndex.Applicable rules) {}

  /** A placement, and all that it hangs on for charges of one class. */
  private record Priced(
      int day,
      @Nullable PricingRule rule,
      String billPayer,
      BillingPeriod period,
      String currency,
      Placement placement) {
    boolean isFor(ChargeKey charge, int ofDay, @Nullable PricingRule itsRule) {
      return day == ofDay
          && Objects.equals(rule, itsRule)
          && billPayer.equals(charge.billPayer())
          && period.equals(charge.period())
          && currency.equals(charge.currency());
    }
  }

  private final Owner owner;
  private final @Nullable Placement held;
  private final @Nullable Terms terms;

  /** What priced the last charge of each class, of the marketplace or not: mostly the next too. */
  private final @Nullable Priced[] last = new @Nullable Priced[2 * CLASSES];

  /** The report of the charge before, which nearly always is that of the next one. */
  private @Nullable ReportKey report;

  private Sale(Owner owner, @Nullable Placement held, @Nullable Terms terms) {
    this.owner = owner;
    this.held = held;
    this.terms = terms;
  }

  static Sale of(Owner owner, Terms terms) {
    return new Sale(owner, null, terms);
  }

  /** Usage that cannot be sold, and why. */
  static Sale none(Owner owner, String reason) {
    return new Sale(owner, Placement.held(owner, reason), null);
  }

  /** The first day after another on which a rule may price charges about an item otherwise. */
  int steadyUntil(String item, int day) {
    return terms == null ? Owner.FOREVER : terms.rules().steadyUntil(item, day);
  }

  /** Where a charge belongs; the class decides first, and last the exchange rate. */
  Placement place(ChargeKey charge, int day) {
    if (held != null) {
      return held;
    }
    if (terms == null) {
      throw new IllegalStateException("a sale has neither terms nor a reason for having none");
    }
    return price(terms, charge, day);
  }

  private Placement price(Terms sold, ChargeKey charge, int day) {
    Market market = sold.market();
    CostBasis basis = market.basis(charge);
    PricingRule rule;
    if (basis == CostBasis.DROP) {
      rule = passesOn(charge) ? sold.rules().matchNamingClass(charge, day) : null;
      if (rule == null) {
        return Placement.leftOut(owner, market.whyDropped(charge));
      }
      basis = CostBasis.BILLED;
    } else {
      rule = sold.rules().match(charge, day);
    }
    int at = 2 * charge.chargeClass().ordinal() + (charge.marketplace() ? 1 : 0);
    Priced known = last[at];
    if (known == null || !known.isFor(charge, day, rule)) {
      Placement made = place(sold, charge, day, basis, rule);
      known = new Priced(day, rule, charge.billPayer(), charge.period(), charge.currency(), made);
      last[at] = known;
    }
    return known.placement;
  }

  private Placement place(
      Terms sold, ChargeKey charge, int day, CostBasis basis, @Nullable PricingRule rule) {
    Market market = sold.market();
    Payers.Choice payer = market.payer(owner, charge, day);
    BigDecimal markup = rule == null ? market.markup(charge, payer.payerId(), day) : rule.factor();
    boolean amounts = sold.schema() != UsageSchema.QT;
    String currency = amounts ? market.currency(charge, payer.payerId()) : "";
    BigDecimal rate = amounts ? market.rate(charge, payer.payerId(), currency) : BigDecimal.ONE;
    return new Placement(
        rate == null ? Placement.Where.HELD : Placement.Where.REPORTED,
        rate == null ? noRate(market, charge, currency) : null,
        report(sold.productId(), market.id(), payer.payerId(), charge),
        owner,
        basis,
        markup,
        rate == null ? BigDecimal.ZERO : rate,
        currency,
        market.spMargin(charge),
        market.resellerMargin(charge),
        payer.otherPayer());
  }

  private ReportKey report(
      String productId, String marketplaceId, String payerId, ChargeKey charge) {
    ReportKey known = report;
    if (known != null
        && known.payerId().equals(payerId)
        && known.period().equals(charge.period())) {
      return known;
    }
    ReportKey made = new ReportKey(productId, marketplaceId, payerId, charge.period());
    report = made;
    return made;
  }

  /**
   * Whether a rule that names a dropped charge's class passes a share of it on.
   *
   * <p>Source: credits and refunds are the distributor's, unless a rule says otherwise.
   */
  static boolean passesOn(ChargeKey charge) {
    return charge.chargeClass() == ChargeClass.CREDIT || charge.chargeClass() == ChargeClass.REFUND;
  }

  private static String noRate(Market market, ChargeKey charge, String currency) {
    return "no exchange rate from %s to %s for period %s in marketplace %s: set fxRate to a number above 0, or to a map that has %s, in force on %s"
        .formatted(
            charge.currency(),
            currency,
            charge.period(),
            market.id(),
            charge.currency(),
            LocalDate.ofEpochDay(charge.period().firstDay()));
  }
}
