package io.ratemill.jobs.books;

import io.ratemill.jobs.books.BooksState.ConnectorBook;
import io.ratemill.jobs.books.BooksState.SlotBook;
import io.ratemill.jobs.config.ReportsConfig;
import io.ratemill.jobs.ledger.News;
import io.ratemill.jobs.ledger.Page;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ConnectorTerms;
import io.ratemill.model.ReportKey;
import io.ratemill.model.Terms;
import io.ratemill.sources.DeliveryStamp;
import io.ratemill.sources.Json;
import io.ratemill.sources.Refusal;
import io.ratemill.sources.SliceTotals;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The books themselves, apart from Flink: what is known of every slot, and what follows from it at
 * a cut.
 */
final class Books {
  private final BooksState state;
  private final ReportsConfig reports;
  private final Function<String, SlotSummary> summaries;
  private final Function<String, List<ReportKey>> published;
  private final Map<String, SlotSummary> known = new HashMap<>();
  private final Set<String> dirty = new TreeSet<>();
  private final List<LedgerFile> notTaken = new ArrayList<>();
  private @Nullable Terms terms;
  private boolean stirred = true;

  /**
   * @param summaries adds up the pages of a slot
   * @param published reports of a period that were ever given an id
   */
  Books(
      BooksState state,
      ReportsConfig reports,
      Function<String, SlotSummary> summaries,
      Function<String, List<ReportKey>> published) {
    this.published = published;
    this.state = state;
    this.reports = reports;
    this.summaries = summaries;
    dirty.addAll(state.slots.keySet());
  }

  BooksState state() {
    return state;
  }

  void terms(Terms changed, long version) {
    terms = changed;
    stirred = true;
    state.termsVersion = version;
    for (ConnectorTerms connector : changed.connectors()) {
      state.connectors.computeIfAbsent(connector.id(), id -> new ConnectorBook());
    }
  }

  /** A page was replaced. */
  void page(Page page, Page.@Nullable Content before, Page.Content after, Instant now) {
    stirred = true;
    SlotBook slot = slot(page.slot());
    if (after.groups().isEmpty()) {
      slot.buckets.remove(page.bucket());
    } else {
      slot.buckets.add(page.bucket());
    }
    touch(before, now);
    touch(after, now);
    known.remove(page.slot());
    dirty.add(page.slot());
  }

  private void touch(Page.@Nullable Content content, Instant now) {
    if (content != null) {
      content.groups().forEach(group -> state.changed.put(group.period().toString(), now));
    }
  }

  private SlotBook slot(String key) {
    SlotBook slot = state.slots.computeIfAbsent(key, unknown -> new SlotBook());
    slot.connector = key.substring(0, key.indexOf('\u001f'));
    return slot;
  }

  private ConnectorBook connector(String id) {
    return state.connectors.computeIfAbsent(id, unknown -> new ConnectorBook());
  }

  void news(News news) {
    stirred = true;
    DeliveryStamp delivery = news.delivery();
    switch (news.kind()) {
      case TAKEN -> taken(Objects.requireNonNull(delivery), Objects.requireNonNull(news.totals()));
      case REFUSED ->
          refused(Objects.requireNonNull(delivery), Objects.requireNonNull(news.refusal()));
      case OUTDATED -> {
        if (delivery != null) {
          notTaken.add(file(delivery, delivery.period(), "superseded", null));
        }
      }
      case GONE -> gone(Objects.requireNonNull(delivery));
      case LOOKED -> connector(news.connector()).unreachable = null;
      case UNREACHABLE -> connector(news.connector()).unreachable = news.refusal();
      case CONFIGURATION -> state.problems = new ArrayList<>(news.problems());
      case CLOSE -> state.requests.put(news.request(), news.period());
    }
  }

  private void taken(DeliveryStamp delivery, SliceTotals totals) {
    SlotBook slot = slot(delivery.slotKey());
    slot.inForce = delivery;
    slot.sums = new ArrayList<>(totals.sums());
    slot.warnings = new ArrayList<>(totals.warnings());
    DeliveryStamp refused = slot.refused;
    if (refused != null && !delivery.olderThan(refused)) {
      slot.refused = null;
      slot.refusal = null;
    }
    connector(delivery.connector()).lastDelivery = delivery.id();
    known.remove(delivery.slotKey());
    dirty.add(delivery.slotKey());
  }

  private void refused(DeliveryStamp delivery, Refusal refusal) {
    SlotBook slot = slot(delivery.slotKey());
    notTaken.add(file(delivery, delivery.period(), "refused", refusal.text()));
    boolean newest = slot.inForce == null || slot.inForce.olderThan(delivery);
    if ((newest || refusal.code().equals("empty-delivery"))
        && (slot.refused == null || !delivery.olderThan(slot.refused))) {
      slot.refused = delivery;
      slot.refusal = refusal;
    }
  }

  /** A refused delivery that was taken away holds nothing back. */
  private void gone(DeliveryStamp delivery) {
    SlotBook slot = state.slots.get(delivery.slotKey());
    DeliveryStamp refused = slot == null ? null : slot.refused;
    if (slot == null || refused == null || !refused.id().equals(delivery.id())) {
      return;
    }
    slot.refused = null;
    slot.refusal = null;
    if (slot.inForce == null) {
      state.slots.remove(delivery.slotKey());
    }
  }

  private LedgerFile file(
      DeliveryStamp delivery, String period, String deliveryState, @Nullable String reason) {
    return new LedgerFile(
        delivery.connector(),
        provider(delivery.connector()),
        delivery.slot(),
        delivery.id(),
        delivery.time().toString(),
        period.isEmpty() ? LedgerFolder.UNKNOWN_PERIOD : period,
        deliveryState,
        null,
        reason,
        delivery.parts(),
        null,
        null);
  }

