package io.ratemill.sources.gcp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats in which Google Cloud delivers bills. */
enum GcpFormat {
  STANDARD("standard"),
  DETAILED("detailed"),
  RESELLER("reseller"),
  FOCUS("focus");

  private final String text;

  GcpFormat(String text) {
    this.text = text;
  }

  /** The format that a configuration names. Errors: an unknown one is refused. */
  static GcpFormat parse(String text) {
    for (GcpFormat format : values()) {
      if (format.text.equals(text.toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no format of provider gcp; write standard, detailed, reseller or focus");
  }

  /**
   * Whether a table may hold this format, told by the name that Google gives its own tables; a view
   * may have any name and hold any.
   */
  boolean mayBe(String table) {
    String name = table.substring(Math.max(table.lastIndexOf('.'), table.lastIndexOf('/')) + 1);
    GcpFormat named = named(name.toLowerCase(Locale.ROOT));
    return named == null || named == this;
  }

  private static @Nullable GcpFormat named(String table) {
    if (table.startsWith("gcp_billing_export_resource_v")) {
      return DETAILED;
    }
    if (table.startsWith("gcp_billing_export_focus")) {
      return FOCUS;
    }
    if (table.startsWith("gcp_billing_export_v")) {
      return STANDARD;
    }
    return table.startsWith("reseller_billing_detailed_export") ? RESELLER : null;
  }
}
