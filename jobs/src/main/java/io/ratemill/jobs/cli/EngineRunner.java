package io.ratemill.jobs.cli;

import io.ratemill.jobs.config.Read;
import io.ratemill.model.BillingPeriod;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The engine as the command line asks for it.
 *
 * <p>Shape: every reading that is passed is sound; options are Flink's and the engine's own, as
 * given with {@code -D}. Errors: {@link EngineException} for what a person can do something about;
 * anything else that is thrown counts as a fault of ours.
 */
public interface EngineRunner {
  /** Runs over everything that is there, then stops. */
  RunResult run(Read read, Map<String, String> options, Consumer<Progress> progress)
      throws EngineException, InterruptedException;

  /**
   * Keeps running until it is stopped from outside.
   *
   * @param begun run once the workspace is this engine's, before anything is read
   */
  void watch(Read read, Map<String, String> options, Runnable begun, Consumer<Progress> progress)
      throws EngineException, InterruptedException;

  /** Publishes a period now: asks a running engine to, or works from the state that it left. */
  RunResult close(Read read, BillingPeriod period, Map<String, String> options)
      throws EngineException, InterruptedException;
}
