package io.ratemill.sinks.report;

import java.nio.file.Path;

/**
 * What became of publishing a report.
 *
 * @param revision the newest revision now; 0 where there is none
 * @param folder the folder of that revision, or of the report where there is none
 * @param totals of the records that were handed over
 */
public record Publication(
    String reportId, int revision, Path folder, Outcome outcome, ReportTotals totals) {

  /** Whether there is a new revision. */
  public enum Outcome {
    PUBLISHED,
    /** The newest revision says the same already. */
    UNCHANGED
  }
}
