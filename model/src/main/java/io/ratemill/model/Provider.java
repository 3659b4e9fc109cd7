package io.ratemill.model;

import java.util.Locale;

/** The kind of place that a connector reads from. */
public enum Provider {
  AWS,
  AZURE,
  GCP,
  OCI,
  FOCUS,
  KAFKA;

  /** The word used in configuration and files, such as {@code aws}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
