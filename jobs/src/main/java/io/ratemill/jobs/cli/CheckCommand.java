package io.ratemill.jobs.cli;

import io.ratemill.jobs.config.Configuration;
import io.ratemill.jobs.config.ConnectorConfig;
import io.ratemill.jobs.config.Location;
import io.ratemill.jobs.config.Read;
import io.ratemill.model.Provider;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Refusal;
import io.ratemill.sources.gcp.BigQueryPlace;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ratemill check}: the configuration, and a look at every place that it names. */
@Command(
    name = "check",
    description = {
      "Validates the configuration and looks at every connector, without reading a bill.",
      "Every problem comes with its place and what to do."
    })
final class CheckCommand implements Callable<Integer> {
  private static final Comparator<Delivery> NEWEST =
      Comparator.comparing(Delivery::time).thenComparing(Delivery::id);
  private static final int MOST_SHOWN = 10;

  private final Surroundings surroundings;

  @Mixin private Configured configured = new Configured();

  CheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Read read = configured.read(surroundings);
    if (!read.sound()) {
      return ExitCodes.USAGE;
    }
    Configuration configuration = read.required();
    PrintStream out = surroundings.out();
    out.println("Configuration: good");
    out.println(
        "  "
            + String.join(
                ", ",
                Figures.count(configuration.products().size(), "product"),
                Figures.count(configuration.marketplaces().size(), "marketplace"),
                Figures.count(configuration.connectors().size(), "connector"),
                Figures.count(read.owners().size(), "owner row"),
                Figures.count(read.rules().size(), "pricing rule")));
    long bad = 0;
    for (ConnectorConfig connector : configuration.connectors()) {
      bad += check(configuration, connector) ? 0 : 1;
    }
    out.println();
    String all = Figures.count(configuration.connectors().size(), "connector");
    out.println(
        bad == 0
            ? "All connectors can be read. Next: ratemill run"
            : Figures.count(bad)
                + " of "
                + all
                + (bad == 1
                    ? " cannot be read as it is; see above."
                    : " cannot be read as they are; see above."));
    return bad == 0 ? ExitCodes.DONE : ExitCodes.RED;
  }

  /** Looks at one connector and says what was found. Shape: whether it is fit to be read. */
  private boolean check(Configuration configuration, ConnectorConfig connector) {
    PrintStream out = surroundings.out();
    out.println();
    out.println(
        "Connector "
            + connector.id()
            + " ("
            + connector.provider().text()
            + ", "
            + connector.format()
            + ") at "
            + shown(connector.location()));
    BillingFeed feed = surroundings.feeds().apply(configuration, connector);
    List<Delivery> deliveries;
    String instead;
    try {
      deliveries = feed.discover(surroundings.clock().instant());
      instead = deliveries.isEmpty() ? feed.insteadOfDeliveries() : "";
    } catch (FeedException e) {
      if (e.category() == FeedException.Category.BUG) {
        throw new IllegalStateException(e);
      }
      refused(e.refusal());
      return false;
    }
    if (deliveries.isEmpty()) {
      out.println("  yellow: there is no delivery yet" + (instead.isEmpty() ? "" : "; " + instead));
      out.println("  " + hint(connector));
      return true;
    }
    return describe(connector, deliveries);
  }

  /** What to look at where a place can be read and holds no delivery. */
  private static String hint(ConnectorConfig connector) {
    Provider provider = connector.provider();
    if (connector.location() instanceof Location.BigQuery) {
      return "Google fills the table within a day of switching the export on; rows that it has only"
          + " just streamed in are in no partition yet.";
    }
    if (provider == Provider.OCI) {
      return "Check that location is the tenancy's bucket itself, or the folder that is its copy:"
          + " cost reports lie in 'reports/cost-csv' below it, FOCUS reports in 'FOCUS Reports'."
          + " Oracle writes the first ones within a day.";
    }
    if (provider == Provider.KAFKA) {
      return "Check that location names the topic that the lines are sent to, and that what is sent"
          + " in a transaction is committed.";
    }
    return "Check that location is the folder that the export's own path starts in, and that the"
        + " format is right.";
  }

  private String shown(Location location) {
    return location instanceof Location.Folder folder
        ? RunSummary.shown(surroundings.directory(), folder.path())
        : location.text();
  }

  private boolean describe(ConnectorConfig connector, List<Delivery> deliveries) {
    PrintStream out = surroundings.out();
    TreeMap<String, List<Delivery>> slots =
        deliveries.stream()
            .collect(Collectors.groupingBy(Delivery::slot, TreeMap::new, Collectors.toList()));
    Delivery newest = deliveries.stream().max(NEWEST).orElseThrow();
    out.println(
        "  "
            + Figures.count(slots.size(), "slot")
            + ", "
            + Figures.count(deliveries.size(), "delivery", "deliveries")
            + ", "
            + size(connector, deliveries.stream().mapToLong(Delivery::bytes).sum()));
    out.println("  newest: " + newest.id() + " of " + newest.time() + ", for " + newest.slot());
    long settling = deliveries.stream().filter(Delivery::settling).count();
    if (settling > 0) {
      out.println("  " + Figures.count(settling) + " may still be being written; look again later");
    }
    List<Delivery> red =
        slots.values().stream()
            .map(each -> each.stream().max(NEWEST).orElseThrow())
            .filter(each -> each.refusal() != null && !each.settling())
            .toList();
    red.stream().limit(MOST_SHOWN).forEach(this::refused);
    if (red.size() > MOST_SHOWN) {
      out.println("  ... and " + Figures.count(red.size() - MOST_SHOWN) + " more");
    }
    long older = deliveries.stream().filter(each -> each.refusal() != null).count() - red.size();
    if (older > 0) {
      out.println(
          older == 1
              ? "  1 older one is incomplete; a newer one replaces it"
              : "  "
                  + Figures.count(older)
                  + " older ones are incomplete; newer ones replace them");
    }
    if (red.isEmpty()) {
      out.println("  green");
    }
    return red.isEmpty();
  }

  /** Of a topic or a table nobody knows its bytes, but what is in it is counted. */
  private static String size(ConnectorConfig connector, long sum) {
    boolean isExported = connector.options().containsKey(BigQueryPlace.EXPORT_TO);
    if (connector.location() instanceof Location.BigQuery && !isExported) {
      return Figures.count(sum, "row");
    }
    return connector.provider() == Provider.KAFKA
        ? Figures.count(sum, "message")
        : Figures.bytes(sum);
  }

  private void refused(Delivery delivery) {
    Refusal refusal = delivery.refusal();
    if (refusal != null) {
      surroundings
          .out()
          .println(
              "  red: delivery "
                  + delivery.id()
                  + " of "
                  + delivery.slot()
                  + ": "
                  + refusal.text()
                  + " ("
                  + refusal.place()
                  + ")");
    }
  }

  private void refused(Refusal refusal) {
    surroundings.out().println("  red: " + refusal.text() + " (" + refusal.place() + ")");
  }
}
