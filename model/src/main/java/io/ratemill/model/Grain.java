package io.ratemill.model;

import java.util.Locale;

/** How fine the records of a product are. */
public enum Grain {
  SERVICE,
  SKU,
  RESOURCE;

  /** The word used in configuration, such as {@code service}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
