package io.ratemill.sinks.report;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * The publishing of one revision, from its first file to its being there, for Flight Recorder.
 *
 * <p>Shape: costs nothing unless a recording asks for it.
 */
@Name("io.ratemill.ReportPublished")
@Label("Report Published")
@Category("ratemill")
@StackTrace(false)
final class ReportPublished extends Event {
  @Label("Report")
  String report = "";

  @Label("Revision")
  int revision;

  @Label("Records")
  long records;
}
