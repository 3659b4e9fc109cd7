package io.ratemill.jobs.ledger;

import io.ratemill.sources.DeliveryStamp;
import io.ratemill.sources.Refusal;
import io.ratemill.sources.SliceTotals;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gate learned or decided, for the books.
 *
 * @param connector the connector it concerns, or empty
 * @param delivery the delivery it concerns, or null
 * @param totals what went in, for a delivery taken
 * @param refusal why not, or null
 * @param request the id of a request to close, or empty
 * @param period the period to close, or empty
 * @param problems what is wrong with a changed configuration; empty when it is right
 */
public record News(
    Kind kind,
    String connector,
    @Nullable DeliveryStamp delivery,
    @Nullable SliceTotals totals,
    @Nullable Refusal refusal,
    String request,
    String period,
    List<String> problems,
    Instant time) {

  /** What a {@link News} tells. */
  public enum Kind {
    TAKEN,
    REFUSED,
    OUTDATED,
    GONE,
    LOOKED,
    UNREACHABLE,
    CONFIGURATION,
    CLOSE
  }
}
