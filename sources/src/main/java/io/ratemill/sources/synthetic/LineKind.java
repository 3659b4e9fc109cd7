package io.ratemill.sources.synthetic;

import io.ratemill.model.ChargeClass;

/** What a synthetic line is about, with the words that CUR and FOCUS have for it. */
enum LineKind {
  USAGE("Usage", "Usage", ChargeClass.USAGE),
  FREE_TIER("Usage", "Usage", ChargeClass.USAGE),
  SPLIT("Usage", "Usage", ChargeClass.USAGE),
  MARKETPLACE_USAGE("Usage", "Usage", ChargeClass.USAGE),
  RESERVED("DiscountedUsage", "Usage", ChargeClass.COMMITTED_USAGE),
  PLAN_COVERED("SavingsPlanCoveredUsage", "Usage", ChargeClass.COMMITTED_USAGE),
  PLAN_NEGATION("SavingsPlanNegation", "", ChargeClass.COMMITMENT_NEGATION),
  PLAN_RECURRING("SavingsPlanRecurringFee", "Purchase", ChargeClass.COMMITMENT_PURCHASE),
  PLAN_UPFRONT("SavingsPlanUpfrontFee", "Purchase", ChargeClass.COMMITMENT_PURCHASE),
  RESERVATION_RECURRING("RIFee", "Purchase", ChargeClass.COMMITMENT_PURCHASE),
  RESERVATION_UPFRONT("Fee", "Purchase", ChargeClass.COMMITMENT_PURCHASE),
  COMMITMENT_UNUSED("", "Usage", ChargeClass.COMMITMENT_UNUSED),
  MARKETPLACE_FEE("Fee", "Purchase", ChargeClass.FEE),
  FEE("Fee", "Purchase", ChargeClass.FEE),
  SUPPORT_USAGE("Usage", "Usage", ChargeClass.SUPPORT),
  SUPPORT_FEE("Fee", "Purchase", ChargeClass.SUPPORT),
  BUNDLED_DISCOUNT("BundledDiscount", "", ChargeClass.PUBLIC_DISCOUNT),
  ENTERPRISE_DISCOUNT("EdpDiscount", "", ChargeClass.DISCOUNT),
  PARTNER_DISCOUNT("SppDiscount", "", ChargeClass.DISCOUNT),
  PRIVATE_RATE_DISCOUNT("PrivateRateDiscount", "", ChargeClass.DISCOUNT),
  CREDIT("Credit", "Credit", ChargeClass.CREDIT),
  REFUND("Refund", "", ChargeClass.REFUND),
  CORRECTION("", "Usage", ChargeClass.USAGE),
  ADJUSTMENT("", "Adjustment", ChargeClass.ADJUSTMENT),
  TAX("Tax", "Tax", ChargeClass.TAX),
  UNKNOWN("DistributorSettlement", "", ChargeClass.OTHER);

  private final String cur;
  private final String focus;
  private final ChargeClass chargeClass;

  LineKind(String cur, String focus, ChargeClass chargeClass) {
    this.cur = cur;
    this.focus = focus;
    this.chargeClass = chargeClass;
  }

  /** CUR's line item type; empty where CUR has none. */
  String cur() {
    return cur;
  }

  /** FOCUS's charge category; empty where FOCUS has none. */
  String focus() {
    return focus;
  }

  ChargeClass chargeClass() {
    return chargeClass;
  }

  boolean marketplace() {
    return this == MARKETPLACE_USAGE || this == MARKETPLACE_FEE;
  }

  boolean support() {
    return this == SUPPORT_USAGE || this == SUPPORT_FEE;
  }

  /** Whether the line is about one resource. */
  boolean metered() {
    return switch (this) {
      case USAGE, FREE_TIER, SPLIT, RESERVED, PLAN_COVERED, PLAN_NEGATION, CORRECTION -> true;
      case MARKETPLACE_USAGE,
          PLAN_RECURRING,
          PLAN_UPFRONT,
          RESERVATION_RECURRING,
          RESERVATION_UPFRONT,
          COMMITMENT_UNUSED,
          MARKETPLACE_FEE,
          FEE,
          SUPPORT_USAGE,
          SUPPORT_FEE,
          BUNDLED_DISCOUNT,
          ENTERPRISE_DISCOUNT,
          PARTNER_DISCOUNT,
          PRIVATE_RATE_DISCOUNT,
          CREDIT,
          REFUND,
          ADJUSTMENT,
          TAX,
          UNKNOWN ->
          false;
    };
  }
}
