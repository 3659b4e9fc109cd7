package io.ratemill.jobs;

import io.ratemill.jobs.sql.UsageSql;
import io.ratemill.model.AccountRef;
import io.ratemill.sinks.report.Workbooks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.util.EnvironmentInformation;

/**
 * Flink's settings for a run: ours, and on top of them what the command line gives.
 *
 * <p>Aligned exactly-once checkpoints are part of the engine's promise: they are the cut at which
 * reports and ledger agree.
 */
final class FlinkSettings {
  /** Layout of our operators' state; counts up when it changes. */
  private static final int LAYOUT = 9;

  private static final String OWN_PREFIX = "reports.";

  private final Configuration flink = new Configuration();
  private final Workbooks workbooks;

  FlinkSettings(WorkspaceState state, Map<String, String> options, RunMode mode) {
    flink.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(PipelineOptions.MAX_PARALLELISM, AccountRef.BUCKETS);
    // What replaces a charge takes the old one back and adds the new one: in one batch that is one
    // change of a record, not several. A batch ends with its size, with a checkpoint's barrier,
    // which all that one delivery or change of terms brought is before, and with the input; never
    // by the clock, which would cut where it pleases.
    flink.setString("table.exec.mini-batch.enabled", "true");
    flink.setString("table.exec.mini-batch.allow-latency", "1 d");
    flink.setString("table.exec.mini-batch.size", mode == RunMode.WATCH ? "200000" : "2000");
    flink.setString("table.optimizer.agg-phase-strategy", "ONE_PHASE");
    // Code that Flink parts into small methods keeps each value in a field of its object.
    flink.setString("table.generated-code.max-length", "32000");
    // Reading, gate, ledger, SQL and reports hand over to each other a few times in a run, and each
    // time what is said last waits for this.
    flink.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(10));
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    if (mode == RunMode.WATCH) {
      flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
      flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
      // A change waits for the next barrier: half of this on average. The pause leaves the engine
      // its time where checkpoints are slow.
      flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
      flink.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, Duration.ofMillis(250));
      flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, state.checkpoints().toUri().toString());
      flink.set(
          CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
          ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
      startAgain();
    } else {
      flink.set(StateBackendOptions.STATE_BACKEND, mode == RunMode.BOUNDED ? "hashmap" : "rocksdb");
      flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(60));
      flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, state.scratch().toUri().toString());
      // The end of a bounded run is a cut of its own; nothing waits for a last checkpoint.
      flink.set(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, false);
      flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
      flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
      flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    }
    options.forEach(
        (key, value) -> {
          if (!key.startsWith(OWN_PREFIX)) {
            flink.setString(key, value);
          }
        });
    workbooks = Engine.workbooks(options);
  }

  /** At once after a fault, later and later where it stays, such as a full disk. */
  private void startAgain() {
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofSeconds(1));
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(30));
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, 2.0);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_JITTER_FACTOR, 0.0);
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        Duration.ofMinutes(1));
  }

  Configuration configuration() {
    return flink;
  }

  Workbooks workbooks() {
    return workbooks;
  }

  void restoreFrom(Path checkpoint, RunMode mode) {
    boolean claim = mode == RunMode.WATCH;
    flink.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString());
    flink.set(
        StateRecoveryOptions.RESTORE_MODE,
        claim ? RecoveryClaimMode.CLAIM : RecoveryClaimMode.NO_CLAIM);
  }

  /** What a restored state must have been written by. */
  static String layout() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(UsageSql.text().getBytes(StandardCharsets.UTF_8));
      return "layout "
          + LAYOUT
          + ", Flink "
          + EnvironmentInformation.getVersion()
          + ", sql "
          + HexFormat.of().formatHex(digest, 0, 8)
          + "\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
