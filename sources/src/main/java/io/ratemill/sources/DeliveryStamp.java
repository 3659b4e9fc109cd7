package io.ratemill.sources;

import java.io.Serializable;
import java.time.Instant;

/**
 * Who a delivery is, without its parts.
 *
 * @param slot the slot's own name within its connector
 * @param parts how many parts its marker names
 * @param period {@code yyyy-MM} where the place says it, else empty
 */
public record DeliveryStamp(
    String connector, String slot, String id, Instant time, int parts, String period)
    implements Serializable {
  public static DeliveryStamp of(Delivery delivery) {
    return new DeliveryStamp(
        delivery.connector(),
        delivery.slot(),
        delivery.id(),
        delivery.time(),
        delivery.parts().size(),
        delivery.period());
  }

  /** The same delivery, a little after a time. */
  DeliveryStamp after(Instant before) {
    return new DeliveryStamp(connector, slot, id, before.plusNanos(1), parts, period);
  }

  /** Connector and slot as one key. */
  public String slotKey() {
    return slotKey(connector, slot);
  }

  static String slotKey(String connector, String slot) {
    return connector + '\u001f' + slot;
  }

  /** Whether this delivery is older than another of the same slot. */
  public boolean olderThan(DeliveryStamp other) {
    int byTime = time.compareTo(other.time);
    return byTime != 0 ? byTime < 0 : id.compareTo(other.id) < 0;
  }
}
