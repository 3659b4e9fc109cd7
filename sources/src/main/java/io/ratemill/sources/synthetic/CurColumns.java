package io.ratemill.sources.synthetic;

import io.ratemill.sources.synthetic.SyntheticBill.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The columns of a Cost and Usage Report of AWS.
 *
 * <p>Shape: first the columns that rating needs, then those that most reports have, then product
 * attributes and tags up to the width asked for. Source: AWS CUR user guide, data dictionary.
 */
final class CurColumns {
  /** How a header spells a column. */
  enum Dialect {
    /** {@code lineItem/UnblendedCost}: text files of the legacy report. */
    SLASHES,
    /** {@code line_item_unblended_cost}: Parquet files, and everything of CUR 2.0. */
    SNAKE
  }

  private final SyntheticBill bill;
  private final Vocabulary words;
  private final Dialect dialect;
  private final List<Column> columns = new ArrayList<>();

  private CurColumns(SyntheticBill bill, Vocabulary words, Dialect dialect) {
    this.bill = bill;
    this.words = words;
    this.dialect = dialect;
  }

  /** The columns of a delivery, in their natural order. */
  static List<Column> of(SyntheticBill bill, Vocabulary words, Dialect dialect, int delivery) {
    CurColumns made = new CurColumns(bill, words, dialect);
    made.needed(delivery);
    made.usual();
    int width = bill.columns() == 0 ? 30 : bill.columns();
    made.fillUpTo(width);
    return List.copyOf(made.columns.subList(0, width));
  }

  private void needed(int delivery) {
    boolean invoiced = bill.has(Trait.INVOICED) && delivery == bill.restatements();
    add("identity/LineItemId", "String", lineItemId());
    add(
        "bill/InvoiceId",
        "String",
        invoiced
            ? Vocabulary.always("EUINVC26-" + bill.period().getMonthValue())
            : Vocabulary.never());
    add(
        "bill/BillingEntity",
        "String",
        Vocabulary.byKind(kind -> kind.marketplace() ? "AWS Marketplace" : "AWS"));
    add("bill/BillType", "String", Vocabulary.byKind(CurWords::billType));
    add("bill/PayerAccountId", "String", words.payerId());
    add("bill/BillingPeriodStartDate", "DateTime", new Cell.Moment(line -> 0));
    int hours = bill.period().lengthOfMonth() * 24;
    add("bill/BillingPeriodEndDate", "DateTime", new Cell.Moment(line -> hours));
    add("lineItem/UsageAccountId", "String", words.accountId());
    add("lineItem/LineItemType", "String", Vocabulary.byKind(LineKind::cur));
    add("lineItem/UsageStartDate", "DateTime", new Cell.Moment(line -> line.startHour));
    add("lineItem/UsageEndDate", "DateTime", new Cell.Moment(line -> line.endHour));
    add(
        "lineItem/ProductCode",
        "String",
        words.byItem(Catalog.Product::code, Catalog.Offer::code, Catalog.SUPPORT::get));
    add(
        "lineItem/UsageType",
        "String",
        words.byProduct(
            (product, region) -> region.usagePrefix() + product.usage(),
            LineKind::metered,
            CurWords::usageType));
    add("lineItem/Operation", "String", operation());
    add("lineItem/ResourceId", "String", words.resourceId());
    add("lineItem/UsageAmount", "BigDecimal", new Cell.Amount(line -> line.quantity));
    add("lineItem/CurrencyCode", "String", Vocabulary.always(bill.currency()));
    add(
        "lineItem/UnblendedCost",
        "BigDecimal",
        new Cell.Amount(line -> line.billed, line -> line.tail));
    add("lineItem/LineItemDescription", "String", description());
    name();
    add(
        "product/sku",
        "String",
        words.byProduct((product, region) -> product.sku(), LineKind::metered, kind -> null));
    add("pricing/publicOnDemandCost", "BigDecimal", new Cell.Amount(line -> line.list));
    add(
        "pricing/unit",
        "String",
        words.byProduct((product, region) -> product.unit(), LineKind::metered, kind -> null));
    add(
        "reservation/EffectiveCost",
        "OptionalBigDecimal",
        new Cell.Amount(line -> line.kind == LineKind.RESERVED ? line.effective : Line.ABSENT));
    add("reservation/ReservationARN", "String", reservation());
    add(
        "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod",
        "OptionalBigDecimal",
        new Cell.Amount(line -> line.unusedUpfront));
    add(
        "reservation/UnusedRecurringFee",
        "OptionalBigDecimal",
        new Cell.Amount(line -> line.unusedRecurring));
    add(
        "savingsPlan/SavingsPlanEffectiveCost",
        "OptionalBigDecimal",
        new Cell.Amount(line -> line.kind == LineKind.PLAN_COVERED ? line.effective : Line.ABSENT));
    add(
        "savingsPlan/TotalCommitmentToDate",
        "OptionalBigDecimal",
        new Cell.Amount(line -> line.commitment));
    add(
        "savingsPlan/UsedCommitment",
        "OptionalBigDecimal",
        new Cell.Amount(line -> line.usedCommitment));
  }

  /** The name of the product: a column of the legacy report, a key of a map in CUR 2.0. */
  private void name() {
    if (bill.format().equals("cur-legacy")) {
      add(
          "product/ProductName",
          "String",
          words.byItem(Catalog.Product::service, Catalog.Offer::name, Catalog.SUPPORT_NAMES::get));
      return;
    }
    columns.add(
        new Column(
            "product",
            "map<string,string>",
            words.mapByItem(
                product -> Map.of("product_name", product.service()),
                offer -> Map.of("product_name", offer.name()),
                i -> Map.of("product_name", Catalog.SUPPORT_NAMES.get(i)))));
  }

