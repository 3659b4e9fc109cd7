package io.ratemill.sinks.workbook;

import java.util.Locale;

/** The tabs of a processed usage report, in the order of the workbook. */
public enum Tab {
  INSTRUCTIONS,
  GENERAL,
  CATEGORIES,
  RECORDS,
  SUMMARY;

  /** The tab's name as it is written on it; readers find tabs by it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
