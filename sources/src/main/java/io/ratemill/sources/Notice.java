package io.ratemill.sources;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that the source learned other than from the lines of a bill.
 *
 * @param connector the connector it concerns, empty for requests
 * @param delivery the delivery it concerns, or null
 * @param refusal why, or null
 * @param request the id of a request to close, or empty
 * @param period the period to close, or empty
 * @param reads the highest number of a reading started before, for requests
 * @param time when the source learned it
 */
public record Notice(
    Kind kind,
    String connector,
    @Nullable DeliveryStamp delivery,
    @Nullable Refusal refusal,
    String request,
    String period,
    long reads,
    Instant time) {

  /** What a {@link Notice} says. */
  public enum Kind {
    /** The connector's place was looked at without trouble. */
    LOOKED,
    /** The connector's place could not be looked at. */
    UNREACHABLE,
    /** A delivery is there that cannot be taken as it stands. */
    REFUSED,
    /** A delivery is there that a newer one in force outdates; it is not read. */
    OUTDATED,
    /** A delivery that was refused is no longer there; of its stamp only the slot and id count. */
    GONE,
    /** Somebody asks that a period be published now. */
    CLOSE
  }
}
