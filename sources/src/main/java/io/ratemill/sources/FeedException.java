package io.ratemill.sources;

import org.jspecify.annotations.Nullable;

/** A place or a delivery that cannot be read, with whose fault it is and what to do. */
public final class FeedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whose fault it is: the configuration's, the provider's, the data's, or ours. */
  public enum Category {
    USER_CONFIG,
    PROVIDER,
    DATA,
    BUG
  }

  private final Category category;
  private final Refusal refusal;

  public FeedException(Category category, Refusal refusal, @Nullable Throwable cause) {
    super(refusal.text() + " (" + refusal.place() + ")", cause);
    this.category = category;
    this.refusal = refusal;
  }

  public Category category() {
    return category;
  }

  public Refusal refusal() {
    return refusal;
  }
}
