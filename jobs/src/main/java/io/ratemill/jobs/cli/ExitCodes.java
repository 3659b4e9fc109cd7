package io.ratemill.jobs.cli;

/** The exit codes of every command. */
final class ExitCodes {
  /** Done, balanced, nothing red. */
  static final int DONE = 0;

  /** Ran, but something is red or does not balance. */
  static final int RED = 1;

  /** Bad usage, configuration, or owner or price files. */
  static final int USAGE = 2;

  private ExitCodes() {}
}
