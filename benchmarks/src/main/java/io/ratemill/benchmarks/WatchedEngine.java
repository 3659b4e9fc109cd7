package io.ratemill.benchmarks;

import io.ratemill.jobs.EmbeddedEngine;
import io.ratemill.jobs.cli.EngineException;
import io.ratemill.jobs.config.ConfigurationReader;
import io.ratemill.jobs.config.Read;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;

/**
 * A running engine whose input is changed, and what each change costs.
 *
 * <p>Shape: the engine watches within this process; what it did and when is told by its own Flight
 * Recorder events.
 */
final class WatchedEngine implements AutoCloseable {
  private static final String RECORD_CHANGED = "io.ratemill.RecordChanged";
  private static final String REPORT_PUBLISHED = "io.ratemill.ReportPublished";
  private static final String SLICE_READ = "io.ratemill.SliceRead";
  private static final double SETTLE_SECONDS = 1;
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration ENDING = Duration.ofSeconds(30);

  /** After a revision, how long nothing more must be published before a change is over. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private static final Map<String, String> OPTIONS =
      Map.of("reports.workbooks", "false", "parallelism.default", "2");

  private final BenchData data;
  private final PrintStream out;
  private final Clock clock;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final RecordingStream recording = new RecordingStream();
  private final Thread engine;

  /** What the change under way has caused so far. */
  private Instant start = Instant.MAX;

  private Instant rated = Instant.MIN;
  private long changes;
  private long billBytes;
  private @Nullable Instant published;

  private WatchedEngine(BenchData data, Read read, PrintStream out, Clock clock) {
    this.data = data;
    this.out = out;
    this.clock = clock;
    engine = new Thread(() -> watch(read), "watching");
    engine.setDaemon(true);
  }

  /**
   * Starts the engine over an empty workspace and waits until it has published all there is.
   *
   * @param data whose watched configuration, owners and rules are in place
   */
  static WatchedEngine start(BenchData data, PrintStream out, Clock clock)
      throws IOException, InterruptedException, TimeoutException {
    Folders.delete(data.watchedWorkspace());
    Read read = ConfigurationReader.read(data.watchedConfiguration());
    WatchedEngine watched = new WatchedEngine(data, read, out, clock);
    for (String name : List.of(RECORD_CHANGED, REPORT_PUBLISHED, SLICE_READ)) {
      watched.recording.enable(name);
      watched.recording.onEvent(name, watched::heard);
    }
    watched.recording.setOrdered(false);
    watched.recording.startAsync();
    watched.engine.start();
    try {
      watched.awaitQuiet();
    } catch (InterruptedException | TimeoutException e) {
      watched.close();
      throw e;
    }
    return watched;
  }

  /** How long the configuration must ask a changed report to rest. */
  static double settleSeconds() {
    return SETTLE_SECONDS;
  }

  private void watch(Read read) {
    try {
      new EmbeddedEngine(clock).watch(read, OPTIONS, () -> {}, progress -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (EngineException e) {
      failure.set(e);
    }
  }

  private synchronized void heard(RecordedEvent event) {
    Instant end = event.getEndTime();
    if (event.getEventType().getName().equals(REPORT_PUBLISHED)) {
      published = end;
      notifyAll();
    } else if (end.isBefore(start)) {
      // Of the first filling, or told late.
    } else if (event.getEventType().getName().equals(RECORD_CHANGED)) {
      changes++;
      rated = end.isAfter(rated) ? end : rated;
    } else {
      billBytes += event.getLong("bytes");
    }
  }

  /** Something that changes the input. */
  interface Step {
    void run() throws IOException;
  }

  /**
   * Changes the input and waits for the new revision.
   *
   * @param what the change, in words. Errors: an engine that ends, or publishes nothing within
   *     minutes, is an error
   */
  ChangeResult change(String what, Step step)
      throws IOException, InterruptedException, TimeoutException {
    Map<List<String>, String> before = records();
    Instant from = begin();
    step.run();
    Instant last = awaitQuiet();
    int affected = differences(before, records());
    ChangeResult result = result(what, from, last, before.size(), affected);
    out.printf(
        Locale.ROOT,
        "  %s: %d changes for %d records of %,d, rated after %.2f s, published after %.2f s,"
            + " %d bytes of bills read%n",
        what,
        result.changes(),
        affected,
        before.size(),
        result.rated(),
        result.published(),
        result.billBytes());
    return result;
  }

  private synchronized Instant begin() {
    published = null;
    changes = 0;
    billBytes = 0;
    start = clock.instant();
    rated = start;
    return start;
  }

  private synchronized ChangeResult result(
      String what, Instant from, Instant last, int records, int affected) {
    return new ChangeResult(
        what,
        data.of().lines(),
        data.of().accounts(),
        records,
        affected,
        changes,
        billBytes,
        Stopwatch.seconds(from, rated),
        Stopwatch.seconds(from, last),
        SETTLE_SECONDS,
        LocalDate.now(clock).toString());
  }

  private static int differences(
      Map<List<String>, String> before, Map<List<String>, String> after) {
    Set<List<String>> all = new HashSet<>(before.keySet());
    all.addAll(after.keySet());
    int different = 0;
    for (List<String> key : all) {
      different += after.getOrDefault(key, "").equals(before.getOrDefault(key, "")) ? 0 : 1;
    }
    return different;
  }

  /** Waits until something was published, and then nothing for a while; when it was. */
  private synchronized Instant awaitQuiet() throws InterruptedException, TimeoutException {
    Instant patience = clock.instant().plus(PATIENCE);
    while (published == null || clock.instant().isBefore(published.plus(QUIET))) {
      if (failure.get() != null || clock.instant().isAfter(patience)) {
        throw (TimeoutException)
            new TimeoutException("the watching engine published nothing new")
                .initCause(failure.get());
      }
      wait(200);
    }
    return published;
  }

  /** The amounts of the newest revisions of all reports, by what else tells records apart. */
  private Map<List<String>, String> records() throws IOException {
    Map<List<String>, String> amounts = new LinkedHashMap<>();
    Path reports = data.watchedWorkspace().resolve("reports");
    for (Map.Entry<Path, Path> report : Folders.newestRecords(reports).entrySet()) {
      for (RatedRow row : RatedRow.read(report.getValue())) {
        amounts.merge(
            List.of(report.getKey().toString(), row.asset(), row.item(), row.marketplace()),
            row.amount(),
            (one, other) -> one + ' ' + other);
      }
    }
    return amounts;
  }

  /** Ends the engine. */
  @Override
  public void close() throws InterruptedException {
    engine.interrupt();
    engine.join(ENDING.toMillis());
    recording.close();
  }
}
