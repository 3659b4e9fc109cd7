package io.ratemill.sources.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A place or an object that cannot be listed or read, with the kind of trouble. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  public enum Trouble {
    /** It is not there. */
    MISSING,
    /** It is there, but no longer the version that was seen. */
    CHANGED,
    /** It may not be read. */
    DENIED,
    /** The store does not answer as it should. */
    UNREACHABLE
  }

  private final Trouble trouble;

  public StoreException(Trouble trouble, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.trouble = trouble;
  }

  public Trouble trouble() {
    return trouble;
  }
}
