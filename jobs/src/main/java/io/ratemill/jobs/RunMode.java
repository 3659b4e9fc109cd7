package io.ratemill.jobs;

/** How the engine is run. */
public enum RunMode {
  /** Everything that is there, then stop. */
  BOUNDED,
  /** Keep running: what changes takes effect as it comes. */
  WATCH,
  /** Publish what is asked for from the state that a run under --watch left, then stop. */
  CLOSE
}
