package io.ratemill.sources.synthetic;

import io.ratemill.sources.synthetic.Catalog.Vendor;
import io.ratemill.sources.synthetic.SyntheticBill.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The columns of FOCUS, as its versions and AWS's exports have them.
 *
 * <p>Shape: first the columns that rating needs, then the rest by name, then tags of the
 * publisher's own up to the width asked for. Source: FOCUS specification 1.0 to 1.2 and the
 * migration appendix of 1.3.
 */
final class FocusColumns {
  private final SyntheticBill bill;
  private final Vocabulary words;
  private final List<Column> columns = new ArrayList<>();

  private FocusColumns(SyntheticBill bill, Vocabulary words) {
    this.bill = bill;
    this.words = words;
  }

  /** The columns of a delivery, in their natural order. */
  static List<Column> of(SyntheticBill bill, Vocabulary words, int delivery) {
    FocusColumns made = new FocusColumns(bill, words);
    made.costs();
    made.charge();
    made.parties();
    made.commitments();
    boolean aws = bill.provider().equals("aws");
    if (aws) {
      made.text(
          "x_ServiceCode",
          made.words.byItem(Catalog.Product::code, offer -> null, Catalog.SUPPORT::get));
    }
    made.usual(bill.has(Trait.INVOICED) && delivery == bill.restatements());
    if (aws) {
      made.text("x_Operation", made.metered((product, region) -> product.operation()));
      made.text(
          "x_UsageType", made.metered((product, region) -> region.usagePrefix() + product.usage()));
    }
    int width = bill.columns() == 0 ? made.columns.size() : bill.columns();
    for (int i = 0; made.columns.size() < width; i++) {
      made.text("x_Tag" + i, Vocabulary.attribute("x_Tag" + i));
    }
    return List.copyOf(made.columns.subList(0, width));
  }

  private boolean since(String version) {
    return bill.version().compareTo(version) >= 0;
  }

  private void costs() {
    columns.add(
        new Column(
            "BilledCost", "double", new Cell.Amount(line -> line.billed, line -> line.tail)));
    amount("ListCost", new Cell.Amount(line -> line.list));
    amount("EffectiveCost", new Cell.Amount(line -> line.effective));
    amount("ContractedCost", new Cell.Amount(line -> line.contracted));
    text("BillingCurrency", Vocabulary.always(bill.currency()));
  }

  private void charge() {
    text("ChargeCategory", Vocabulary.byKind(LineKind::focus));
    text(
        "ChargeClass",
        Vocabulary.byKind(kind -> kind == LineKind.CORRECTION ? "Correction" : null));
    moment("ChargePeriodStart", new Cell.Moment(line -> line.startHour));
    moment("ChargePeriodEnd", new Cell.Moment(line -> line.endHour));
    moment("BillingPeriodStart", new Cell.Moment(line -> 0));
    int hours = bill.period().lengthOfMonth() * 24;
    moment("BillingPeriodEnd", new Cell.Moment(line -> hours));
    text(
        "ServiceName",
        words.byItem(Catalog.Product::service, Catalog.Offer::name, Catalog.SUPPORT_NAMES::get));
    text("SkuId", metered((product, region) -> product.sku()));
    text("ResourceId", words.resourceId());
    amount("PricingQuantity", new Cell.Amount(line -> line.quantity));
    text(
        "PricingUnit",
        words.byProduct((product, region) -> product.unit(), LineKind::metered, kind -> "Units"));
  }

  private void parties() {
    text("BillingAccountId", words.payerId());
    text("SubAccountId", words.accountId());
    Cell.Coded provider = (Cell.Coded) words.byVendor(Vendor::provider);
    Cell.Coded publisher = (Cell.Coded) words.byVendor(Vendor::publisher);
    Cell.Coded sellers =
        (Cell.Coded)
            Vocabulary.among(
                line -> line.variant,
                Catalog.OFFERS.stream().map(Catalog.Offer::seller).toArray(String[]::new));
    text("ProviderName", provider);
    text(
        "PublisherName",
        Vocabulary.either(
            publisher, sellers, line -> !line.kind.marketplace(), line -> line.variant));
    if (since("1.3")) {
      text("HostProviderName", provider);
      text(
          "ServiceProviderName",
          Vocabulary.either(
              provider, sellers, line -> !line.kind.marketplace(), line -> line.variant));
    }
  }

  private void commitments() {
    byte[] before = Vocabulary.bytes("commitment-");
    text(
        "CommitmentDiscountId",
        new Cell.Written(
            Cell.Repeats.OFTEN,
            (line, text) -> {
              if (committed(line.kind)) {
                text.put(before);
                text.hex(Noise.mix(line.account), 12);
              }
            }));
    text(
        "CommitmentDiscountStatus",
        Vocabulary.byKind(
            kind ->
                switch (kind) {
                  case RESERVED, PLAN_COVERED -> "Used";
                  case COMMITMENT_UNUSED -> "Unused";
                  default -> null;
                }));
    text(
        "CommitmentDiscountCategory",
        Vocabulary.byKind(
            kind -> !committed(kind) ? null : kind == LineKind.PLAN_COVERED ? "Spend" : "Usage"));
    text(
        "CommitmentDiscountType",
        Vocabulary.byKind(
            kind ->
                !committed(kind)
                    ? null
                    : kind == LineKind.PLAN_COVERED || kind == LineKind.PLAN_RECURRING
                        ? "Savings Plan"
                        : "Reserved"));
  }

