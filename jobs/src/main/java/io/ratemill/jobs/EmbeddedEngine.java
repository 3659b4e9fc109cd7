package io.ratemill.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ratemill.jobs.books.BooksOutcome;
import io.ratemill.jobs.books.LedgerFile;
import io.ratemill.jobs.books.StatusFile;
import io.ratemill.jobs.cli.EngineException;
import io.ratemill.jobs.cli.EngineException.Kind;
import io.ratemill.jobs.cli.EngineRunner;
import io.ratemill.jobs.cli.Progress;
import io.ratemill.jobs.cli.RunResult;
import io.ratemill.jobs.config.Read;
import io.ratemill.jobs.reports.ReportLine;
import io.ratemill.model.BillingPeriod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/** The engine within this process, as the command line asks for it. */
public final class EmbeddedEngine implements EngineRunner {
  private final Clock clock;

  private static final Duration LOOK = Duration.ofMillis(100);

  /** How long an engine that starts waits for its workspace. */
  private static final Duration STARTING = Duration.ofSeconds(3);

  /** Two checkpoints and two looks at the configuration, many times over. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  public EmbeddedEngine(Clock clock) {
    this.clock = clock;
  }

  @Override
  public RunResult run(Read read, Map<String, String> options, Consumer<Progress> progress)
      throws EngineException, InterruptedException {
    return locked(
        read, () -> result(new Engine(read, options, clock).run(RunMode.BOUNDED, progress)));
  }

  @Override
  public void watch(
      Read read, Map<String, String> options, Runnable begun, Consumer<Progress> progress)
      throws EngineException, InterruptedException {
    refuseUnaligned(options);
    locked(
        read,
        () -> {
          begun.run();
          return result(new Engine(read, options, clock).run(RunMode.WATCH, progress));
        });
  }

  @Override
  public RunResult close(Read read, BillingPeriod period, Map<String, String> options)
      throws EngineException, InterruptedException {
    WorkspaceState state = new WorkspaceState(read.required().workspace());
    try {
      Files.createDirectories(state.requests());
      String id = "close-" + period + "-" + UUID.randomUUID();
      Path request = state.requests().resolve(id + ".request");
      try {
        Files.writeString(request, "publish " + period + "\n");
        return answered(read, state, id, period, options);
      } finally {
        Files.deleteIfExists(request);
        for (Path answer : answers(state, id)) {
          Files.delete(answer);
        }
      }
    } catch (IOException e) {
      throw new EngineException(Kind.FAILED, e.toString(), e);
    }
  }

  private RunResult answered(
      Read read, WorkspaceState state, String id, BillingPeriod period, Map<String, String> options)
      throws EngineException, InterruptedException, IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      WorkspaceState.Lock lock = state.tryLock();
      if (lock != null) {
        try (lock) {
          return fromState(read, state, options);
        }
      }
      List<Path> answers = answers(state, id);
      if (!answers.isEmpty() && answers.size() == tasks(answers.get(0))) {
        return Published.of(read.required().workspace(), period);
      }
      Thread.sleep(LOOK.toMillis());
    }
    throw new EngineException(
        Kind.FAILED,
        "the running engine did not publish "
            + period
            + " within "
            + PATIENCE.toMinutes()
            + " minutes; see status.json in the workspace and the engine's own output",
        null);
  }

  private RunResult fromState(Read read, WorkspaceState state, Map<String, String> options)
      throws EngineException, InterruptedException, IOException {
    if (state.newestCheckpoint().isEmpty()) {
      throw new EngineException(
          Kind.USAGE,
          "there is nothing to close: no engine runs under --watch in "
              + read.required().workspace()
              + ", and none left its state there. Use ratemill run, which publishes all periods",
          null);
    }
    log(read);
    return guarded(
        () -> result(new Engine(read, options, clock).run(RunMode.CLOSE, unwatched -> {})));
  }

  private static int tasks(Path answer) {
    String name = answer.getFileName().toString();
    return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
  }

  private static List<Path> answers(WorkspaceState state, String id) throws IOException {
    try (Stream<Path> files = Files.list(state.requests())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(id + ".answer-"))
          .toList();
    }
  }

  /** Something that runs the engine. */
  private interface Run {
    RunResult run() throws Exception;
  }

  private RunResult locked(Read read, Run run) throws EngineException, InterruptedException {
    Path workspace = read.required().workspace();
    log(read);
    try (WorkspaceState.@Nullable Lock lock = lock(new WorkspaceState(workspace))) {
      if (lock == null) {
        throw new EngineException(
            Kind.USAGE,
            "another engine is at work in "
                + workspace
                + "; stop it, or let this one write to another workspace",
            null);
      }
      return guarded(run);
    } catch (IOException e) {
      throw new EngineException(Kind.FAILED, "the workspace cannot be used: " + e, e);
    }
  }

