package io.ratemill.sources;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * One slice of a part, from its opening to its end, for Flight Recorder.
 *
 * <p>Shape: costs nothing unless a recording asks for it. Only slices that were read to their end,
 * or refused, are told.
 */
@Name("io.ratemill.SliceRead")
@Label("Slice Read")
@Category("ratemill")
@StackTrace(false)
final class SliceRead extends Event {
  @Label("Connector")
  String connector = "";

  @Label("Delivery")
  String delivery = "";

  @Label("Slice")
  int slice;

  @Label("Lines")
  long lines;

  @Label("Bytes")
  @DataAmount
  long bytes;
}
