package io.ratemill.benchmarks;

import io.ratemill.jobs.EmbeddedEngine;
import io.ratemill.jobs.cli.EngineException;
import io.ratemill.jobs.config.ConfigurationReader;
import io.ratemill.jobs.config.Read;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
 * Changes prices and owners under a running engine and measures what that costs.
 *
 * <p>Shape: the engine watches within this process; what it did and when is told by its own Flight
 * Recorder events. Every customer has a pricing rule; one account has no owner at first.
 */
final class Changes {
  private static final String RECORD_CHANGED = "io.ratemill.RecordChanged";
  private static final String REPORT_PUBLISHED = "io.ratemill.ReportPublished";
  private static final String SLICE_READ = "io.ratemill.SliceRead";
  private static final double SETTLE_SECONDS = 1;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** After a revision, how long nothing more must be published before the next change is made. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private static final Map<String, String> OPTIONS =
      Map.of("reports.workbooks", "false", "parallelism.default", "2");

  private final BenchData data;
  private final PrintStream out;
  private final Clock clock;

  /** Those of the change under way; the first filling of the state is not kept. */
  private final List<RecordedEvent> events = new ArrayList<>();

  private @Nullable Instant published;
  private boolean changing;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  Changes(BenchData data, PrintStream out, Clock clock) {
    this.data = data;
    this.out = out;
    this.clock = clock;
  }

  /** Measures. Errors: an engine that ends, or shows no change within minutes, is an error. */
  List<ChangeResult> measure()
      throws IOException, EngineException, InterruptedException, TimeoutException {
    List<String> owners = Files.readAllLines(data.owners(), StandardCharsets.UTF_8);
    String late = account(owners.get(owners.size() / 2));
    List<String> without = owners.stream().filter(row -> !account(row).equals(late)).toList();
    Set<String> customers = customers(owners);
    String one = customers.stream().skip(customers.size() / 3).findFirst().orElseThrow();
    replace(data.watchedOwners(), without);
    replace(data.watchedRules(), rules(customers, "", ""));
    Folders.delete(data.watchedWorkspace());
    Files.writeString(data.watchedConfiguration(), data.watchedText(SETTLE_SECONDS));
    Read read = ConfigurationReader.read(data.watchedConfiguration());
    List<ChangeResult> results = new ArrayList<>();
    Thread engine = new Thread(() -> watch(read), "watching");
    engine.setDaemon(true);
    try (RecordingStream recording = new RecordingStream()) {
      for (String name : List.of(RECORD_CHANGED, REPORT_PUBLISHED, SLICE_READ)) {
        recording.enable(name);
        recording.onEvent(name, this::heard);
      }
      // Events are looked at later.
      recording.setReuse(false);
      recording.setOrdered(false);
      recording.startAsync();
      engine.start();
      awaitQuiet();
      out.printf(Locale.ROOT, "  %,d customers, a rule each%n", customers.size());
      results.add(
          change(
              "markup of one customer of %,d".formatted(customers.size()),
              () -> replace(data.watchedRules(), rules(customers, one, "1.5"))));
      results.add(
          change(
              "markup of that customer back again",
              () -> replace(data.watchedRules(), rules(customers, "", ""))));
      results.add(change("one account mapped late", () -> replace(data.watchedOwners(), owners)));
      engine.interrupt();
      engine.join(Duration.ofSeconds(30).toMillis());
    }
    return results;
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

  private void heard(RecordedEvent event) {
    synchronized (events) {
      if (event.getEventType().getName().equals(REPORT_PUBLISHED)) {
        published = event.getEndTime();
        events.notifyAll();
      } else if (changing) {
        events.add(event);
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private ChangeResult change(String what, Step step)
      throws IOException, InterruptedException, TimeoutException {
    Map<List<String>, String> before = records();
    synchronized (events) {
      events.clear();
      published = null;
      changing = true;
    }
    Instant start = clock.instant();
    step.run();
    Instant last = awaitQuiet();
    Map<List<String>, String> after = records();
    Set<List<String>> all = new HashSet<>(before.keySet());
    all.addAll(after.keySet());
    int affected = 0;
    for (List<String> key : all) {
      affected += after.getOrDefault(key, "").equals(before.getOrDefault(key, "")) ? 0 : 1;
    }
    long changes = 0;
    long bytes = 0;
    Instant rated = start;
    for (RecordedEvent event : heard()) {
      switch (event.getEventType().getName()) {
        case RECORD_CHANGED -> {
          changes++;
          rated = event.getEndTime().isAfter(rated) ? event.getEndTime() : rated;
        }
        case SLICE_READ -> bytes += event.getLong("bytes");
        default -> throw new IllegalStateException("unasked: " + event);
      }
    }
    ChangeResult result =
        new ChangeResult(
            what,
            data.of().lines(),
            data.of().accounts(),
            before.size(),
            affected,
            changes,
            bytes,
            Stopwatch.seconds(start, rated),
            Stopwatch.seconds(start, last),
            SETTLE_SECONDS,
            LocalDate.now(clock).toString());
    out.printf(
        Locale.ROOT,
        "  %s: %d changes for %d records of %,d, rated after %.2f s, published after %.2f s,"
            + " %d bytes of bills read%n",
        what,
        changes,
        affected,
        before.size(),
        result.rated(),
        result.published(),
        bytes);
    return result;
  }

  private List<RecordedEvent> heard() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  /** Waits until something was published, and then nothing for a while; when it was. */
  private Instant awaitQuiet() throws InterruptedException, TimeoutException {
    Instant patience = clock.instant().plus(PATIENCE);
    synchronized (events) {
      while (published == null || clock.instant().isBefore(published.plus(QUIET))) {
        if (failure.get() != null || clock.instant().isAfter(patience)) {
          throw (TimeoutException)
              new TimeoutException("the watching engine published nothing new")
                  .initCause(failure.get());
        }
        events.wait(200);
      }
      return published;
    }
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

  private static String account(String row) {
    return row.split(",", 3)[1];
  }

  private static Set<String> customers(List<String> owners) {
    Set<String> customers = new LinkedHashSet<>();
    for (String row : owners.subList(1, owners.size())) {
      customers.add(row.split(",", 4)[2]);
    }
    return customers;
  }

  /** A rule for each customer, of which one may have a factor of its own. */
  private static List<String> rules(Set<String> customers, String one, String factor) {
    List<String> rules = new ArrayList<>();
    rules.add(
        "rule_id,marketplace_id,account_id,customer_account_id,customer_class,reseller_id,service,"
            + "charge_class,factor,valid_from,valid_to");
    for (String customer : customers) {
      rules.add(
          "C-%s,,,%s,,,,,%s,,"
              .formatted(customer, customer, customer.equals(one) ? factor : "1.1"));
    }
    return rules;
  }

  /** Puts a file in place as a whole, as whoever keeps such a file should. */
  private static void replace(Path file, List<String> lines) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, lines, StandardCharsets.UTF_8);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
