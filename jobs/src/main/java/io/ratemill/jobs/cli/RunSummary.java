package io.ratemill.jobs.cli;

import io.ratemill.jobs.cli.RunResult.LedgerLine;
import io.ratemill.jobs.cli.RunResult.ReportLine;
import io.ratemill.jobs.cli.RunResult.Unmapped;
import io.ratemill.jobs.config.Configuration;
import io.ratemill.jobs.config.TablePlace;
import io.ratemill.model.BillingPeriod;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Prints what a run came to, for somebody who has read nothing about it.
 *
 * <p>Long lists are shortened; the files have all of it.
 */
public final class RunSummary {
  private static final int MOST_ROWS = 20;
  private static final List<String> COLOURS = List.of("green   ", "yellow  ", "red     ");
  private static final String IN_FORCE = "in-force";

  private final PrintStream out;
  private final Path directory;

  /**
   * @param directory the working directory; paths below it are shown relative to it
   */
  public RunSummary(PrintStream out, Path directory) {
    this.out = out;
    this.directory = directory.toAbsolutePath().normalize();
  }

  public void print(Configuration configuration, RunResult result) {
    happened(configuration, result);
    reports(configuration, result);
    customers(result);
    ledger(result);
    unmapped(configuration, result);
    reasons(result);
    files(configuration, result);
  }

  /** Prints what the closing of a period came to. */
  void printClosed(Configuration configuration, BillingPeriod period, RunResult result) {
    out.println(
        "Period "
            + period
            + ": "
            + Figures.count(result.reports().size(), "report")
            + " published");
    if (!result.reports().isEmpty()) {
      reports(configuration, result);
      customers(result);
    }
    reasons(result);
    heading("Where the files are");
    out.println("  reports    " + shown(configuration.workspace().resolve("reports")));
  }

  private void happened(Configuration configuration, RunResult result) {
    long lines =
        result.ledger().stream()
            .filter(each -> each.state().equals(IN_FORCE))
            .mapToLong(LedgerLine::linesIn)
            .sum();
    long changed = result.reports().stream().filter(ReportLine::changed).count();
    out.println("What happened");
    out.println(
        "  "
            + Figures.count(lines, "bill line")
            + " of "
            + Figures.count(configuration.connectors().size(), "connector")
            + " added up, exactly, per account, day and service.");
    out.println(
        result.balanced()
            ? "  Each is in exactly one place: priced for the customer who owns its account, left out"
                + " by your terms, kept as unmapped, or held until it has a rate."
            : "  NOT ALL OF THEM CAN BE ACCOUNTED FOR: see the ledger below. Nothing that does not"
                + " balance was published.");
    out.println(
        "  "
            + Figures.count(result.reports().size(), "usage report")
            + (changed == result.reports().size()
                ? " written."
                : ", of which " + Figures.count(changed) + " changed and got a new revision."));
  }

  private void reports(Configuration configuration, RunResult result) {
    heading("Reports, one per product, marketplace, payer and month");
    Table table =
        new Table(
            "report",
            "month",
            "product",
            "marketplace",
            "payer",
            "revision",
            "records>",
            "amount>",
            "");
    rows(
        result.reports(),
        table,
        (rows, each) ->
            rows.row(
                each.id(),
                each.period(),
                productName(configuration, each.product()),
                marketplaceName(configuration, each.marketplace()),
                each.payer(),
                each.revision() + (each.withdrawn() ? " withdrawn" : each.changed() ? " new" : ""),
                Figures.count(each.records()),
                Figures.amount(each.amount()),
                each.currency()),
        "None: no line of an account with an owner was found.");
  }

  private static String productName(Configuration configuration, String id) {
    return configuration.products().stream()
        .filter(each -> each.id().equals(id))
        .map(each -> each.name())
        .findFirst()
        .orElse(id);
  }

  private static String marketplaceName(Configuration configuration, String id) {
    return configuration.marketplaces().stream()
        .filter(each -> each.id().equals(id))
        .map(each -> each.name())
        .findFirst()
        .orElse(id);
  }

  private record Total(String customer, ReportLine report, String amount) {}

