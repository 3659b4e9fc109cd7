package io.ratemill.jobs.reports;

import io.ratemill.jobs.books.PublishOrder;
import io.ratemill.jobs.books.ReportOrder;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.Money;
import io.ratemill.model.ReportHeader;
import io.ratemill.model.ReportKey;
import io.ratemill.model.UsageRecord;
import io.ratemill.sinks.report.Publication;
import io.ratemill.sinks.report.ReportFacts;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
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

  static ReportLine line(
      PublishOrder order, ReportHeader header, Publication published, List<UsageRecord> records) {
    ReportKey key = header.key();
    BigDecimal amount = published.totals().amount();
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
        customers(records),
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

  /** Totals per customer, by company name; one total for those without a name. */
  static Map<String, String> customers(List<UsageRecord> records) {
    Map<String, BigDecimal> totals = new HashMap<>();
    for (UsageRecord record : records) {
      BigDecimal amount = record.amount();
      // Of the tiers of one record only the customer's is what the customer pays.
      if (amount != null && record.tier() == 0) {
        totals.merge(name(record), amount, BigDecimal::add);
      }
    }
    Map<String, String> text = new TreeMap<>();
    totals.forEach((name, total) -> text.put(name, Money.text(total)));
    return text;
  }

  private static String name(UsageRecord record) {
    if (!record.customerCompanyName().isEmpty()) {
      return record.customerCompanyName();
    }
    return record.customerAccountId().isEmpty() ? record.assetId() : record.customerAccountId();
  }
}
