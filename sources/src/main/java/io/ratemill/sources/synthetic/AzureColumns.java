package io.ratemill.sources.synthetic;

import io.ratemill.sources.synthetic.SyntheticBill.Trait;
import java.util.ArrayList;
import java.util.List;

/**
 * The native columns of an export of Azure under an Enterprise Agreement.
 *
 * <p>Shape: the same for the actual and the amortized view, which differ in the cost. Then columns
 * that nothing depends on, up to the width asked for. Source: Cost Management, "Cost and usage
 * details (EA)", version 2024-08-01.
 */
final class AzureColumns {
  private static final String TEXT = "string";
  private static final String DECIMAL = "double";

  private final SyntheticBill bill;
  private final Vocabulary words;
  private final List<Column> columns = new ArrayList<>();

  private AzureColumns(SyntheticBill bill, Vocabulary words) {
    this.bill = bill;
    this.words = words;
  }

  /** The columns in their natural order. */
  static List<Column> of(SyntheticBill bill, Vocabulary words) {
    AzureColumns made = new AzureColumns(bill, words);
    made.parties();
    made.use();
    made.prices();
    made.charge();
    int width = bill.columns() == 0 ? made.columns.size() : bill.columns();
    for (int i = 0; made.columns.size() < width; i++) {
      made.text("Column" + i, Vocabulary.attribute("Column" + i));
    }
    return List.copyOf(made.columns.subList(0, width));
  }

  private void parties() {
    boolean amortized = bill.format().equals("amortized");
    columns.add(
        new Column(
            "CostInBillingCurrency",
            DECIMAL,
            amortized
                ? new Cell.Amount(
                    line -> line.effective, line -> line.effective == line.billed ? line.tail : 0)
                : new Cell.Amount(line -> line.billed, line -> line.tail)));
    text("BillingCurrencyCode", Vocabulary.always(bill.currency()));
    text("BillingAccountId", words.payerId());
    text("BillingAccountName", words.payerName());
    text("BillingProfileId", words.payerId());
    text("SubscriptionId", words.accountId());
    text("SubscriptionName", words.accountName());
    moment("BillingPeriodStartDate", new Cell.Moment(line -> 0));
    int last = bill.period().lengthOfMonth() * 24 - 1;
    moment("BillingPeriodEndDate", new Cell.Moment(line -> last));
    moment("Date", new Cell.Moment(line -> line.startHour));
  }

  private void use() {
    text(
        "MeterCategory",
        words.byItem(Catalog.Product::service, Catalog.Offer::name, Catalog.SUPPORT_NAMES::get));
    text("MeterSubCategory", words.byProduct((product, region) -> product.category()));
    text("MeterId", words.byProduct((product, region) -> product.sku()));
    text("MeterName", words.byProduct((product, region) -> product.usage()));
    text("MeterRegion", words.byProduct((product, region) -> region.name()));
    text(
        "ProductName",
        words.byProduct(
            (product, region) -> product.service() + " - " + product.usage() + ", " + region.id()));
    text("ConsumedService", words.byProduct((product, region) -> product.code()));
    text("ResourceId", words.resourceId());
    text("ResourceLocation", words.byProduct((product, region) -> region.id()));
    text("ResourceGroup", Vocabulary.always("rg"));
    text("UnitOfMeasure", words.byProduct((product, region) -> product.unit()));
    amount("Quantity", new Cell.Amount(line -> line.quantity));
  }

  /** Prices multiply with the quantity to the list cost, and are not filled for reservations. */
  private void prices() {
    Cell.Amount rate = (Cell.Amount) words.rate();
    amount(
        "PayGPrice",
        new Cell.Amount(
            line ->
                switch (line.kind) {
                  case USAGE, FREE_TIER, PLAN_COVERED -> rate.units().applyAsLong(line);
                  default -> 0;
                }));
    amount(
        "UnitPrice",
        new Cell.Amount(
            line -> line.kind.marketplace() ? Line.ABSENT : rate.units().applyAsLong(line)));
  }

  private void charge() {
    text("ChargeType", Vocabulary.byKind(AzureColumns::chargeType));
    text("PricingModel", Vocabulary.byKind(AzureColumns::pricingModel));
    text("PublisherType", Vocabulary.byKind(kind -> kind.marketplace() ? "Marketplace" : "Azure"));
    text("Frequency", Vocabulary.byKind(kind -> kind.metered() ? "UsageBased" : "OneTime"));
    text("ServiceFamily", words.byProduct((product, region) -> product.category()));
    Cell.Coded info =
        (Cell.Coded) words.byProduct((product, region) -> "{\"Location\":\"" + region.id() + "\"}");
    text("AdditionalInfo", bill.has(Trait.QUOTED_TEXT) ? Vocabulary.sometimesQuoted(info) : info);
    // Agreements of this kind write tags without their braces.
    text(
        "Tags",
        Vocabulary.among(
            line -> (int) (line.resource & 3),
            null,
            "\"env\": \"prod\",\"team\": \"a\"",
            "\"env\": \"dev\"",
            "\"cost center\": \"4711\""));
    text("benefitId", Vocabulary.never());
  }

  private static String chargeType(LineKind kind) {
    return switch (kind) {
      case COMMITMENT_UNUSED -> "UnusedReservation";
      case PLAN_RECURRING, RESERVATION_UPFRONT, RESERVATION_RECURRING, MARKETPLACE_FEE, FEE ->
          "Purchase";
      case REFUND -> "Refund";
      case ADJUSTMENT -> "RoundingAdjustment";
      case UNKNOWN -> "Settlement";
      default -> "Usage";
    };
  }

  private static String pricingModel(LineKind kind) {
    return switch (kind) {
      case RESERVED, COMMITMENT_UNUSED, RESERVATION_UPFRONT, RESERVATION_RECURRING -> "Reservation";
      case PLAN_COVERED, PLAN_RECURRING -> "SavingsPlan";
      default -> "OnDemand";
    };
  }

  private void text(String name, Cell cell) {
    columns.add(new Column(name, TEXT, cell));
  }

  private void amount(String name, Cell cell) {
    columns.add(new Column(name, DECIMAL, cell));
  }

  private void moment(String name, Cell cell) {
    columns.add(new Column(name, "timestamp", cell));
  }
}