  /**
   * The lock of the workspace. A close that finds nothing to work from holds it for a moment only,
   * and must not turn an engine away that starts just then.
   */
  private static WorkspaceState.@Nullable Lock lock(WorkspaceState state)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + STARTING.toNanos();
    WorkspaceState.Lock lock = state.tryLock();
    while (lock == null && System.nanoTime() < deadline) {
      Thread.sleep(LOOK.toMillis());
      lock = state.tryLock();
    }
    return lock;
  }

  /** What reports and ledger rest on is not for options to change. */
  private static void refuseUnaligned(Map<String, String> options) throws EngineException {
    boolean unaligned = "true".equals(options.get("execution.checkpointing.unaligned.enabled"));
    String mode = options.getOrDefault("execution.checkpointing.mode", "EXACTLY_ONCE");
    if (unaligned || !mode.equals("EXACTLY_ONCE")) {
      throw new EngineException(
          Kind.USAGE,
          "checkpoints must stay aligned and exactly-once: they are the cut at which reports and"
              + " ledger agree. Leave out -D execution.checkpointing.unaligned.enabled and"
              + " -D execution.checkpointing.mode",
          null);
    }
  }

  /** The engine's log lies in the workspace; its place is set before anything can log. */
  private static void log(Read read) {
    System.setProperty(
        "ratemill.log.file",
        read.required().workspace().resolve(".state").resolve("engine.log").toString());
  }

  private static RunResult guarded(Run run) throws EngineException, InterruptedException {
    try {
      return run.run();
    } catch (InterruptedException | EngineException e) {
      throw e;
    } catch (Exception e) {
      // Whatever ended the job is told in full here: this is the border to people.
      IOException io = ExceptionUtils.findThrowable(e, IOException.class).orElse(null);
      if (io != null) {
        throw new EngineException(Kind.FAILED, String.valueOf(io.getMessage()), e);
      }
      throw new EngineException(Kind.BUG, String.valueOf(root(e).getMessage()), e);
    }
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static RunResult result(Engine.Outcome outcome) {
    List<RunResult.Reason> reasons = new ArrayList<>();
    for (StatusFile.Connector connector : outcome.books().status().connectors()) {
      connector.reasons().forEach(reason -> reasons.add(reason(connector.id(), reason)));
    }
    outcome
        .books()
        .status()
        .configuration()
        .reasons()
        .forEach(reason -> reasons.add(reason("", reason)));
    return new RunResult(
        outcome.reports().stream().map(EmbeddedEngine::line).toList(),
        outcome.books().ledger().stream().map(EmbeddedEngine::line).toList(),
        outcome.books().unmapped().stream()
            .map(
                row ->
                    new RunResult.Unmapped(
                        row.provider(),
                        row.account(),
                        row.label(),
                        row.lines(),
                        row.billed(),
                        row.currency()))
            .toList(),
        reasons);
  }

  private static RunResult.Reason reason(String connector, StatusFile.Reason reason) {
    String text = reason.place().isEmpty() ? reason.text() : reason.place() + ": " + reason.text();
    return new RunResult.Reason(
        connector, RunResult.Colour.valueOf(reason.colour().toUpperCase(Locale.ROOT)), text);
  }

  private static RunResult.ReportLine line(ReportLine line) {
    return new RunResult.ReportLine(
        line.reportId(),
        line.productId(),
        line.marketplaceId(),
        line.payerId(),
        line.period(),
        line.revision(),
        line.changed(),
        line.withdrawn(),
        line.records(),
        line.amount(),
        line.currency(),
        line.customers(),
        line.folder());
  }

  private static RunResult.LedgerLine line(BooksOutcome.Line line) {
    return new RunResult.LedgerLine(
        line.connector(),
        line.period(),
        line.delivery(),
        line.state(),
        line.in().stream().mapToLong(LedgerFile.In::lines).sum(),
        line.out().stream().mapToLong(LedgerFile.Out::lines).sum(),
        line.balanced());
  }

  /** What a workspace shows of a period. */
  private static final class Published {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Published() {}

    static RunResult of(Path workspace, BillingPeriod period) throws IOException {
      List<RunResult.ReportLine> lines = new ArrayList<>();
      Path folder = workspace.resolve("reports").resolve(period.toString());
      if (Files.isDirectory(folder)) {
        for (Path report : sorted(folder)) {
          Path newest = newest(report);
          if (newest != null) {
            lines.add(line(period, newest));
          }
        }
      }
      List<RunResult.Reason> reasons = new ArrayList<>();
      Path status = workspace.resolve("status.json");
      if (Files.exists(status)) {
        StatusFile file = MAPPER.readValue(status.toFile(), StatusFile.class);
        for (StatusFile.Connector connector : file.connectors()) {
          connector.reasons().forEach(reason -> reasons.add(reason(connector.id(), reason)));
        }
      }
      return new RunResult(lines, List.of(), List.of(), reasons);
    }

    private static List<Path> sorted(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(file -> !file.getFileName().toString().startsWith("."))
            .sorted()
            .toList();
      }
    }

    private static @Nullable Path newest(Path report) throws IOException {
      Path newest = null;
      int highest = 0;
      for (Path revision : sorted(report)) {
        String name = revision.getFileName().toString();
        if (name.chars().allMatch(Character::isDigit)
            && Files.exists(revision.resolve("report.json"))
            && Integer.parseInt(name) > highest) {
          highest = Integer.parseInt(name);
          newest = revision;
        }
      }
      return newest;
    }

    private static RunResult.ReportLine line(BillingPeriod period, Path revision)
        throws IOException {
      JsonNode json = MAPPER.readTree(revision.resolve("report.json").toFile());
      JsonNode general = json.path("general");
      JsonNode totals = json.path("totals");
      return new RunResult.ReportLine(
          general.path("report_id").asText(),
          general.path("product_id").asText(),
          general.path("marketplace_id").asText(),
          general.path("payer_account_id").asText(),
          period.toString(),
          json.path("revision").asInt(),
          false,
          json.path("withdrawn").asBoolean(),
          json.path("records").asLong(),
          totals.path("amount").asText(),
          general.path("currency").asText(),
          Map.of(),
          revision.toString());
    }
  }
}
