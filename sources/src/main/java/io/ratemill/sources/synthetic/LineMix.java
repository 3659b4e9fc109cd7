package io.ratemill.sources.synthetic;

import io.ratemill.sources.synthetic.SyntheticBill.Trait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which kinds of lines a bill has, and how many of each.
 *
 * <p>Shape: a short bill shows every kind once before chance decides, so that small bills are
 * complete too.
 */
final class LineMix {
  private final LineKind[] hourlyFirst;
  private final LineKind[] hourly;
  private final LineKind[] monthlyFirst;
  private final LineKind[] monthly;

  private LineMix(Shares hourly, Shares monthly) {
    this.hourlyFirst = hourly.each();
    this.hourly = hourly.table();
    this.monthlyFirst = monthly.each();
    this.monthly = monthly.table();
  }

  /** The mix of a bill of AWS in its own terms. */
  static LineMix cur(SyntheticBill bill) {
    Shares hourly =
        new Shares()
            .add(LineKind.PLAN_COVERED, 100)
            .add(LineKind.USAGE, 652)
            .add(LineKind.RESERVED, 60)
            .add(LineKind.FREE_TIER, 50)
            .add(LineKind.PLAN_RECURRING, 10)
            .add(LineKind.MARKETPLACE_USAGE, 30)
            .add(LineKind.ENTERPRISE_DISCOUNT, 20)
            .add(LineKind.PARTNER_DISCOUNT, 15)
            .add(LineKind.BUNDLED_DISCOUNT, 10)
            .add(LineKind.PRIVATE_RATE_DISCOUNT, 5)
            .add(LineKind.CREDIT, 10)
            .add(LineKind.REFUND, 5);
    if (bill.has(Trait.SPLIT_COST)) {
      hourly.add(LineKind.SPLIT, 30);
    }
    if (bill.has(Trait.UNKNOWN_TYPES)) {
      hourly.add(LineKind.UNKNOWN, 3);
    }
    Shares monthly =
        new Shares()
            .add(LineKind.TAX, 70)
            .add(LineKind.SUPPORT_USAGE, 4)
            .add(LineKind.SUPPORT_FEE, 4)
            .add(LineKind.RESERVATION_RECURRING, 8)
            .add(LineKind.RESERVATION_UPFRONT, 2)
            .add(LineKind.PLAN_UPFRONT, 2)
            .add(LineKind.MARKETPLACE_FEE, 5)
            .add(LineKind.FEE, 5);
    return new LineMix(hourly, monthly);
  }

  /** The mix of a bill in the terms of FOCUS. */
  static LineMix focus() {
    Shares hourly =
        new Shares()
            .add(LineKind.USAGE, 740)
            .add(LineKind.RESERVED, 60)
            .add(LineKind.PLAN_COVERED, 60)
            .add(LineKind.COMMITMENT_UNUSED, 20)
            .add(LineKind.FREE_TIER, 50)
            .add(LineKind.PLAN_RECURRING, 10)
            .add(LineKind.MARKETPLACE_USAGE, 30)
            .add(LineKind.CREDIT, 15)
            .add(LineKind.CORRECTION, 10)
            .add(LineKind.ADJUSTMENT, 5);
    Shares monthly =
        new Shares()
            .add(LineKind.TAX, 70)
            .add(LineKind.SUPPORT_USAGE, 4)
            .add(LineKind.SUPPORT_FEE, 4)
            .add(LineKind.RESERVATION_RECURRING, 8)
            .add(LineKind.RESERVATION_UPFRONT, 4)
            .add(LineKind.MARKETPLACE_FEE, 5)
            .add(LineKind.FEE, 5);
    return new LineMix(hourly, monthly);
  }