  private static boolean committed(LineKind kind) {
    return switch (kind) {
      case RESERVED,
          PLAN_COVERED,
          COMMITMENT_UNUSED,
          PLAN_RECURRING,
          RESERVATION_RECURRING,
          RESERVATION_UPFRONT ->
          true;
      default -> false;
    };
  }

  private void usual(boolean invoiced) {
    text("AvailabilityZone", metered((product, region) -> region.id() + "a"));
    if (since("1.3")) {
      for (String name :
          List.of(
              "AllocatedMethodDetails",
              "AllocatedMethodId",
              "AllocatedResourceId",
              "AllocatedResourceName",
              "AllocatedTags",
              "ContractApplied")) {
        text(name, Vocabulary.never());
      }
    }
    text("BillingAccountName", words.payerName());
    if (since("1.2")) {
      text("BillingAccountType", Vocabulary.always("BillingAccount"));
    }
    if (since("1.1")) {
      text("CapacityReservationId", Vocabulary.never());
      text("CapacityReservationStatus", Vocabulary.never());
    }
    text("ChargeDescription", description());
    text("ChargeFrequency", Vocabulary.byKind(FocusColumns::frequency));
    text(
        "CommitmentDiscountName",
        Vocabulary.byKind(kind -> committed(kind) ? "main commitment" : null));
    if (since("1.1")) {
      amount(
          "CommitmentDiscountQuantity",
          new Cell.Amount(line -> committed(line.kind) ? line.quantity : Line.ABSENT));
      text("CommitmentDiscountUnit", Vocabulary.byKind(kind -> committed(kind) ? "Hours" : null));
    }
    amount(
        "ConsumedQuantity",
        new Cell.Amount(line -> line.kind.metered() ? line.quantity : Line.ABSENT));
    text("ConsumedUnit", metered((product, region) -> product.unit()));
    Cell rate = words.rate();
    columns.add(new Column("ContractedUnitPrice", "double", rate));
    if (since("1.2")) {
      text("InvoiceId", invoiced ? Vocabulary.always("INV-" + bill.period()) : Vocabulary.never());
    }
    text("InvoiceIssuerName", words.byVendor(Vendor::publisher));
    columns.add(new Column("ListUnitPrice", "double", rate));
    text(
        "PricingCategory",
        Vocabulary.byKind(
            kind ->
                switch (kind) {
                  case RESERVED, PLAN_COVERED -> "Committed";
                  case TAX, CREDIT, ADJUSTMENT -> null;
                  default -> "Standard";
                }));
    if (since("1.2")) {
      text("PricingCurrency", Vocabulary.always(bill.currency()));
      columns.add(new Column("PricingCurrencyContractedUnitPrice", "double", rate));
      amount("PricingCurrencyEffectiveCost", new Cell.Amount(line -> line.effective));
      columns.add(new Column("PricingCurrencyListUnitPrice", "double", rate));
    }
    text("RegionId", metered((product, region) -> region.id()));
    text("RegionName", metered((product, region) -> region.name()));
    text("ResourceName", Vocabulary.attribute("name"));
    text("ResourceType", metered((product, region) -> product.resource()));
    text("ServiceCategory", words.byProduct((product, region) -> product.category()));
    if (since("1.1")) {
      text(
          "ServiceSubcategory",
          words.byProduct((product, region) -> "Other (" + product.category() + ")"));
      text("SkuMeter", metered((product, region) -> product.usage()));
      text("SkuPriceDetails", Vocabulary.never());
    }
    text("SkuPriceId", metered((product, region) -> product.sku() + ".JRTCKXETXF.6YS6EN2CT7"));
    text("SubAccountName", words.accountName());
    if (since("1.2")) {
      text("SubAccountType", words.byVendor(FocusColumns::subAccountType));
    }
    Cell.Mapped tags = Vocabulary.tags();
    if (bill.provider().equals("aws")) {
      columns.add(new Column("Tags", "map<string,string>", tags));
    } else {
      text("Tags", tags.json());
    }
  }

  private Cell description() {
    Cell.Coded plain =
        (Cell.Coded)
            words.byProduct(
                (product, region) ->
                    "$"
                        + product.rate().toPlainString()
                        + " per "
                        + product.unit()
                        + " - "
                        + product.usage()
                        + " in "
                        + region.name(),
                LineKind::metered,
                kind -> kind.focus() + " of a synthetic bill");
    return bill.has(Trait.QUOTED_TEXT) ? Vocabulary.sometimesQuoted(plain) : plain;
  }

  private static String frequency(LineKind kind) {
    return switch (kind) {
      case PLAN_RECURRING, RESERVATION_RECURRING, SUPPORT_FEE -> "Recurring";
      case RESERVATION_UPFRONT, FEE, MARKETPLACE_FEE, TAX, CREDIT, ADJUSTMENT -> "One-Time";
      default -> "Usage-Based";
    };
  }

  private static String subAccountType(Vendor vendor) {
    return switch (vendor) {
      case AWS -> "Account";
      case MICROSOFT -> "Subscription";
      case GOOGLE -> "Project";
      case ORACLE -> "Compartment";
    };
  }

  private Cell metered(BiFunction<Catalog.Product, Catalog.Region, String> text) {
    return words.byProduct(text, LineKind::metered, kind -> null);
  }

  private void text(String name, Cell cell) {
    columns.add(new Column(name, "string", cell));
  }

  private void amount(String name, Cell cell) {
    columns.add(new Column(name, "double", cell));
  }

  private void moment(String name, Cell cell) {
    columns.add(new Column(name, "timestamp", cell));
  }
}
