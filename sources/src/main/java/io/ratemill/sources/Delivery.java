package io.ratemill.sources;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One published version of a slot: a marker and the parts that it names.
 *
 * @param connector the connector's id
 * @param slot what it replaces; a newer delivery of the same slot replaces it whole
 * @param id the delivery's own id, unique within its slot
 * @param time the delivery's own time, by which newer is told from older; ties by id
 * @param period {@code yyyy-MM} where the place says it, else empty: then the lines say it
 * @param parts all parts, whether they are there or not
 * @param pin text that changes when the marker or a part changes: a refused delivery is tried again
 *     when it does
 * @param refusal why it cannot be taken as it stands, or null
 * @param settling whether it may still be being written: look again before taking or refusing it
 * @param marker the marker's own file, looked at again after reading where the layout replaces
 *     files in place, or null where that is not needed
 */
public record Delivery(
    String connector,
    String slot,
    String id,
    Instant time,
    String period,
    List<DeliveryPart> parts,
    String pin,
    @Nullable Refusal refusal,
    boolean settling,
    @Nullable DeliveryPart marker)
    implements Serializable {
  public Delivery {
    parts = List.copyOf(parts);
  }

  /** A delivery whose files are never replaced in place. */
  public Delivery(
      String connector,
      String slot,
      String id,
      Instant time,
      String period,
      List<DeliveryPart> parts,
      String pin,
      @Nullable Refusal refusal,
      boolean settling) {
    this(connector, slot, id, time, period, parts, pin, refusal, settling, null);
  }

  /** Bytes of all parts. */
  public long bytes() {
    long sum = 0;
    for (DeliveryPart part : parts) {
      sum += part.bytes();
    }
    return sum;
  }
}
