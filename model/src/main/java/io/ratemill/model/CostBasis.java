package io.ratemill.model;

import java.util.Locale;

/** Which of a line's costs is priced, or that the line is left out. */
public enum CostBasis {
  BILLED,
  LIST,
  EFFECTIVE,
  CONTRACTED,
  DROP;

  /** The word used in configuration, such as {@code billed}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
