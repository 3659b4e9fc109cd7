package io.ratemill.sources.synthetic;

import io.ratemill.sources.synthetic.Catalog.Product;
import io.ratemill.sources.synthetic.Catalog.Vendor;
import io.ratemill.sources.synthetic.SyntheticBill.Trait;

/**
 * Makes the lines of a bill: any line, of any delivery, at any time, from its number alone.
 *
 * <p>Shape: lines of the whole month first, then hour by hour. A delivery is a prefix of the newest
 * one, of which later deliveries see some costs changed.
 */
final class LineMill {
  /** Whose words and costs the lines have. */
  enum Standard {
    CUR,
    FOCUS,
    /** Oracle's cost reports, which know what is billed and no other cost. */
    OCI_COST,
    /** Google's native columns, in which credits are part of a row. */
    GCP,
    /** Azure's native columns; every line has both of its views, of which a file shows one. */
    AZURE;

    static Standard of(SyntheticBill bill) {
      if (bill.format().equals("focus")) {
        return FOCUS;
      }
      return switch (bill.provider()) {
        case "azure" -> AZURE;
        case "gcp" -> GCP;
        case "oci" -> OCI_COST;
        default -> CUR;
      };
    }
  }

  /** Resources per account: what makes lines repeat, hour by hour. */
  private static final int RESOURCES = 40;

  private static final long CENT = 100_000_000L;
  private static final long[] POWER = new long[TextBuffer.SCALE + 1];

  static {
    POWER[0] = 1;
    for (int i = 1; i < POWER.length; i++) {
      POWER[i] = POWER[i - 1] * 10;
    }
  }

  private final SyntheticBill bill;
  private final Catalog catalog;
  private final Accounts accounts;
  private final Standard standard;
  private final LineMix mix;
  private final long monthly;
  private final long hourly;
  private final int hours;

  LineMill(SyntheticBill bill, Catalog catalog, Accounts accounts, Standard standard) {
    this.bill = bill;
    this.catalog = catalog;
    this.accounts = accounts;
    this.standard = standard;
    this.mix =
        switch (standard) {
          case CUR -> LineMix.cur(bill);
          case FOCUS -> bill.provider().equals("oci") ? LineMix.ociFocus() : LineMix.focus();
          case GCP -> LineMix.gcp(bill);
          case OCI_COST -> LineMix.ociCost();
          case AZURE -> LineMix.azure(bill);
        };
    this.monthly = mix.monthlyLines(bill.lines());
    this.hourly = bill.lines() - monthly;
    this.hours = bill.period().lengthOfMonth() * 24;
  }

  /** Lines of a delivery: all of the newest, fewer days of the older ones. */
  long lines(int delivery) {
    int deliveries = bill.restatements() + 1;
    if (delivery == deliveries - 1 || bill.has(Trait.WHOLE_MONTH)) {
      return bill.lines();
    }
    int days = bill.period().lengthOfMonth();
    long covered = Math.max(1, (long) days * (delivery + 1) / deliveries);
    return Math.max(1, monthly + hourly * covered / days);
  }

  /** Fills the line at a position of a delivery. */
  void fill(int delivery, long position, Line line) {
    long index = position;
    if (bill.has(Trait.SHUFFLED)) {
      index = Noise.permute(position, lines(delivery), Noise.mix(bill.seed(), delivery));
    }
    line.clear();
    if (index < monthly) {
      fillMonthly(delivery, index, line);
    } else {
      fillHourly(delivery, index - monthly, line);
    }
    if (standard == Standard.OCI_COST) {
      line.list = Line.ABSENT;
    }
    if (standard == Standard.AZURE) {
      seeAsAzure(line);
    }
    line.id = Noise.mix(bill.seed(), delivery, index);
    if (bill.has(Trait.WIDE_DECIMALS) && line.billed != 0 && Math.floorMod(line.id, 10) == 3) {
      long tail = Noise.mix(line.id) >>> 1;
      tail = tail % 1_000_000_000_000L;
      line.tail = line.billed < 0 ? -tail : tail;
    }
  }

  /**
   * The line as Azure shows it: a commitment's price is in the actual view only, what of it was not
   * used in the amortized one only, and all but its usage cost the same in both.
   */
  private void seeAsAzure(Line line) {
    switch (line.kind) {
      case PLAN_RECURRING, RESERVATION_UPFRONT, RESERVATION_RECURRING -> {
        line.list = 0;
        line.effective = 0;
        if (bill.format().equals("amortized")) {
          line.kind = LineKind.COMMITMENT_UNUSED;
          line.effective = line.billed / 10;
          line.billed = 0;
        }
      }
      case RESERVED -> line.list = 0;
      case PLAN_COVERED -> {
        // Its public price stays.
      }
      case USAGE -> {
        line.list = line.billed;
        line.effective = line.billed;
      }
      case FREE_TIER -> line.effective = 0;
      default -> {
        line.list = 0;
        line.effective = line.billed;
      }
    }
  }

