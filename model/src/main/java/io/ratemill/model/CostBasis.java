package io.ratemill.model;

import java.util.Locale;

/** Which of a line's costs is priced, or that the line is left out. */
public enum CostBasis {
  BILLED,
  LIST,
  EFFECTIVE,
  CONTRACTED,
  DROP;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The word used in configuration, such as {@code billed}. */
  public String text() {
    return text;
  }
}
