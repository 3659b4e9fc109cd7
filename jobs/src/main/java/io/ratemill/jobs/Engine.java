package io.ratemill.jobs;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ratemill.jobs.books.BooksOperator;
import io.ratemill.jobs.books.BooksOutcome;
import io.ratemill.jobs.books.PublishMode;
import io.ratemill.jobs.cli.Progress;
import io.ratemill.jobs.config.Configuration;
import io.ratemill.jobs.config.ConnectorConfig;
import io.ratemill.jobs.config.Read;
import io.ratemill.jobs.config.TermsCodec;
import io.ratemill.jobs.config.TermsReader;
import io.ratemill.jobs.ledger.Ledger;
import io.ratemill.jobs.reports.ReportLine;
import io.ratemill.jobs.reports.ReportsOperator;
import io.ratemill.model.Grain;
import io.ratemill.model.Product;
import io.ratemill.sinks.report.Workbooks;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.BillingSource;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.SourceMode;
import io.ratemill.sources.charges.AlikeCharges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the usage job over one configuration, embedded or, where Flink's own command submits it, on
 * that cluster.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Time between two looks at the places; files without a marker settle in between. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Configuration configuration;
  private final Read read;
  private final Map<String, String> options;
  private final Clock clock;

  /**
   * @param read a sound reading of the configuration
   * @param options Flink's and the engine's own options, as given with {@code -D}
   */
  public Engine(Read read, Map<String, String> options, Clock clock) {
    this.clock = clock;
    this.read = read;
    this.configuration = read.required();
    this.options = Map.copyOf(options);
  }

  /**
   * What a bounded run comes to.
   *
   * @param reports the reports of all periods it has, by report id
   * @param books the ledger and the status of every connector
   */
  public record Outcome(List<ReportLine> reports, BooksOutcome books) {
    public Outcome {
      reports = List.copyOf(reports);
    }
  }

  /** The feeds of all connectors, in the order of the configuration. */
  public List<BillingFeed> feeds() {
    Map<String, Product> products =
        configuration.products().stream().collect(Collectors.toMap(Product::id, each -> each));
    List<BillingFeed> feeds = new ArrayList<>();
    for (ConnectorConfig connector : configuration.connectors()) {
      Product product = products.get(connector.product());
      feeds.add(Feeds.of(connector, product == null ? Grain.SERVICE : product.grain()));
    }
    return feeds;
  }

  /** Runs until all that was asked for is done; under {@link RunMode#WATCH} until it is stopped. */
  public Outcome run(RunMode mode, Consumer<Progress> listener) throws Exception {
    WorkspaceState state = new WorkspaceState(configuration.workspace());
    Files.createDirectories(state.requests());
    FlinkSettings settings = new FlinkSettings(state, options, mode);
    if (mode != RunMode.BOUNDED) {
      restore(state, settings, mode);
    }
    try (ReadingProgress progress =
        new ReadingProgress(listener, mode == RunMode.BOUNDED ? bytesToRead() : 0)) {
      progress.configure(settings.configuration());
      return execute(mode, state, settings);
    } finally {
      if (mode != RunMode.WATCH) {
        state.discardScratch();
      }
    }
  }

  /** Bytes of the newest delivery of each slot; places that cannot be looked at count nothing. */
  private long bytesToRead() {
    Map<String, Delivery> newest = new HashMap<>();
    for (BillingFeed feed : feeds()) {
      try {
        for (Delivery delivery : feed.discover(clock.instant())) {
          if (delivery.refusal() == null) {
            newest.merge(
                delivery.connector() + '/' + delivery.slot(),
                delivery,
                (a, b) -> a.time().isBefore(b.time()) ? b : a);
          }
        }
      } catch (FeedException e) {
        // The run itself meets the same trouble and tells of it.
        LOG.debug("connector {} cannot be sized", feed.connector(), e);
      }
    }
    return newest.values().stream().mapToLong(Delivery::bytes).sum();
  }

  private Outcome execute(RunMode mode, WorkspaceState state, FlinkSettings settings)
      throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(settings.configuration());
    PublishMode publish =
        switch (mode) {
          case BOUNDED -> PublishMode.AT_END;
          case WATCH -> PublishMode.WATCH;
          case CLOSE -> PublishMode.ASKED_AT_END;
        };
    Ledger ledger = ledger(mode);
    UsageJob.define(
        env,
        // Terms stay as they are in a bounded run only.
        source(state, mode, mode == RunMode.BOUNDED ? ledger.alikeCharges() : AlikeCharges.NONE),
        ledger,
        new BooksOperator(configuration.workspace(), configuration.reports(), publish),
        new ReportsOperator(
            configuration.workspace(), state.requests(), publish, settings.workbooks()));
    return outcome(env.execute("ratemill"));
  }

  private static void restore(WorkspaceState state, FlinkSettings settings, RunMode mode)
      throws IOException {
    String layout = FlinkSettings.layout();
    if (!state.fits(layout)) {
      LOG.warn(
          "the state in the workspace was written by another version of the engine; bills are"
              + " read afresh, published revisions stay");
      state.discardCheckpoints();
    }
    state.remember(layout);
    Optional<Path> checkpoint = state.newestCheckpoint();
    if (checkpoint.isPresent()) {
      LOG.info("going on from {}", checkpoint.get());
      settings.restoreFrom(checkpoint.get(), mode);
    }
  }

  private BillingSource source(WorkspaceState state, RunMode mode, AlikeCharges alike) {
    SourceMode sourceMode =
        switch (mode) {
          case BOUNDED -> SourceMode.BOUNDED;
          case WATCH -> SourceMode.CONTINUOUS;
          case CLOSE -> SourceMode.REQUESTS_ONLY;
        };
    return new BillingSource(
        feeds(),
        acceptEmpty(),
        sourceMode,
        LOOK,
        alike,
        mode == RunMode.BOUNDED ? "" : state.requests().toString());
  }

  private List<String> acceptEmpty() {
    return configuration.connectors().stream()
        .filter(ConnectorConfig::acceptEmpty)
        .map(ConnectorConfig::id)
        .toList();
  }

  private Ledger ledger(RunMode mode) {
    WatchedTerms watched = WatchedTerms.of(read);
    return new Ledger(
        watched,
        TermsCodec.encode(TermsReader.terms(configuration, read.owners(), read.rules(), 1)),
        watched.firstLook(),
        Set.copyOf(acceptEmpty()),
        mode == RunMode.WATCH);
  }

  private static Outcome outcome(JobExecutionResult result) throws IOException {
    List<ReportLine> reports = new ArrayList<>();
    List<String> lines = result.getAccumulatorResult(ReportsOperator.OUTCOME);
    for (String line : lines) {
      reports.add(MAPPER.readValue(line, ReportLine.class));
    }
    reports.sort(Comparator.comparing(ReportLine::reportId));
    List<String> books = result.getAccumulatorResult(BooksOperator.OUTCOME);
    return new Outcome(reports, MAPPER.readValue(books.get(0), BooksOutcome.class));
  }

  static Workbooks workbooks(Map<String, String> options) {
    return "false".equals(options.get("reports.workbooks"))
        ? Workbooks.LEFT_OUT
        : Workbooks.WRITTEN;
  }
}
