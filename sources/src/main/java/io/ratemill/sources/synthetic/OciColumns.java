package io.ratemill.sources.synthetic;

import io.ratemill.sources.synthetic.SyntheticBill.Trait;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The columns of Oracle's reports: cost reports in its own words, FOCUS reports in those of FOCUS's
 * first drafts.
 *
 * <p>Shape: the fixed columns in Oracle's order, then one per tag up to the width asked for.
 * Source: Oracle's description of cost reports; the columns that its own loader reads.
 */
final class OciColumns {
  private static final int TAGS = 8;
  private static final List<String> TAG_NAMES =
      List.of(
          "tags/Oracle-Tags.CreatedBy",
          "tags/OracleInternalReserved.CostCenter",
          "tags/DevRel\\hands-on-lab.release",
          "tags/orcl-cloud.free tier retained");

  private final SyntheticBill bill;
  private final Vocabulary words;
  private final List<Column> columns = new ArrayList<>();

  private OciColumns(SyntheticBill bill, Vocabulary words) {
    this.bill = bill;
    this.words = words;
  }

  /** The tenancy that all compartments of a bill belong to, and that is billed. */
  static String tenancy(SyntheticBill bill) {
    return "ocid1.tenancy.oc1..aaaaaaaa" + Long.toString(Noise.mix(bill.seed(), 31) >>> 1, 32);
  }

  /** The columns of a cost report. */
  static List<Column> cost(SyntheticBill bill, Vocabulary words) {
    OciColumns made = new OciColumns(bill, words);
    made.cost();
    made.tags();
    return made.upTo();
  }

  /** The columns of a FOCUS report. */
  static List<Column> focus(SyntheticBill bill, Vocabulary words) {
    OciColumns made = new OciColumns(bill, words);
    made.focus();
    made.extensions();
    return made.upTo();
  }

  private List<Column> upTo() {
    int width = bill.columns() == 0 ? columns.size() : bill.columns();
    for (int i = 0; columns.size() < width; i++) {
      text("tags/synthetic.key" + i, Vocabulary.attribute("tags/synthetic.key" + i));
    }
    return List.copyOf(columns.subList(0, width));
  }

  private void cost() {
    reference("lineItem/referenceNo");
    text("lineItem/tenantId", Vocabulary.always(tenancy(bill)));
    text("lineItem/intervalUsageStart", withoutSeconds());
    columns.add(
        new Column("lineItem/intervalUsageEnd", "timestamp", new Cell.Moment(l -> l.endHour)));
    text("product/service", words.byProduct((product, region) -> product.code()));
    text("product/compartmentId", words.accountId());
    text("product/compartmentName", words.accountName());
    text("product/region", words.byProduct((product, region) -> region.id()));
    text("product/availabilityDomain", metered((product, region) -> region.id() + "-ad-1"));
    text("product/resourceId", words.resourceId());
    amount("usage/billedQuantity", new Cell.Amount(line -> line.quantity));
    text("usage/billedQuantityOverage", Vocabulary.never());
    text("cost/subscriptionId", Vocabulary.always("ocid1.organizationssubscription.oc1..s"));
    text("cost/productSku", words.byProduct((product, region) -> product.sku()));
    text("product/Description", description());
    columns.add(new Column("cost/unitPrice", "decimal", words.rate()));
    text("cost/unitPriceOverage", Vocabulary.never());
    columns.add(
        new Column(
            "cost/myCost", "decimal", new Cell.Amount(line -> line.billed, line -> line.tail)));
    text("cost/myCostOverage", Vocabulary.never());
    text("cost/currencyCode", Vocabulary.always(bill.currency()));
    text("cost/billingUnitReadable", words.byProduct((product, region) -> "1 " + product.unit()));
    text("cost/skuUnitDescription", words.byProduct((product, region) -> product.unit()));
    text("cost/overageFlag", Vocabulary.always("false"));
    // Another view of the cost, which must not be added to it.
    amount("cost/attributedCost", new Cell.Amount(line -> line.billed));
    text(
        "lineItem/isCorrection",
        Vocabulary.byKind(kind -> kind == LineKind.ADJUSTMENT ? "true" : "false"));
    // Filled on ordinary lines, too.
    text("lineItem/backreferenceNo", Vocabulary.always("17053"));
  }

  private void tags() {
    for (int i = 0; i < TAGS; i++) {
      String name = i < TAG_NAMES.size() ? TAG_NAMES.get(i) : "tags/namespace" + i + ".key";
      text(name, Vocabulary.attribute(name));
    }
  }

