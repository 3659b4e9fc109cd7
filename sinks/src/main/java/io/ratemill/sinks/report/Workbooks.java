package io.ratemill.sinks.report;

/** Whether a report is written as workbooks beside its text. */
public enum Workbooks {
  WRITTEN,
  /** Only records.csv and report.json, for measuring without the spreadsheet library. */
  LEFT_OUT
}
