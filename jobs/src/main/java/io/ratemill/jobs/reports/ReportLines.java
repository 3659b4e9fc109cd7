package io.ratemill.jobs.reports;

import io.ratemill.jobs.books.PublishOrder;
import io.ratemill.jobs.books.ReportOrder;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.Money;
import io.ratemill.model.ReportHeader;
import io.ratemill.model.ReportKey;
import io.ratemill.sinks.report.Publication;
import io.ratemill.sinks.report.ReportFacts;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What an order says, in the words of the report's files and of the run's outcome. */
final class ReportLines {
  private ReportLines() {}

  static ReportFacts facts(ReportOrder order) {
    Map<ChargeClass, Long> byClass = new EnumMap<>(ChargeClass.class);
    order.linesByClass().forEach((word, lines) -> byClass.put(ChargeClass.parse(word), lines));
    return new ReportFacts(
        order.lines(),
        byClass,
        order.deliveries().stream()
            .map(
                delivery ->
                    new ReportFacts.DeliveryUsed(
                        delivery.connector(),
                        delivery.slot(),
                        delivery.id(),
                        delivery.time().toString()))
            .toList(),
        order.stale().stream()
            .map(slot -> new ReportFacts.StaleSlot(slot.connector(), slot.slot(), slot.reason()))
            .toList(),
        Map.of("terms", Long.toString(order.termsVersion())));
  }

  static ReportLine line(PublishOrder order, ReportHeader header, Publication published) {
    ReportKey key = header.key();
    BigDecimal amount = published.totals().amount();
    Map<String, String> customers = new TreeMap<>();
    published.totals().byCustomer().forEach((name, sum) -> customers.put(name, Money.text(sum)));
    return new ReportLine(
        header.reportId(),
        key.productId(),
        key.marketplaceId(),
        key.payerId(),
        key.period().toString(),
        published.revision(),
        published.outcome() == Publication.Outcome.PUBLISHED,
        order.kind() == PublishOrder.Kind.WITHDRAW,
        published.totals().records(),
        amount == null ? "" : Money.text(amount),
        header.currency(),
        customers,
        published.folder().toString());
  }

  static ReportHeader named(ReportHeader header, String reportId) {
    return new ReportHeader(
        header.key(),
        reportId,
        header.note(),
        header.usageSchema(),
        header.grain(),
        header.marketplaceAccountId(),
        header.currency(),
        header.productName(),
        header.marketplaceName(),
        header.hub(),
        header.vendor(),
        header.distributor(),
        header.contract());
  }
}