  private void fillHourly(int delivery, long index, Line line) {
    long noise = Noise.mix(bill.seed(), index, 7);
    if ((index & 1) == 1 && standard == Standard.CUR) {
      long before = Noise.mix(bill.seed(), index - 1, 7);
      if (mix.hourly(index - 1, before) == LineKind.PLAN_COVERED) {
        fillHourly(delivery, index - 1, line);
        line.kind = LineKind.PLAN_NEGATION;
        line.billed = -line.billed;
        line.quantity = 0;
        line.list = 0;
        line.effective = Line.ABSENT;
        return;
      }
    }
    line.kind = mix.hourly(index, noise);
    line.startHour = (int) (index * hours / hourly);
    line.endHour = line.startHour + 1;
    long choice = Noise.mix(noise);
    line.account = Noise.skewedBelow(choice, accounts.count());
    useResource(line, ((int) (choice & 0xFF) * RESOURCES) >>> 8, (choice & 0x300) == 0);
    price(line, restated(noise, delivery));
  }

  /** The noise behind a line's amounts: a later delivery corrects some of what was there before. */
  private long restated(long noise, int delivery) {
    int oneIn = bill.has(Trait.WHOLE_MONTH) ? 100 : 33;
    return delivery > 0 && Noise.below(Noise.mix(noise, 11), oneIn) == 0
        ? Noise.mix(noise, delivery)
        : noise;
  }

  private void useResource(Line line, int number, boolean sibling) {
    long resource = Noise.mix(bill.seed(), line.account, number);
    int product = catalog.pick(accounts.vendor(line.account), resource);
    line.product = sibling ? catalog.sibling(product) : product;
    if (line.kind == LineKind.SPLIT) {
      line.product = 0;
    }
    line.region = (int) (resource & 3);
    line.resource =
        line.kind.metered() && !catalog.products().get(line.product).resource().isEmpty()
            ? resource | 1
            : 0;
  }

  private void price(Line line, long noise) {
    Product product = catalog.products().get(line.product);
    int scale = Math.min(TextBuffer.SCALE - product.priceScale(), 4);
    long quantity = product.least() * POWER[scale];
    if (product.most() > product.least()) {
      long range = (product.most() - product.least()) * POWER[scale];
      quantity += Noise.below(Noise.mix(noise, 3), (int) Math.min(range, Integer.MAX_VALUE));
    }
    line.quantity = quantity * POWER[TextBuffer.SCALE - scale];
    long cost = quantity * product.price() * POWER[TextBuffer.SCALE - product.priceScale() - scale];
    line.billed = cost;
    line.list = cost;
    line.contracted = cost;
    if (standard != Standard.CUR) {
      line.effective = cost;
    }
    switch (line.kind) {
      case USAGE, SPLIT -> {
        // Public prices are those of the highest tier: sometimes above what is billed.
        line.list = (noise & 0xF) == 0 ? cost + cost / 5 : cost;
      }
      case FREE_TIER -> bill(line, 0);
      case RESERVED -> {
        bill(line, 0);
        line.effective = cost / 10 * 6;
      }
      case PLAN_COVERED -> {
        if (standard != Standard.CUR) {
          bill(line, 0);
        }
        line.effective = cost / 100 * 72;
      }
      case COMMITMENT_UNUSED -> {
        bill(line, 0);
        line.list = 0;
        line.effective = cost / 10 * 6;
      }
      case PLAN_RECURRING -> recurring(line, noise);
      case MARKETPLACE_USAGE -> offer(line, noise, 50);
      case ENTERPRISE_DISCOUNT, PARTNER_DISCOUNT, BUNDLED_DISCOUNT, PRIVATE_RATE_DISCOUNT -> {
        flat(line, -cost / 10);
        line.list = 0;
      }
      case CREDIT -> flat(line, -CENT * (1 + Noise.below(Noise.mix(noise, 4), 2_000)));
      case REFUND, ADJUSTMENT -> flat(line, -CENT * (1 + Noise.below(Noise.mix(noise, 4), 300)));
      case CORRECTION -> flat(line, -cost);
      case UNKNOWN -> flat(line, CENT * (1 + Noise.below(Noise.mix(noise, 4), 500)));
      case PLAN_NEGATION,
          PLAN_UPFRONT,
          RESERVATION_RECURRING,
          RESERVATION_UPFRONT,
          MARKETPLACE_FEE,
          FEE,
          SUPPORT_USAGE,
          SUPPORT_FEE,
          TAX ->
          throw new IllegalStateException(line.kind + " is not drawn by the hour");
    }
  }

