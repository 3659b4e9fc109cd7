package io.ratemill.benchmarks;

import io.ratemill.jobs.cli.EngineException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs the engine over one bill with checkpoints and without, in turns. */
final class Checkpoints {
  private static final String INTERVAL = "execution.checkpointing.interval";

  /** The first checkpoint waits for the pause only, all others for the interval as well. */
  private static final Map<String, String> NEVER =
      Map.of(INTERVAL, "24 h", "execution.checkpointing.min-pause", "24 h");

  private final BenchData data;
  private final PrintStream out;
  private final Clock clock;

  Checkpoints(BenchData data, PrintStream out, Clock clock) {
    this.data = data;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Measures. Errors: runs that are over before a checkpoint completes are an error.
   *
   * @param every seconds between two checkpoints
   * @param discarded turns that only warm up
   * @param runs turns that count
   */
  CheckpointResult measure(double every, int discarded, int runs)
      throws IOException, InterruptedException, EngineException {
    RatemillSide with = side(Map.of(INTERVAL, Math.round(every * 1_000) + " ms"));
    RatemillSide without = side(NEVER);
    List<Double> withSeconds = new ArrayList<>();
    List<Double> withoutSeconds = new ArrayList<>();
    List<CheckpointTally.Completed> all = new ArrayList<>();
    int fewest = Integer.MAX_VALUE;
    for (int turn = 0; turn < discarded + runs; turn++) {
      CheckpointTally.take();
      double lone = without.run().time().measured();
      if (!CheckpointTally.take().isEmpty()) {
        throw new IllegalStateException("a run that should have no checkpoints had some");
      }
      double busy = with.run().time().measured();
      List<CheckpointTally.Completed> completed = CheckpointTally.take();
      out.printf(
          Locale.ROOT,
          "  %s  without %.2f s  with %d checkpoints %.2f s%n",
          turn < discarded ? "warm" : "run ",
          lone,
          completed.size(),
          busy);
      if (turn >= discarded) {
        withSeconds.add(busy);
        withoutSeconds.add(lone);
        all.addAll(completed);
        fewest = Math.min(fewest, completed.size());
      }
    }
    if (fewest == 0) {
      throw new IllegalStateException(
          "a run was over before a checkpoint completed: ask for more --lines or a smaller --every");
    }
    CheckpointResult result =
        new CheckpointResult(
            data.of(),
            every,
            runs,
            fewest,
            all.stream().mapToDouble(CheckpointTally.Completed::seconds).max().orElseThrow(),
            all.stream().mapToLong(CheckpointTally.Completed::bytes).max().orElseThrow(),
            Series.of(withSeconds),
            Series.of(withoutSeconds),
            LocalDate.now(clock).toString());
    out.printf(Locale.ROOT, "  overhead of checkpoints: %.1f %%%n", result.overhead());
    return result;
  }

  private RatemillSide side(Map<String, String> checkpointing) {
    Map<String, String> options = new HashMap<>(CheckpointTally.options());
    options.put("parallelism.default", "2");
    options.putAll(checkpointing);
    return new RatemillSide(data, options, clock);
  }
}
