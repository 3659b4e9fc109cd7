package io.ratemill.sources.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The columns of Google's standard, detailed and reseller exports, nested ones as {@code
 * group.field}.
 *
 * <p>Source: Google Cloud billing, "Structure of Standard data export" and of the detailed one;
 * Channel Services, "Reseller billing export".
 */
final class GcpColumns {
  private final SyntheticBill bill;
  private final Vocabulary words;
  private final List<Column> columns = new ArrayList<>();

  private GcpColumns(SyntheticBill bill, Vocabulary words) {
    this.bill = bill;
    this.words = words;
  }

  /** The billing account of a bill; all of its projects are billed to it. */
  static String billingAccount(SyntheticBill bill) {
    String hex =
        String.format(Locale.ROOT, "%018X", Noise.mix(bill.seed(), 37) & 0xFF_FFFF_FFFF_FFFFL);
    return hex.substring(0, 6) + "-" + hex.substring(6, 12) + "-" + hex.substring(12);
  }

  static List<Column> of(SyntheticBill bill, Vocabulary words) {
    GcpColumns made = new GcpColumns(bill, words);
    made.make();
    int width = bill.columns() == 0 ? made.columns.size() : bill.columns();
    for (int i = 0; made.columns.size() < width; i++) {
      made.text("labels.key" + i, Vocabulary.attribute("labels.key" + i));
    }
    return List.copyOf(made.columns.subList(0, width));
  }

  private void make() {
    boolean reseller = bill.format().equals("reseller");
    columns.add(
        new Column("cost", "double", new Cell.Amount(line -> line.billed, line -> line.tail)));
    columns.add(new Column("credits", "list", new Cell.Credits()));
    text("billing_account_id", Vocabulary.always(billingAccount(bill)));
    text("invoice.month", Vocabulary.always(bill.period().toString().replace("-", "")));
    text("cost_type", Vocabulary.byKind(GcpColumns::costType));
    text("service.id", byItem(Catalog.Product::code, Catalog.Offer::code));
    text("service.description", byItem(Catalog.Product::service, Catalog.Offer::name));
    text("sku.id", words.byProduct((product, region) -> product.sku()));
    text(
        "sku.description",
        words.byProduct(
            (product, region) -> product.usage() + " in " + region.id(),
            kind -> kind != LineKind.RESERVATION_RECURRING,
            kind -> "Commitment v1: Cpu for 1 Year"));
    moment("usage_start_time", new Cell.Moment(line -> line.startHour));
    moment("usage_end_time", new Cell.Moment(line -> line.endHour));
    // Taxes have no project.
    text("project.id", ofProject((Cell.Coded) words.accountId()));
    text("project.name", ofProject((Cell.Coded) words.accountName()));
    text("location.location", metered((product, region) -> region.id()));
    text("location.region", metered((product, region) -> region.id()));
    text("currency", Vocabulary.always(bill.currency()));
    columns.add(
        new Column("currency_conversion_rate", "double", new Cell.Amount(line -> 10_000_000_000L)));
    amount("cost_at_list", new Cell.Amount(line -> line.list));
    text(
        "transaction_type",
        Vocabulary.byKind(kind -> kind.marketplace() ? "THIRD_PARTY_RESELLER" : "GOOGLE"));
    amount(
        reseller ? "usage.amount_in_pricing_unit" : "usage.amount_in_pricing_units",
        new Cell.Amount(line -> line.quantity));
    text("usage.pricing_unit", words.byProduct((product, region) -> product.unit()));
    if (reseller) {
      text("payer_billing_account_id", Vocabulary.always("0AAAAA-PARTNER-000001"));
      // Another view of the cost, which must not be added to it.
      amount("customer_cost", new Cell.Amount(line -> line.billed));
    }
    if (!bill.format().equals("standard")) {
      text("resource.name", words.resourceId());
    }
    moment("export_time", new Cell.Moment(line -> line.endHour));
  }

  private static String costType(LineKind kind) {
    return switch (kind) {
      case TAX -> "tax";
      case ADJUSTMENT -> "adjustment";
      case UNKNOWN -> "novelty";
      default -> "regular";
    };
  }

  private Cell byItem(
      Function<Catalog.Product, String> product, Function<Catalog.Offer, @Nullable String> offer) {
    return words.byItem(product, offer, support -> null);
  }

  private static Cell ofProject(Cell.Coded account) {
    return Vocabulary.either(
        account, (Cell.Coded) Vocabulary.never(), line -> line.kind != LineKind.TAX, line -> 0);
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