  private void focus() {
    text("AvailabilityZone", metered((product, region) -> region.id() + "-ad-1"));
    columns.add(
        new Column(
            "BilledCost", "decimal", new Cell.Amount(line -> line.billed, line -> line.tail)));
    text("BillingAccountId", Vocabulary.always(tenancy(bill)));
    text("BillingAccountName", Vocabulary.always("synthetic"));
    text("BillingCurrency", Vocabulary.always(bill.currency()));
    int hours = bill.period().lengthOfMonth() * 24;
    moment("BillingPeriodEnd", new Cell.Moment(line -> hours));
    moment("BillingPeriodStart", new Cell.Moment(line -> 0));
    text("ChargeCategory", Vocabulary.byKind(LineKind::focus));
    text("ChargeDescription", description());
    text("ChargeFrequency", Vocabulary.always("Usage-based"));
    moment("ChargePeriodEnd", new Cell.Moment(line -> line.endHour));
    moment("ChargePeriodStart", new Cell.Moment(line -> line.startHour));
    for (String name : List.of("Category", "Id", "Name", "Type")) {
      text("CommitmentDiscount" + name, Vocabulary.never());
    }
    amount("EffectiveCost", new Cell.Amount(line -> line.effective));
    text("InvoiceIssuer", Vocabulary.always("Oracle"));
    amount("ListCost", new Cell.Amount(line -> line.list));
    columns.add(new Column("ListUnitPrice", "decimal", words.rate()));
    text("PricingCategory", Vocabulary.always("Standard"));
    amount("PricingQuantity", new Cell.Amount(line -> line.quantity));
    text("PricingUnit", words.byProduct((product, region) -> product.unit()));
    text("Provider", Vocabulary.always("Oracle"));
    text("Publisher", Vocabulary.always("Oracle"));
    text("Region", words.byProduct((product, region) -> region.id()));
    text("ResourceId", words.resourceId());
    text("ResourceName", Vocabulary.attribute("name"));
    text("ResourceType", metered((product, region) -> product.resource()));
    text("ServiceCategory", words.byProduct((product, region) -> product.category()));
    text("ServiceName", words.byProduct((product, region) -> product.code()));
    text("SkuId", words.byProduct((product, region) -> product.sku()));
    text("SkuPriceId", Vocabulary.never());
    text("SubAccountId", Vocabulary.always(tenancy(bill)));
    text("SubAccountName", Vocabulary.always("synthetic"));
    text("Tags", Vocabulary.tags().json());
    amount("UsageQuantity", new Cell.Amount(line -> line.quantity));
    text("UsageUnit", words.byProduct((product, region) -> product.unit()));
  }

  private void extensions() {
    reference("oci_ReferenceNumber");
    text("oci_CompartmentId", words.accountId());
    text("oci_CompartmentName", words.accountName());
    text("oci_OverageFlag", Vocabulary.always("N"));
    text("oci_UnitPriceOverage", Vocabulary.never());
    text("oci_BilledQuantityOverage", Vocabulary.never());
    text("oci_CostOverage", Vocabulary.never());
    amount("oci_AttributedUsage", new Cell.Amount(line -> line.quantity));
    amount("oci_AttributedCost", new Cell.Amount(line -> line.billed));
    text("oci_BackReferenceNumber", Vocabulary.always("17053"));
  }

  /** Oracle writes the start of an interval without seconds, and its end with them. */
  private Cell withoutSeconds() {
    int hours = (bill.period().lengthOfMonth() + 1) * 24;
    @Nullable String[] texts = new @Nullable String[hours];
    LocalDateTime first = bill.period().atDay(1).atStartOfDay();
    for (int hour = 0; hour < hours; hour++) {
      texts[hour] = first.plusHours(hour) + "Z";
    }
    return Vocabulary.among(line -> line.startHour, texts);
  }

  private Cell description() {
    Cell.Coded plain =
        (Cell.Coded)
            words.byProduct((product, region) -> product.service() + " - " + product.usage());
    return bill.has(Trait.QUOTED_TEXT) ? Vocabulary.sometimesQuoted(plain) : plain;
  }

  private void reference(String name) {
    text(
        name,
        new Cell.Written(
            Cell.Repeats.NEVER,
            (line, text) -> {
              text.hex(line.id, 16);
              text.hex(Noise.mix(line.id), 16);
            }));
  }

  private Cell metered(BiFunction<Catalog.Product, Catalog.Region, String> text) {
    return words.byProduct(text, LineKind::metered, kind -> null);
  }

  private void text(String name, Cell cell) {
    columns.add(new Column(name, "string", cell));
  }

  private void amount(String name, Cell cell) {
    columns.add(new Column(name, "decimal", cell));
  }

  private void moment(String name, Cell cell) {
    columns.add(new Column(name, "timestamp", cell));
  }
}