  private String provider(String connector) {
    ConnectorTerms found = connectorTerms(connector);
    return found == null ? "" : found.provider().text();
  }

  @Nullable ConnectorTerms connectorTerms(String connector) {
    if (terms != null) {
      for (ConnectorTerms each : terms.connectors()) {
        if (each.id().equals(connector)) {
          return each;
        }
      }
    }
    return null;
  }

  SlotSummary summary(String slot) {
    return known.computeIfAbsent(slot, summaries);
  }

  /** Whether a cut would bring nothing that the last one did not. */
  boolean isQuiet(Instant now) {
    return !stirred && due(now, Scope.DUE).isEmpty();
  }

  /**
   * What follows from the books as they are now.
   *
   * @param scope which periods are published
   */
  Cut cut(Instant now, Scope scope) {
    Set<String> unbalanced = new TreeSet<>();
    List<LedgerFile> files = new ArrayList<>(notTaken);
    notTaken.clear();
    for (String key : state.slots.keySet()) {
      SlotBook slot = slot(key);
      DeliveryStamp delivery = slot.inForce;
      if (delivery != null) {
        addFiles(slot, delivery, key, files, unbalanced);
      }
    }
    dirty.clear();
    stirred = false;
    Holdings holdings = new Holdings(this, terms, unbalanced);
    StatusFile status = new Colours(this, holdings, unbalanced, now).status();
    List<PublishOrder> orders = new ArrayList<>();
    if (terms != null) {
      Set<String> due = due(now, scope);
      state.closed.addAll(state.requests.values());
      state.changed.keySet().removeAll(due);
      for (String period : due) {
        orders.addAll(holdings.orders(period));
        for (ReportKey report : published.apply(period)) {
          if (holdings.isGone(report)) {
            orders.add(holdings.withdrawal(report));
          }
        }
      }
      state.requests.forEach(
          (request, period) ->
              orders.add(
                  new PublishOrder(
                      PublishOrder.Kind.ANSWER, "", request.getBytes(StandardCharsets.UTF_8))));
    }
    state.requests.clear();
    return new Cut(files, unmapped(), status, orders);
  }

  /** Which periods a cut may publish. */
  enum Scope {
    /** Closed periods that settled, and those asked for. */
    DUE,
    /** Those asked for. */
    ASKED,
    /** All. */
    EVERYTHING
  }

  /**
   * What a cut brings about.
   *
   * @param files ledger files to write
   * @param unmapped the rows of unmapped.csv, by provider, account, connector, period, currency
   * @param status the whole of status.json
   * @param orders what to tell the reports
   */
  record Cut(
      List<LedgerFile> files,
      SortedMap<String, Page.Unmapped> unmapped,
      StatusFile status,
      List<PublishOrder> orders) {
    Cut {
      files = List.copyOf(files);
      orders = List.copyOf(orders);
    }
  }

  private void addFiles(
      SlotBook slot,
      DeliveryStamp delivery,
      String key,
      List<LedgerFile> files,
      Set<String> unbalanced) {
    SlotSummary summary = summary(key);
    Set<String> periods = new TreeSet<>(summary.periods());
    slot.sums.forEach(entry -> periods.add(entry.period().toString()));
    if (!delivery.period().isEmpty() && periods.isEmpty()) {
      periods.add(delivery.period());
    }
    for (String period : periods) {
      boolean balanced = LedgerFile.balances(slot.sums, summary, period);
      if (!balanced) {
        unbalanced.add(key);
      }
      if (dirty.contains(key)) {
        files.add(
            new LedgerFile(
                delivery.connector(),
                provider(delivery.connector()),
                delivery.slot(),
                delivery.id(),
                delivery.time().toString(),
                period,
                "in-force",
                balanced,
                null,
                delivery.parts(),
                LedgerFile.in(slot.sums, period),
                LedgerFile.out(summary, period)));
      }
    }
  }

  private Set<String> due(Instant now, Scope scope) {
    Set<String> due = new TreeSet<>(state.requests.values());
    if (scope == Scope.EVERYTHING) {
      state.slots.keySet().forEach(key -> due.addAll(summary(key).periods()));
      due.addAll(state.changed.keySet());
    } else if (scope == Scope.DUE) {
      state.changed.forEach(
          (period, changed) -> {
            if (!changed.plus(reports.settle()).isAfter(now)
                && (reports.publishOpen() || isClosed(period, now))) {
              due.add(period);
            }
          });
    }
    return due;
  }

  private boolean isClosed(String period, Instant now) {
    if (state.closed.contains(period)) {
      return true;
    }
    BillingPeriod following = BillingPeriod.parse(period).next();
    Instant closes =
        LocalDate.ofEpochDay(following.firstDay())
            .plusDays(reports.closeDay() - 1L)
            .atTime(reports.closeTime())
            .atZone(reports.zone())
            .toInstant();
    return !closes.isAfter(now);
  }

  private SortedMap<String, Page.Unmapped> unmapped() {
    TreeMap<String, Page.Unmapped> rows = new TreeMap<>();
    for (String key : state.slots.keySet()) {
      String connector = slot(key).connector;
      for (Page.Unmapped row : summary(key).unmapped()) {
        rows.merge(
            String.join(
                "\u001f",
                row.provider(),
                row.accountId(),
                connector,
                row.period().toString(),
                row.currency()),
            row,
            UnmappedFile::plus);
      }
    }
    return rows;
  }

  static byte[] body(ReportOrder order) {
    return Json.write(order);
  }
}
