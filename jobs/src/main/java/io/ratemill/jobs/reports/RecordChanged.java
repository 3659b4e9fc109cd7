package io.ratemill.jobs.reports;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * A record of a report that came, changed or went, for Flight Recorder.
 *
 * <p>Shape: costs nothing unless a recording asks for it.
 */
@Name("io.ratemill.RecordChanged")
@Label("Record Changed")
@Category("ratemill")
@StackTrace(false)
final class RecordChanged extends Event {
  @Label("Record")
  String record = "";

  @Label("Gone")
  boolean gone;
}