  /** The mix of Google's exports; discounts and credits are in the rows of usage. */
  static LineMix gcp(SyntheticBill bill) {
    Shares hourly =
        new Shares()
            .add(LineKind.USAGE, 880)
            .add(LineKind.FREE_TIER, 60)
            .add(LineKind.MARKETPLACE_USAGE, 40)
            .add(LineKind.ADJUSTMENT, 20);
    if (bill.has(Trait.UNKNOWN_TYPES)) {
      hourly.add(LineKind.UNKNOWN, 3);
    }
    Shares monthly = new Shares().add(LineKind.TAX, 80).add(LineKind.RESERVATION_RECURRING, 20);
    return new LineMix(hourly, monthly);
  }

  /** The mix of Oracle's cost reports: usage by the hour, and corrections of it. */
  static LineMix ociCost() {
    Shares hourly =
        new Shares()
            .add(LineKind.USAGE, 890)
            .add(LineKind.FREE_TIER, 80)
            .add(LineKind.ADJUSTMENT, 30);
    return new LineMix(hourly, new Shares());
  }

  /** The mix of Oracle's FOCUS reports, which have no commitments. */
  static LineMix ociFocus() {
    Shares hourly =
        new Shares()
            .add(LineKind.USAGE, 880)
            .add(LineKind.FREE_TIER, 80)
            .add(LineKind.CREDIT, 20)
            .add(LineKind.ADJUSTMENT, 20);
    Shares monthly = new Shares().add(LineKind.TAX, 90).add(LineKind.FEE, 10);
    return new LineMix(hourly, monthly);
  }

  /** The mix of a bill in Azure's own terms, the same for both views of a month. */
  static LineMix azure(SyntheticBill bill) {
    Shares hourly =
        new Shares()
            .add(LineKind.USAGE, 740)
            .add(LineKind.RESERVED, 60)
            .add(LineKind.PLAN_COVERED, 60)
            .add(LineKind.FREE_TIER, 50)
            .add(LineKind.PLAN_RECURRING, 20)
            .add(LineKind.MARKETPLACE_USAGE, 30)
            .add(LineKind.REFUND, 10)
            .add(LineKind.ADJUSTMENT, 5);
    if (bill.has(Trait.UNKNOWN_TYPES)) {
      hourly.add(LineKind.UNKNOWN, 3);
    }
    Shares monthly =
        new Shares()
            .add(LineKind.RESERVATION_UPFRONT, 10)
            .add(LineKind.MARKETPLACE_FEE, 8)
            .add(LineKind.FEE, 5);
    return new LineMix(hourly, monthly);
  }

  /** Lines for the whole month, which come first, in a bill of so many lines. */
  long monthlyLines(long lines) {
    if (monthlyFirst.length == 0) {
      return 0;
    }
    return Math.min(Math.max(lines / 50, monthlyFirst.length), lines / 4);
  }

  LineKind monthly(long index, long noise) {
    return index < monthlyFirst.length
        ? monthlyFirst[(int) index]
        : monthly[Noise.below(noise, monthly.length)];
  }

  /**
   * The kind of an hourly line, before pairs are looked at: plans cover lines of even index only,
   * so that the line after one is free for its negation.
   */
  LineKind hourly(long index, long noise) {
    LineKind kind =
        index < 2L * hourlyFirst.length && (index & 1) == 0
            ? hourlyFirst[(int) (index / 2)]
            : hourly[Noise.below(noise, hourly.length)];
    return kind == LineKind.PLAN_COVERED && (index & 1) == 1 ? LineKind.USAGE : kind;
  }

  /** Kinds by their number in so many lines. */
  private static final class Shares {
    private final List<LineKind> each = new ArrayList<>();
    private final List<LineKind> table = new ArrayList<>();

    Shares add(LineKind kind, int count) {
      each.add(kind);
      LineKind[] run = new LineKind[count];
      Arrays.fill(run, kind);
      table.addAll(Arrays.asList(run));
      return this;
    }

    LineKind[] each() {
      return each.toArray(LineKind[]::new);
    }

    LineKind[] table() {
      return table.toArray(LineKind[]::new);
    }
  }
}