  private void usual() {
    if (bill.format().equals("cur-2.0")) {
      add("lineItem/UsageAccountName", "String", words.accountName());
      add("bill/PayerAccountName", "String", words.payerName());
      columns.add(new Column("resource_tags", "map<string,string>", Vocabulary.tags()));
    }
    add("identity/TimeInterval", "Interval", interval());
    add(
        "lineItem/LegalEntity",
        "String",
        words.byItem(
            product -> "Amazon Web Services, Inc.",
            Catalog.Offer::seller,
            i -> "Amazon Web Services, Inc."));
    add("bill/InvoicingEntity", "String", Vocabulary.always("Amazon Web Services, Inc."));
    add(
        "lineItem/AvailabilityZone",
        "String",
        words.byProduct((product, region) -> region.id() + "a", LineKind::metered, kind -> null));
    add("lineItem/UnblendedRate", "String", rate());
    add("lineItem/BlendedRate", "String", rate());
    add("lineItem/BlendedCost", "BigDecimal", new Cell.Amount(line -> line.billed));
    add(
        "lineItem/TaxType",
        "String",
        Vocabulary.byKind(kind -> kind == LineKind.TAX ? "USSalesTax" : null));
    add("pricing/publicOnDemandRate", "String", rate());
    add(
        "pricing/term",
        "String",
        Vocabulary.byKind(
            kind -> kind == LineKind.RESERVED ? "Reserved" : kind.metered() ? "OnDemand" : null));
    add("pricing/currency", "String", Vocabulary.always(bill.currency()));
    add(
        "pricing/RateCode",
        "String",
        words.byProduct(
            (product, region) -> product.sku() + ".JRTCKXETXF.6YS6EN2CT7",
            LineKind::metered,
            kind -> null));
    add(
        "product/region",
        "String",
        words.byProduct((product, region) -> region.id(), LineKind::metered, kind -> null));
    add("product/location", "String", words.byProduct((product, region) -> region.name()));
    add("product/servicecode", "String", words.byProduct((product, region) -> product.code()));
    add(
        "product/productFamily",
        "String",
        words.byProduct((product, region) -> product.category()));
    add(
        "product/usagetype",
        "String",
        words.byProduct((product, region) -> region.usagePrefix() + product.usage()));
    add("product/operation", "String", words.byProduct((product, region) -> product.operation()));
  }

  private void fillUpTo(int width) {
    for (int i = 0; columns.size() < width; i++) {
      String name = CurWords.filler(i);
      add(name, "String", Vocabulary.attribute(name));
    }
  }

  private void add(String name, String type, Cell cell) {
    switch (dialect) {
      case SLASHES -> columns.add(new Column(name, type, cell));
      case SNAKE -> columns.add(new Column(snake(name), exportType(type), cell));
    }
  }

  /** The name that Parquet files and CUR 2.0 have for a column of the legacy report. */
  static String snake(String name) {
    StringBuilder text = new StringBuilder(name.length() + 8);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '/' || c == ':' || c == '-' || c == ' ') {
        text.append('_');
      } else if (Character.isUpperCase(c)) {
        if (i > 0 && text.charAt(text.length() - 1) != '_') {
          text.append('_');
        }
        text.append(Character.toLowerCase(c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String exportType(String type) {
    return switch (type) {
      case "DateTime" -> "timestamp";
      case "BigDecimal", "OptionalBigDecimal" -> "double";
      default -> "string";
    };
  }

  private static Cell lineItemId() {
    byte[] rest = Vocabulary.bytes("q4wvzhbdm7x2kfa5tnjucr3ypl6segoi2qw7hnbx");
    return new Cell.Written(
        Cell.Repeats.NEVER,
        (line, text) -> {
          text.base32(line.id);
          text.put(rest);
        });
  }

  private Cell interval() {
    Hours hours = new Hours(bill.period(), "Z");
    return new Cell.Written(
        Cell.Repeats.OFTEN,
        (line, text) -> {
          text.put(hours.text(line.startHour));
          text.put('/');
          text.put(hours.text(line.endHour));
        });
  }

  private Cell rate() {
    return words.byProduct(
        (product, region) -> product.rate().toPlainString(), LineKind::metered, kind -> null);
  }

  private Cell operation() {
    Cell.Coded plain =
        (Cell.Coded)
            words.byProduct(
                (product, region) -> product.operation(), LineKind::metered, kind -> null);
    Cell.Coded split = (Cell.Coded) Vocabulary.among(line -> 0, "EKSPod-EC2", "ECSTask-EC2");
    return Vocabulary.either(
        plain, split, line -> line.kind != LineKind.SPLIT, line -> (int) (line.resource >>> 63));
  }

  private static Cell reservation() {
    byte[] before = Vocabulary.bytes("arn:aws:ec2:us-east-1:111122223333:reserved-instances/");
    return new Cell.Written(
        Cell.Repeats.OFTEN,
        (line, text) -> {
          if (line.kind == LineKind.RESERVED
              || line.kind == LineKind.RESERVATION_RECURRING
              || line.kind == LineKind.RESERVATION_UPFRONT) {
            text.put(before);
            text.hex(Noise.mix(line.account), 12);
          }
        });
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
                CurWords::described);
    return bill.has(Trait.QUOTED_TEXT) ? Vocabulary.sometimesQuoted(plain) : plain;
  }
}
