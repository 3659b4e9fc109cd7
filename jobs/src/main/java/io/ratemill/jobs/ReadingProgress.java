package io.ratemill.jobs;

import io.ratemill.jobs.cli.Progress;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * How far an embedded run has come, from the readers' own counters.
 *
 * <p>Flink makes reporters itself and by name, so a run and its reporter find each other through a
 * number in Flink's configuration.
 */
final class ReadingProgress implements AutoCloseable {
  private static final String NAME = "progress";
  private static final String RUN = "run";
  private static final long EVERY_MILLIS = 250;

  private static final Map<String, ReadingProgress> RUNS = new ConcurrentHashMap<>();

  private final String run = Integer.toString(System.identityHashCode(this));
  private final Set<Counter> lines = ConcurrentHashMap.newKeySet();
  private final Set<Counter> bytes = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param totalBytes bytes that there are to read, 0 while nobody knows
   */
  ReadingProgress(Consumer<Progress> listener, long totalBytes) {
    RUNS.put(run, this);
    var unused =
        clock.scheduleWithFixedDelay(
            () -> listener.accept(new Progress(sum(lines), sum(bytes), totalBytes)),
            EVERY_MILLIS,
            EVERY_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private static long sum(Set<Counter> counters) {
    long sum = 0;
    for (Counter counter : counters) {
      sum += counter.getCount();
    }
    return sum;
  }

  /** Tells Flink to make the reporter of this run. */
  void configure(Configuration flink) {
    String prefix = "metrics.reporter." + NAME + ".";
    flink.setString("metrics.reporters", NAME);
    flink.setString(prefix + "factory.class", Factory.class.getName());
    flink.setString(prefix + RUN, run);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    RUNS.remove(run);
  }

  /** What Flink finds by name. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new Reporter();
    }
  }

  private static final class Reporter implements MetricReporter {
    private String run = "";

    @Override
    public void open(MetricConfig config) {
      run = config.getString(RUN, "");
    }

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
      ReadingProgress progress = RUNS.get(run);
      if (progress != null && metric instanceof Counter counter) {
        if (name.equals("linesRead")) {
          progress.lines.add(counter);
        } else if (name.equals("billBytesRead")) {
          progress.bytes.add(counter);
        }
      }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
      // What was read stays read.
    }

    @Override
    public void close() {}
  }
}
