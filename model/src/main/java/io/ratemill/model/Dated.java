package io.ratemill.model;

import java.util.Map;

/**
 * A parameter's value from a day on, until the next one's day.
 *
 * <p>Shape: a plain value sits under the empty key; exchange rates may sit under bill currencies.
 * Units: UTC epoch day, {@link Owner#ALWAYS} for a value without a date. The text is kept as it was
 * written: what counts as no value is a rule of rating.
 */
public record Dated(int fromDay, Map<String, String> values) {
  public Dated {
    values = Map.copyOf(values);
  }

  public static Dated always(String value) {
    return new Dated(Owner.ALWAYS, Map.of("", value));
  }
}
