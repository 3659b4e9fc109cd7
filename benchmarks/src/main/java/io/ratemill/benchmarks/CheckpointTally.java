package io.ratemill.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.traces.Span;
import org.apache.flink.traces.reporter.TraceReporter;
import org.apache.flink.traces.reporter.TraceReporterFactory;

/**
 * The checkpoints that an engine within this process completes, as Flink's traces tell them.
 *
 * <p>Shape: Flink makes the reporter itself, by name; what it hears is therefore kept here, for one
 * engine at a time.
 */
public final class CheckpointTally implements TraceReporterFactory {
  private static final String NAME = "tally";
  private static final double MILLIS = 1e3;
  private static final List<Completed> COMPLETED = new ArrayList<>();

  /**
   * A checkpoint.
   *
   * @param seconds from its trigger until it was complete
   * @param bytes of the state that it holds
   */
  record Completed(double seconds, long bytes) {}

  /** Flink's options that make an engine tell of its checkpoints. */
  static Map<String, String> options() {
    return Map.of(
        "traces.reporters",
        NAME,
        "traces.reporter." + NAME + ".factory.class",
        CheckpointTally.class.getName());
  }

  /** All since the last asking. */
  static List<Completed> take() {
    synchronized (COMPLETED) {
      List<Completed> taken = List.copyOf(COMPLETED);
      COMPLETED.clear();
      return taken;
    }
  }

  @Override
  public TraceReporter createTraceReporter(Properties properties) {
    return new Reporter();
  }

  private static final class Reporter implements TraceReporter {
    @Override
    public void open(MetricConfig config) {
      // There is nothing to set.
    }

    @Override
    public void notifyOfAddedSpan(Span span) {
      Map<String, Object> attributes = span.getAttributes();
      if (span.getName().equals("Checkpoint")
          && "COMPLETED".equals(String.valueOf(attributes.get("checkpointStatus")))) {
        double seconds = (span.getEndTsMillis() - span.getStartTsMillis()) / MILLIS;
        long bytes = attributes.get("fullSize") instanceof Number size ? size.longValue() : 0;
        synchronized (COMPLETED) {
          COMPLETED.add(new Completed(seconds, bytes));
        }
      }
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }
}
