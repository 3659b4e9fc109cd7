package io.ratemill.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Brings single lines to a running engine and measures how long each takes into a report.
 *
 * <p>Shape: one line is under way at a time, so that what changes is its doing.
 */
final class Latency {
  /** The engine's looks are so far apart: lines come anywhere between two of them. */
  private static final int LOOK_MILLIS = 2_000;

  /** Not a part of the time between looks: else all of a run would wait equally long for one. */
  private static final Map<String, String> CHECKPOINTS =
      Map.of("execution.checkpointing.interval", "485 ms");

  private final Path folder;
  private final PrintStream out;
  private final Clock clock;

  /**
   * @param folder for the bills, the broker and the engine's workspaces
   */
  Latency(Path folder, PrintStream out, Clock clock) {
    this.folder = folder;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Measures a topic and a folder.
   *
   * @param of how many lines of how many accounts are there before
   * @param discarded lines that only warm up
   * @param counted lines that count. Errors: those of {@link WatchedEngine#arrival}, and a record
   *     that is not what the lines come to
   */
  List<LatencyResult> measure(BenchCase of, int discarded, int counted)
      throws IOException, InterruptedException, TimeoutException {
    Folders.delete(folder);
    List<LatencyResult> results = new ArrayList<>();
    try (LineFeed topic = TopicFeed.open(of, folder.resolve("kafka"), clock)) {
      results.add(measure(topic, folder.resolve("kafka"), of, discarded, counted));
    }
    try (LineFeed files = FolderFeed.open(of, folder.resolve("files"), clock)) {
      results.add(measure(files, folder.resolve("files"), of, discarded, counted));
    }
    return results;
  }

  private LatencyResult measure(LineFeed feed, Path place, BenchCase of, int discarded, int counted)
      throws IOException, InterruptedException, TimeoutException {
    out.printf(Locale.ROOT, "%s, %,d lines before%n", feed.words(), of.lines());
    FocusLine line = FocusLine.of(place.resolve("owners.csv"));
    Path configuration = place.resolve("ratemill.yaml");
    Files.writeString(configuration, watched(Files.readString(configuration), feed.options()));
    Random chance = new Random(of.seed());
    List<Arrival> arrivals = new ArrayList<>();
    try (WatchedEngine engine =
        WatchedEngine.start(configuration, place.resolve("out"), CHECKPOINTS, out, clock)) {
      Map<List<String>, String> before = engine.records();
      for (int turn = 0; turn < discarded + counted; turn++) {
        TimeUnit.MILLISECONDS.sleep(chance.nextInt(LOOK_MILLIS));
        Arrival arrival = engine.arrival(() -> feed.bring(line));
        print(turn < discarded ? "warm" : "line", arrival);
        if (turn >= discarded) {
          arrivals.add(arrival);
        }
      }
      check(before, engine.records(), discarded + counted);
    }
    if (arrivals.stream().map(Arrival::record).distinct().count() != 1) {
      throw new IllegalStateException("lines of one record changed several");
    }
    String today = LocalDate.now(clock).toString();
    LatencyResult result =
        LatencyResult.of(feed.words(), of, arrivals, WatchedEngine.settleSeconds(), today);
    out.printf(
        Locale.ROOT,
        "  rated after %.2f s (%s), published after %.2f s (%s)%n",
        result.rated().median(),
        result.rated().spread(),
        result.published().median(),
        result.published().spread());
    return result;
  }

  private void print(String what, Arrival arrival) {
    out.printf(
        Locale.ROOT,
        "  %s  reading begins %.2f s, read %.2f s, rated %.2f s, published %.2f s; %,d lines read%n",
        what,
        arrival.begun(),
        arrival.read(),
        arrival.rated(),
        arrival.published(),
        arrival.lines());
  }

  /** The configuration of a generated bill with what a watching engine is told besides. */
  private static String watched(String text, String options) {
    String secret = "    secret: none\n";
    String all =
        options.isEmpty() ? text : text.replace(secret, secret + "    options: " + options + "\n");
    return all + "reports:\n  settle: " + (long) WatchedEngine.settleSeconds() + "s\n";
  }

  /** All that differs is the one record, and it is what the lines come to. */
  private static void check(
      Map<List<String>, String> before, Map<List<String>, String> after, int lines) {
    Map<List<String>, String> changed = new HashMap<>(after);
    changed.entrySet().removeAll(before.entrySet());
    BigDecimal amount = FocusLine.amount(lines);
    boolean same =
        changed.size() == 1
            && after.keySet().containsAll(before.keySet())
            && changed.values().stream()
                .allMatch(each -> new BigDecimal(each).compareTo(amount) == 0);
    if (!same) {
      throw new IllegalStateException(
          lines + " lines come to " + amount + ", but the reports changed by " + changed);
    }
  }
}
