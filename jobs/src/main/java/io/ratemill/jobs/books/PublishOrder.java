package io.ratemill.jobs.books;

import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What the books tell the reports at a cut.
 *
 * @param kind what to do
 * @param report the report's key text, or empty
 * @param body {@code ReportOrder} as JSON for reports, the request's id for answers
 */
public record PublishOrder(Kind kind, String report, byte[] body) {
  public static final TypeInformation<PublishOrder> TYPE = TypeInformation.of(PublishOrder.class);

  /** What a {@link PublishOrder} asks for. */
  public enum Kind {
    /** Publish the report as it is at this cut, if it changed. */
    REPORT,
    /** The report no longer exists: publish a last, empty revision. */
    WITHDRAW,
    /** A request was met: tell whoever asked. */
    ANSWER
  }
}
