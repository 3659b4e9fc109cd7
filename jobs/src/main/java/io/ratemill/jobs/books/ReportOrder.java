package io.ratemill.jobs.books;

import io.ratemill.model.ReportHeader;
import io.ratemill.sources.DeliveryStamp;
import java.util.List;
import java.util.Map;

/**
 * Everything that a report needs beside its records.
 *
 * @param lines bill lines in it
 * @param linesByClass the same by charge class
 * @param deliveries the deliveries in force that feed it
 * @param stale slots that feed it with an older delivery than the newest, with the reason
 * @param termsVersion the terms that priced it
 */
public record ReportOrder(
    ReportHeader header,
    long lines,
    Map<String, Long> linesByClass,
    List<DeliveryStamp> deliveries,
    List<Stale> stale,
    long termsVersion) {

  /** A slot whose newest delivery could not be taken, and why. */
  public record Stale(String connector, String slot, String reason) {}
}
