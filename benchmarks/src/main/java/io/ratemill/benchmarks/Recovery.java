package io.ratemill.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ratemill.jobs.EmbeddedEngine;
import io.ratemill.jobs.cli.EngineException;
import io.ratemill.jobs.config.ConfigurationReader;
import io.ratemill.jobs.config.Read;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Kills one of two workers while a bill is read, and measures until all of the job runs again. */
final class Recovery {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long LOOK_MILLIS = 50;
  private static final long QUIET_SECONDS = 8;

  private final BenchData data;
  private final PrintStream out;
  private final Clock clock;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  Recovery(BenchData data, PrintStream out, Clock clock) {
    this.data = data;
    this.out = out;
    this.clock = clock;
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /**
   * Measures. Errors: other records than DuckDB's, or a report published more than once, are an
   * error.
   */
  RecoveryResult measure()
      throws IOException,
          SQLException,
          InterruptedException,
          TimeoutException,
          DisagreementException {
    Folders.delete(data.watchedWorkspace());
    Files.copy(data.owners(), data.watchedOwners(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(data.rules(), data.watchedRules(), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        data.watchedConfiguration(), data.watchedText(data.bills(), WatchedEngine.settleSeconds()));
    Read read = ConfigurationReader.read(data.watchedConfiguration());
    try (WorkerCluster cluster = WorkerCluster.start(data.folder().resolve("cluster"), 2)) {
      await("two workers", () -> cluster.known() == 2);
      Thread client = new Thread(() -> watch(cluster, read), "client");
      client.setDaemon(true);
      client.start();
      await("the reading of the bill", () -> isReading(cluster.job()));
      if (!published().isEmpty()) {
        throw new IllegalStateException(
            "the bill was read before a worker was killed; take a longer one");
      }
      long killed = System.nanoTime();
      cluster.kill(0);
      await("the loss of the worker", () -> !isRunning(cluster.job()));
      double noticed = seconds(killed);
      await("the job at work again", () -> isRunning(cluster.job()));
      double back = seconds(killed);
      out.printf(
          Locale.ROOT, "  noticed after %.2f s, at work again after %.2f s%n", noticed, back);
      await("the report", () -> !published().isEmpty());
      TimeUnit.SECONDS.sleep(QUIET_SECONDS);
      double whole = seconds(killed);
      client.interrupt();
      long records = check();
      RecoveryResult result =
          new RecoveryResult(
              data.of(), noticed, back, records, revisions(), LocalDate.now(clock).toString());
      out.printf(
          Locale.ROOT,
          "  %,d records agree to the last digit, %d revision, %.0f s after the kill%n",
          records,
          result.revisions(),
          whole);
      return result;
    }
  }

  private void watch(WorkerCluster cluster, Read read) {
    OnCluster.use(cluster.client());
    try {
      new EmbeddedEngine(clock)
          .watch(
              read,
              Map.of("reports.workbooks", "false", "parallelism.default", "2"),
              () -> {},
              progress -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (EngineException e) {
      failure.set(e);
    } finally {
      OnCluster.leave();
    }
  }

  /** As Flink's own command does it: whatever job is started meanwhile goes to the cluster. */
  private static final class OnCluster extends StreamExecutionEnvironment {
    static void use(Configuration cluster) {
      initializeContextEnvironment(
          job -> {
            Configuration both = new Configuration(cluster);
            both.addAll(job);
            return new StreamExecutionEnvironment(both);
          });
    }

    static void leave() {
      resetContextEnvironment();
    }
  }

  /** Whether charges have left the source of a job that runs. */
  private static boolean isReading(JsonNode job) {
    for (JsonNode vertex : job.path("vertices")) {
      if (vertex.path("name").asText().contains("bills")) {
        return isRunning(job) && vertex.path("metrics").path("write-records").asLong() > 0;
      }
    }
    return false;
  }

  private static boolean isRunning(JsonNode job) {
    boolean running = job.path("state").asText().equals("RUNNING");
    for (JsonNode vertex : job.path("vertices")) {
      running &=
          vertex.path("tasks").path("RUNNING").asInt() == vertex.path("parallelism").asInt(-1);
    }
    return running;
  }

  private long check() throws IOException, SQLException, DisagreementException {
    try (DuckDbSide other = DuckDbSide.open(data, 2)) {
      return DisagreementException.check(data.of().grain(), published(), other.run().records());
    }
  }

  private List<Path> published() throws IOException {
    Path reports = data.watchedWorkspace().resolve("reports");
    return Files.isDirectory(reports)
        ? List.copyOf(Folders.newestRecords(reports).values())
        : List.of();
  }

  private int revisions() throws IOException {
    try (Stream<Path> files = Files.walk(data.watchedWorkspace().resolve("reports"))) {
      return (int)
          files.filter(file -> file.getFileName().toString().equals("report.json")).count();
    }
  }

  private void await(String what, Condition condition)
      throws IOException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (failure.get() != null || System.nanoTime() > deadline) {
        throw (TimeoutException)
            new TimeoutException("waited in vain for " + what).initCause(failure.get());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