  private static void bill(Line line, long amount) {
    line.billed = amount;
  }

  /** A line with one amount, whatever the quantity. */
  private void flat(Line line, long amount) {
    line.quantity = POWER[TextBuffer.SCALE];
    line.billed = amount;
    line.contracted = amount;
    line.list = standard != Standard.CUR ? amount : Line.ABSENT;
    line.effective = standard != Standard.CUR ? amount : Line.ABSENT;
  }

  private void recurring(Line line, long noise) {
    long commitment = CENT * (50 + Noise.below(Noise.mix(line.account, 5), 1_000));
    flat(line, commitment);
    line.commitment = commitment;
    line.usedCommitment = commitment / 100 * (80 + Noise.below(Noise.mix(noise, 6), 21));
    line.effective = standard != Standard.CUR ? 0 : Line.ABSENT;
  }

  private void offer(Line line, long noise, int parts) {
    line.variant = Noise.below(Noise.mix(noise, 8), Catalog.OFFERS.size());
    long price = Catalog.OFFERS.get(line.variant).price();
    flat(line, price / parts * (1 + Noise.below(Noise.mix(noise, 9), 40)));
  }

  private void fillMonthly(int delivery, long index, Line line) {
    long noise = Noise.mix(bill.seed(), index, 13);
    line.kind = mix.monthly(index, noise);
    line.startHour = 0;
    line.endHour = hours;
    line.account = Noise.skewedBelow(Noise.mix(noise), accounts.count());
    Vendor vendor = accounts.vendor(line.account);
    if (line.kind.support() && vendor != Vendor.AWS) {
      line.kind = LineKind.FEE;
    }
    useResource(line, Noise.below(Noise.mix(noise, 2), RESOURCES), (noise & 1) == 0);
    long drawn = restated(noise, delivery);
    switch (line.kind) {
      case TAX -> {
        flat(line, CENT / 100 * Noise.below(Noise.mix(drawn, 3), 1_000_000));
        line.list = 0;
      }
      case SUPPORT_USAGE, SUPPORT_FEE -> {
        line.account = accounts.payer(vendor);
        line.variant = Noise.below(Noise.mix(noise, 5), Catalog.SUPPORT.size());
        long spend = CENT * (1_000 + Noise.below(Noise.mix(drawn, 3), 500_000));
        flat(line, spend / 10);
        line.quantity = spend;
      }
      case RESERVATION_RECURRING -> {
        long fee = CENT * (100 + Noise.below(Noise.mix(drawn, 3), 40_000));
        flat(line, fee);
        line.unusedUpfront = fee / 20;
        line.unusedRecurring = fee / 100 * Noise.below(Noise.mix(drawn, 4), 30);
        line.effective = standard != Standard.CUR ? 0 : Line.ABSENT;
      }
      case RESERVATION_UPFRONT, PLAN_UPFRONT -> {
        flat(line, CENT * (10_000 + Noise.below(Noise.mix(drawn, 3), 900_000)));
        line.effective = standard != Standard.CUR ? 0 : Line.ABSENT;
      }
      case MARKETPLACE_FEE -> offer(line, drawn, 1);
      case FEE -> {
        flat(line, CENT * (100 + Noise.below(Noise.mix(drawn, 3), 5_000)));
        if ((noise & 6) == 0) {
          // Renewals begin with the month after the bill's.
          line.startHour = hours;
          line.endHour = hours + 24;
        }
      }
      case USAGE,
          FREE_TIER,
          SPLIT,
          MARKETPLACE_USAGE,
          RESERVED,
          PLAN_COVERED,
          PLAN_NEGATION,
          PLAN_RECURRING,
          COMMITMENT_UNUSED,
          BUNDLED_DISCOUNT,
          ENTERPRISE_DISCOUNT,
          PARTNER_DISCOUNT,
          PRIVATE_RATE_DISCOUNT,
          CREDIT,
          REFUND,
          CORRECTION,
          ADJUSTMENT,
          UNKNOWN ->
          throw new IllegalStateException(line.kind + " is not drawn by the month");
    }
  }
}
