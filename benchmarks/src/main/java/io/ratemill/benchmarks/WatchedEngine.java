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
import java.util.HashMap;
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

  private final Path workspace;
  private final Map<String, String> options;
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
  private long billLines;
  private String record = "";
  private @Nullable Instant sliceStart;
  private Instant sliceEnd = Instant.MIN;
  private @Nullable Instant published;

  /** Whether all events of a line and of the revision it caused were told. */
  private boolean arrived;

  private WatchedEngine(
      Path workspace, Read read, Map<String, String> more, PrintStream out, Clock clock) {
    this.workspace = workspace;
    this.options = new HashMap<>(OPTIONS);
    this.options.putAll(more);
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
    return start(data.watchedConfiguration(), data.watchedWorkspace(), Map.of(), out, clock);
  }

  /**
   * Starts the engine over an empty workspace and waits until it has published all there is.
   *
   * @param workspace the one that the configuration names
   * @param more options of the engine, beside its usual ones
   */
  static WatchedEngine start(
      Path configuration, Path workspace, Map<String, String> more, PrintStream out, Clock clock)
      throws IOException, InterruptedException, TimeoutException {
    Folders.delete(workspace);
    Read read = ConfigurationReader.read(configuration);
    WatchedEngine watched = new WatchedEngine(workspace, read, more, out, clock);
    for (String name : List.of(RECORD_CHANGED, REPORT_PUBLISHED, SLICE_READ)) {
      watched.recording.enable(name);
      watched.recording.onEvent(name, watched::heard);
    }
    watched.recording.setOrdered(false);
    watched.recording.onFlush(watched::flushed);
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
      new EmbeddedEngine(clock).watch(read, options, () -> {}, progress -> {});
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
      record = event.getString("record");
      rated = end.isAfter(rated) ? end : rated;
    } else {
      billBytes += event.getLong("bytes");
      billLines += event.getLong("lines");
      sliceStart = event.getStartTime();
      sliceEnd = end;
    }
  }

  /** Events come in no order, but all of a stretch of time before its end is told. */
  private synchronized void flushed() {
    arrived = changes > 0 && published != null && !published.isBefore(rated);
    notifyAll();
  }

  /** Something that changes the input. */
  interface Step {
    void run() throws IOException;
  }

  /** Something that brings one line, and the moment at which it was there. */
  interface Bringing {
    Instant run() throws IOException;
  }

  /**
   * Brings one line and waits for the changed record and the new revision; what there was before
   * has to be published.
   *
   * <p>Errors: an engine that ends, or publishes nothing within minutes, or changes another number
   * of records than one, is an error.
   */
  Arrival arrival(Bringing line) throws IOException, InterruptedException, TimeoutException {
    begin();
    Instant from = line.run();
    return awaitArrival(from);
  }

  private synchronized Arrival awaitArrival(Instant from)
      throws InterruptedException, TimeoutException {
    Instant patience = clock.instant().plus(PATIENCE);
    while (!arrived) {
      checkRunning(patience);
      wait(200);
    }
    if (changes != 1 || sliceStart == null || published == null) {
      throw new IllegalStateException("a line led to " + changes + " changes of records");
    }
    return new Arrival(
        record,
        billLines,
        Stopwatch.seconds(from, sliceStart),
        Stopwatch.seconds(from, sliceEnd),
        Stopwatch.seconds(from, rated),
        Stopwatch.seconds(from, published));
  }

  /**
   * Changes the input and waits for the new revision.
   *
   * @param of what is watched
   * @param what the change, in words. Errors: an engine that ends, or publishes nothing within
   *     minutes, is an error
   */
  ChangeResult change(BenchCase of, String what, Step step)
      throws IOException, InterruptedException, TimeoutException {
    Map<List<String>, String> before = records();
    Instant from = begin();
    step.run();
    Instant last = awaitQuiet();
    int affected = differences(before, records());
    ChangeResult result = result(of, what, from, last, before.size(), affected);
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
    arrived = false;
    changes = 0;
    billBytes = 0;
    billLines = 0;
    start = clock.instant();
    rated = start;
    return start;
  }

  private synchronized ChangeResult result(
      BenchCase of, String what, Instant from, Instant last, int records, int affected) {
    return new ChangeResult(
        what,
        of.lines(),
        of.accounts(),
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
      checkRunning(patience);
      wait(200);
    }
    return published;
  }

  private void checkRunning(Instant patience) throws TimeoutException {
    if (failure.get() != null || clock.instant().isAfter(patience)) {
      throw (TimeoutException)
          new TimeoutException("the watching engine published nothing new")
              .initCause(failure.get());
    }
  }

  /** The amounts of the newest revisions of all reports, by what else tells records apart. */
  Map<List<String>, String> records() throws IOException {
    Map<List<String>, String> amounts = new LinkedHashMap<>();
    Path reports = workspace.resolve("reports");
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
