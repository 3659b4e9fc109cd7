package io.ratemill.jobs.books;

import io.ratemill.jobs.books.BooksState.ConnectorBook;
import io.ratemill.jobs.books.BooksState.SlotBook;
import io.ratemill.jobs.ledger.Page;
import io.ratemill.model.ReportKey;
import io.ratemill.sources.Refusal;
import io.ratemill.sources.SliceTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which colour each connector has at a cut, and why.
 *
 * <p>Red: usage may be missing from reports, or reports are held back. Yellow: read on, but
 * somebody should look. A good run clears both.
 */
final class Colours {
  private static final String RED = "red";
  private static final String YELLOW = "yellow";
  private static final String GREEN = "green";

  /** A connector that stays red this long is escalated. */
  private static final Duration ESCALATION = Duration.ofHours(1);

  private final Books books;
  private final Instant now;
  private final TreeMap<String, List<StatusFile.Reason>> reasons = new TreeMap<>();
  private final Set<String> current = new HashSet<>();

  Colours(Books books, Holdings holdings, Set<String> unbalanced, Instant now) {
    this.books = books;
    this.now = now;
    books.state().connectors.keySet().forEach(id -> reasons.put(id, new ArrayList<>()));
    books.state().connectors.forEach(this::unreachable);
    Set<String> delivered = new HashSet<>();
    books.state().slots.values().forEach(slot -> delivered.add(slot.connector));
    books.state().connectors.forEach((id, connector) -> empty(id, connector, delivered));
    books.state().slots.forEach((key, slot) -> slot(key, slot, unbalanced.contains(key)));
    holdings
        .held()
        .forEach(
            (report, reason) -> {
              ReportKey key = ReportKey.parse(report);
              for (String connector : holdings.connectorsOf(key)) {
                add(connector, RED, "report-held", reason, "report of " + place(key));
              }
            });
  }

  private static String place(ReportKey key) {
    return "product "
        + key.productId()
        + ", marketplace "
        + key.marketplaceId()
        + ", payer "
        + (key.payerId().isEmpty() ? "none" : key.payerId())
        + ", period "
        + key.period();
  }

  private void unreachable(String id, ConnectorBook connector) {
    Refusal refusal = connector.unreachable;
    if (refusal != null) {
      add(id, RED, refusal.code(), refusal.text(), refusal.place());
    }
  }

  private void empty(String id, ConnectorBook connector, Set<String> delivered) {
    if (connector.unreachable == null && !delivered.contains(id)) {
      add(
          id,
          YELLOW,
          "no-delivery",
          "there is no delivery yet; ratemill check says what lies there instead",
          "connector " + id);
    }
  }

  private void slot(String key, SlotBook slot, boolean unbalanced) {
    Refusal refusal = slot.refusal;
    if (refusal != null) {
      add(slot.connector, RED, refusal.code(), refusal.text(), refusal.place());
    }
    if (slot.inForce == null) {
      return;
    }
    String place = slot.inForce.slot() + ", delivery " + slot.inForce.id();
    if (unbalanced) {
      add(
          slot.connector,
          RED,
          "out-of-balance",
          "what came in and where it went differ; nothing of it is published. This is a fault of"
              + " the engine: keep the ledger file and report it",
          place);
    }
    for (SliceTotals.Warning warning : slot.warnings) {
      add(
          slot.connector,
          YELLOW,
          warning.code(),
          warning.what() + " (" + warning.count() + (warning.count() == 1 ? " line)" : " lines)"),
          place);
    }
    unmapped(slot, key, place);
  }

  private void unmapped(SlotBook slot, String key, String place) {
    Set<String> accounts = new TreeSet<>();
    long lines = 0;
    for (Page.Unmapped row : books.summary(key).unmapped()) {
      accounts.add(row.accountId().isEmpty() ? "(no account)" : row.accountId());
      lines += row.lines();
    }
    if (!accounts.isEmpty()) {
      add(
          slot.connector,
          YELLOW,
          "unmapped-accounts",
          accounts.size()
              + (accounts.size() == 1 ? " account has" : " accounts have")
              + " no owner on some day, "
              + lines
              + " lines are kept; give them owners, see unmapped.csv",
          place);
    }
  }

  private void add(String connector, String colour, String code, String text, String place) {
    String id = connector + '\u001f' + code + '\u001f' + place;
    current.add(id);
    String since = books.state().since.computeIfAbsent(id, first -> now).toString();
    reasons
        .computeIfAbsent(connector, unknown -> new ArrayList<>())
        .add(new StatusFile.Reason(colour, code, text, place, since));
  }

  StatusFile status() {
    List<StatusFile.Reason> problems = new ArrayList<>();
    for (String problem : books.state().problems) {
      String id = "\u001fconfiguration\u001f" + problem;
      current.add(id);
      problems.add(
          new StatusFile.Reason(
              RED,
              "broken-configuration",
              problem,
              "",
              books.state().since.computeIfAbsent(id, first -> now).toString()));
    }
    List<StatusFile.Connector> connectors = new ArrayList<>();
    for (Map.Entry<String, List<StatusFile.Reason>> entry : reasons.entrySet()) {
      connectors.add(connector(entry.getKey(), entry.getValue()));
    }
    books.state().since.keySet().retainAll(current);
    return new StatusFile(
        connectors, new StatusFile.Configuration(problems.isEmpty() ? GREEN : RED, problems));
  }

  private StatusFile.Connector connector(String id, List<StatusFile.Reason> why) {
    boolean red = why.stream().anyMatch(reason -> reason.colour().equals(RED));
    ConnectorBook book = books.state().connectors.get(id);
    if (!red && book != null) {
      book.lastGoodRun = now;
    }
    boolean escalated =
        why.stream()
            .anyMatch(
                reason ->
                    reason.colour().equals(RED)
                        && !Instant.parse(reason.since()).plus(ESCALATION).isAfter(now));
    String colour = red ? RED : why.isEmpty() ? GREEN : YELLOW;
    return new StatusFile.Connector(
        id,
        colour,
        why,
        book == null ? "" : book.lastDelivery,
        book == null || book.lastGoodRun == null ? "" : book.lastGoodRun.toString(),
        escalated);
  }
}
