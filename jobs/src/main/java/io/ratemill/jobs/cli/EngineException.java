package io.ratemill.jobs.cli;

import org.jspecify.annotations.Nullable;

/** Why the engine could not do what it was asked, in words for people. */
public final class EngineException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is, which decides the exit code. */
  public enum Kind {
    /** It was asked for something that cannot be. */
    USAGE,
    /** It was asked rightly, and could not: a full disk, a place that is not reachable. */
    FAILED,
    /** A fault of ours. */
    BUG
  }

  private final Kind kind;

  /**
   * @param text what is wrong, why, and what to do
   */
  public EngineException(Kind kind, String text, @Nullable Throwable cause) {
    super(text, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
