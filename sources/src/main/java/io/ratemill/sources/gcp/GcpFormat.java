package io.ratemill.sources.gcp;

import io.ratemill.model.Grain;
import io.ratemill.sources.focus.FocusMapping;
import io.ratemill.sources.focus.FocusScope;
import io.ratemill.sources.rollup.RollupReader;
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

  /** The format's name in a configuration. */
  String text() {
    return text;
  }

  /** The column that says when Google exported a row. */
  String exportTime() {
    return this == FOCUS ? "x_ExportTime" : "export_time";
  }

  /** The month that a row is invoiced in, as SQL that gives {@code yyyyMM}. */
  String month() {
    return this == FOCUS ? "FORMAT_TIMESTAMP('%Y%m', BillingPeriodStart)" : "invoice.month";
  }

  /** Whether credits are a list in each row, whose elements are lines of their own. */
  boolean nestsCredits() {
    return this != FOCUS;
  }

  /**
   * What the columns of this format mean, wherever they are read from.
   *
   * @param period the delivery's period as {@code yyyy-MM}, or empty where the lines say it
   */
  RollupReader.Mapping mapping(Grain grain, String period) {
    if (this == FOCUS) {
      FocusScope scope = new FocusScope("gcp", grain, period);
      return (columns, where) -> FocusMapping.bind(columns, where, scope);
    }
    return (columns, where) -> GcpMapping.bind(columns, where, grain, period);
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
