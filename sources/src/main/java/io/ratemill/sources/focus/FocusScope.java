package io.ratemill.sources.focus;

import io.ratemill.columnar.DayColumn;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.Grain;
import java.io.Serializable;

/**
 * What a connector and a delivery say about FOCUS lines beyond the lines themselves.
 *
 * @param provider the connector's provider word; under {@code focus} and {@code kafka} each line
 *     names its own
 * @param grain how fine the product's records are
 * @param period the delivery's period as {@code yyyy-MM}, for lines without one, or empty
 */
public record FocusScope(String provider, Grain grain, String period) implements Serializable {
  /** Whether the provider of an account is the line's own. */
  boolean isByLine() {
    return provider.equals("focus") || provider.equals("kafka");
  }

  /** A day in the delivery's period, {@link DayColumn#NULL} if it has none. */
  int defaultDay() {
    return period.isEmpty() ? DayColumn.NULL : BillingPeriod.parse(period).firstDay();
  }
}
