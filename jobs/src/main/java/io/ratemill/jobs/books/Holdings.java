package io.ratemill.jobs.books;

import io.ratemill.jobs.books.BooksState.ConnectorBook;
import io.ratemill.jobs.books.BooksState.SlotBook;
import io.ratemill.model.ConnectorTerms;
import io.ratemill.model.CostSums;
import io.ratemill.model.Dated;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Product;
import io.ratemill.model.ReportHeader;
import io.ratemill.model.ReportKey;
import io.ratemill.model.Terms;
import io.ratemill.model.UsageSchema;
import io.ratemill.sources.DeliveryStamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which reports there are at a cut, what feeds them, and which of them are held back. */
final class Holdings {
  private final Books books;
  private final @Nullable Terms terms;
  private final TreeMap<String, Alive> reports = new TreeMap<>();

  /** Reports held back, by key text, with the reason. */
  private final TreeMap<String, String> held = new TreeMap<>();

  /** Products of which a slot has no delivery in force: {@code product + separator + period}. */
  private final TreeSet<String> incomplete = new TreeSet<>();

  /** A report with lines. */
  private static final class Alive {
    long lines;
    final TreeMap<String, Long> linesByClass = new TreeMap<>();
    final TreeSet<String> slots = new TreeSet<>();
    final TreeSet<String> currencies = new TreeSet<>();
    final TreeSet<String> billCurrencies = new TreeSet<>();
  }

  Holdings(Books books, @Nullable Terms terms, Set<String> unbalanced) {
    this.books = books;
    this.terms = terms;
    for (Map.Entry<String, SlotBook> entry : books.state().slots.entrySet()) {
      String key = entry.getKey();
      SlotBook slot = entry.getValue();
      if (slot.inForce == null) {
        if (slot.refused != null) {
          incomplete.add(product(slot.connector) + '\u001f' + slot.refused.period());
        }
        continue;
      }
      books.summary(key).groups().forEach((group, sums) -> add(key, group, sums));
      if (unbalanced.contains(key)) {
        books
            .summary(key)
            .periods()
            .forEach(period -> incomplete.add(product(slot.connector) + '\u001f' + period));
      }
    }
    for (Map.Entry<String, ConnectorBook> entry : books.state().connectors.entrySet()) {
      boolean fed =
          books.state().slots.values().stream()
              .anyMatch(slot -> slot.connector.equals(entry.getKey()) && slot.inForce != null);
      if (entry.getValue().unreachable != null && !fed) {
        incomplete.add(product(entry.getKey()) + '\u001f');
      }
    }
    reports.forEach(
        (report, alive) -> {
          if (alive.currencies.size() > 1) {
            held.put(
                report,
                "the report would add up "
                    + String.join(" and ", alive.currencies)
                    + "; set marketplaceCurrency and fxRate for its marketplace");
          }
          if (alive.billCurrencies.size() > 1 && hasOneRate(ReportKey.parse(report))) {
            held.put(
                report,
                "its bills are in "
                    + String.join(" and ", alive.billCurrencies)
                    + ", but fxRate is one number; give a rate per currency, such as {USD: 0.72}");
          }
        });
  }

  private void add(String slot, SlotSummary.GroupKey group, CostSums sums) {
    if (group.where().equals("held")) {
      held.put(group.report(), group.reason() == null ? "" : group.reason());
    }
    if (group.where().equals("reported")) {
      Alive alive = reports.computeIfAbsent(group.report(), unknown -> new Alive());
      alive.lines += sums.lines();
      alive.linesByClass.merge(group.chargeClass().text(), sums.lines(), Long::sum);
      alive.slots.add(slot);
      alive.currencies.add(group.reportCurrency());
      alive.billCurrencies.add(group.currency());
    }
  }

  /** Whether one plain number is the exchange rate of the report's period. */
  private boolean hasOneRate(ReportKey report) {
    Dated inForce = null;
    if (terms != null) {
      for (Marketplace marketplace : terms.marketplaces()) {
        if (marketplace.id().equals(report.marketplaceId())) {
          for (Dated each : marketplace.parameters().values("fxRate")) {
            inForce = each.fromDay() <= report.period().firstDay() ? each : inForce;
          }
        }
      }
    }
    return inForce != null && inForce.values().containsKey("");
  }

  private String product(String connector) {
    ConnectorTerms found = books.connectorTerms(connector);
    return found == null ? "" : found.productId();
  }

  /** Reports held back for their own sake: key text to reason. */
  Map<String, String> held() {
    return held;
  }

  /** The connectors that feed a report's product. */
  List<String> connectorsOf(ReportKey report) {
    List<String> found = new ArrayList<>();
    if (terms != null) {
      for (ConnectorTerms connector : terms.connectors()) {
        if (connector.productId().equals(report.productId())) {
          found.add(connector.id());
        }
      }
    }
    return found;
  }

  private boolean isHeld(ReportKey report) {
    return held.containsKey(report.text())
        || incomplete.contains(report.productId() + '\u001f' + report.period())
        || incomplete.contains(report.productId() + '\u001f');
  }

  /** Orders for the reports of a period: what is there is published, what is gone withdrawn. */
  List<PublishOrder> orders(String period) {
    List<PublishOrder> orders = new ArrayList<>();
    reports.forEach(
        (text, alive) -> {
          ReportKey report = ReportKey.parse(text);
          if (report.period().toString().equals(period) && !isHeld(report)) {
            orders.add(
                new PublishOrder(PublishOrder.Kind.REPORT, text, Books.body(order(report, alive))));
          }
        });
    return orders;
  }

  /** Whether a report that was published once is gone now, and not merely held back. */
  boolean isGone(ReportKey report) {
    return !reports.containsKey(report.text()) && !isHeld(report);
  }

  /** The order by which a report that is gone is withdrawn. */
  PublishOrder withdrawal(ReportKey report) {
    return new PublishOrder(
        PublishOrder.Kind.WITHDRAW, report.text(), Books.body(order(report, new Alive())));
  }

  private ReportOrder order(ReportKey report, Alive alive) {
    List<DeliveryStamp> deliveries = new ArrayList<>();
    List<ReportOrder.Stale> stale = new ArrayList<>();
    for (String key : alive.slots) {
      SlotBook slot = Objects.requireNonNull(books.state().slots.get(key));
      deliveries.add(Objects.requireNonNull(slot.inForce));
      if (slot.refused != null && slot.refusal != null) {
        stale.add(
            new ReportOrder.Stale(
                slot.connector,
                slot.refused.slot(),
                "delivery " + slot.refused.id() + " is refused: " + slot.refusal.text()));
      }
    }
    String currency = alive.currencies.isEmpty() ? "" : alive.currencies.first();
    return new ReportOrder(
        header(report, currency),
        alive.lines,
        Map.copyOf(alive.linesByClass),
        deliveries,
        stale,
        books.state().termsVersion);
  }

  private ReportHeader header(ReportKey report, String currency) {
    Terms now = Objects.requireNonNull(terms);
    Product product =
        now.products().stream()
            .filter(each -> each.id().equals(report.productId()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no product " + report.productId()));
    Marketplace marketplace =
        now.marketplaces().stream()
            .filter(each -> each.id().equals(report.marketplaceId()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("no marketplace " + report.marketplaceId()));
    return new ReportHeader(
        report,
        "",
        "",
        product.usageSchema(),
        product.grain(),
        "",
        product.usageSchema() == UsageSchema.QT ? "" : currency,
        product.name(),
        marketplace.name(),
        marketplace.hub(),
        marketplace.vendor(),
        marketplace.distributor(),
        marketplace.contract());
  }
}
