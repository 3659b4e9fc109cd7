package io.ratemill.jobs.books;

/** When reports are published. */
public enum PublishMode {
  /** At the end of a bounded run, all periods that it has. */
  AT_END,
  /** At checkpoints: closed periods, and what is asked for. */
  WATCH,
  /** At the end, only what is asked for. */
  ASKED_AT_END
}