  private void customers(RunResult result) {
    List<Total> totals =
        result.reports().stream()
            .flatMap(
                report ->
                    new TreeMap<>(report.customers())
                        .entrySet().stream()
                            .map(each -> new Total(each.getKey(), report, each.getValue())))
            .sorted(Comparator.comparing(Total::customer).thenComparing(each -> each.report().id()))
            .toList();
    if (totals.isEmpty()) {
      return;
    }
    heading("What each customer is charged");
    Table table = new Table("customer", "report", "amount>", "");
    rows(
        totals,
        table,
        (rows, each) ->
            rows.row(
                each.customer(),
                each.report().id(),
                Figures.amount(each.amount()),
                each.report().currency()),
        "");
  }

  private void ledger(RunResult result) {
    heading("Ledger: what came in and where it went, per delivery, to the last digit");
    Table table =
        new Table("connector", "month", "delivery", "state", "lines in>", "lines out>", "balance");
    rows(
        result.ledger(),
        table,
        (rows, each) ->
            rows.row(
                each.connector(),
                each.period(),
                each.delivery(),
                each.state(),
                Figures.count(each.linesIn()),
                Figures.count(each.linesOut()),
                balance(each)),
        "No delivery was found.");
  }

  private static String balance(LedgerLine line) {
    if (!line.balanced()) {
      return "DOES NOT BALANCE";
    }
    return line.state().equals(IN_FORCE) ? "exact" : "";
  }

  private void unmapped(Configuration configuration, RunResult result) {
    if (result.unmapped().isEmpty()) {
      return;
    }
    heading("Unmapped accounts: used something, and nobody owns them");
    Table table = new Table("provider", "account", "label", "lines>", "billed cost>", "");
    List<Unmapped> costliest =
        result.unmapped().stream()
            .sorted(Comparator.comparing(RunSummary::cost).reversed())
            .toList();
    rows(
        costliest,
        table,
        (rows, each) ->
            rows.row(
                each.provider(),
                each.account().isEmpty() ? "(no account)" : each.account(),
                each.label(),
                Figures.count(each.lines()),
                each.cost(),
                each.currency()),
        "");
    out.println(
        "  Nothing of it is lost: give an account an owner in "
            + owners(configuration)
            + " and run again; its lines move to the customer.");
  }

  private String owners(Configuration configuration) {
    return configuration.owners() instanceof TablePlace.OfTopic topic
        ? topic.topic().text()
        : shown(((TablePlace.OfFile) configuration.owners()).path());
  }

  private static BigDecimal cost(Unmapped unmapped) {
    return unmapped.cost().isEmpty() ? BigDecimal.ZERO : new BigDecimal(unmapped.cost()).abs();
  }

  private void reasons(RunResult result) {
    if (result.reasons().isEmpty()) {
      return;
    }
    heading("Worth a look");
    result.reasons().stream()
        .sorted(Comparator.comparing(RunResult.Reason::colour).reversed())
        .forEach(
            reason ->
                out.println(
                    "  "
                        + COLOURS.get(reason.colour().ordinal())
                        + (reason.connector().isEmpty() ? "configuration" : reason.connector())
                        + ": "
                        + reason.text()));
  }

  private void files(Configuration configuration, RunResult result) {
    Path workspace = configuration.workspace();
    heading("Where the files are");
    result.reports().stream()
        .filter(report -> !report.folder().isEmpty())
        .limit(1)
        .forEach(
            report -> {
              out.println("  a report   " + shown(Path.of(report.folder())));
              out.println(
                  "             report.xlsx for people, records.csv for programs, report.json for"
                      + " how it came about");
            });
    out.println("  reports    " + shown(workspace.resolve("reports")));
    out.println("  ledger     " + shown(workspace.resolve("ledger")));
    out.println("  unmapped   " + shown(workspace.resolve("unmapped.csv")));
    out.println("  status     " + shown(workspace.resolve("status.json")));
  }

  private void heading(String text) {
    out.println();
    out.println(text);
  }

  private <T> void rows(List<T> all, Table table, BiConsumer<Table, T> row, String none) {
    if (all.isEmpty()) {
      out.println("  " + none);
      return;
    }
    all.stream().limit(MOST_ROWS).forEach(each -> row.accept(table, each));
    table.lines().forEach(out::println);
    if (all.size() > MOST_ROWS) {
      out.println("  ... and " + Figures.count(all.size() - MOST_ROWS) + " more");
    }
  }

  private String shown(Path path) {
    return shown(directory, path);
  }

  static String shown(Path directory, Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    if (!absolute.startsWith(directory)) {
      return absolute.toString();
    }
    String relative = directory.relativize(absolute).toString();
    return relative.isEmpty() ? "." : relative;
  }
}
