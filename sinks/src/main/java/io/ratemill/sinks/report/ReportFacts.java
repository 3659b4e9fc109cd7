package io.ratemill.sinks.report;

import io.ratemill.model.ChargeClass;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a report's records come from, for report.json.
 *
 * @param lines bill lines that are in the records
 * @param linesByClass the same by charge class
 * @param deliveries the deliveries in force that feed the report
 * @param staleSlots slots whose newest delivery could not be taken
 * @param configuration the versions of what priced the records, by what they are versions of
 */
public record ReportFacts(
    long lines,
    Map<ChargeClass, Long> linesByClass,
    List<DeliveryUsed> deliveries,
    List<StaleSlot> staleSlots,
    Map<String, String> configuration) {
  /** Of a report that nothing feeds any more. */
  public static final ReportFacts NONE =
      new ReportFacts(0, Map.of(), List.of(), List.of(), Map.of());

  public ReportFacts {
    Map<ChargeClass, Long> byClass = new EnumMap<>(ChargeClass.class);
    byClass.putAll(linesByClass);
    linesByClass = Collections.unmodifiableMap(byClass);
    deliveries = deliveries.stream().sorted().toList();
    staleSlots = staleSlots.stream().sorted().toList();
    configuration = Collections.unmodifiableMap(new TreeMap<>(configuration));
  }

  /**
   * A delivery in force that feeds a report.
   *
   * @param time the delivery's own time, ISO 8601
   */
  public record DeliveryUsed(String connector, String slot, String delivery, String time)
      implements Comparable<DeliveryUsed> {
    @Override
    public int compareTo(DeliveryUsed other) {
      int order = connector.compareTo(other.connector);
      if (order == 0) {
        order = slot.compareTo(other.slot);
      }
      return order == 0 ? delivery.compareTo(other.delivery) : order;
    }
  }

  /** A slot of which an older delivery is in force than the newest one seen, and why. */
  public record StaleSlot(String connector, String slot, String reason)
      implements Comparable<StaleSlot> {
    @Override
    public int compareTo(StaleSlot other) {
      int order = connector.compareTo(other.connector);
      if (order == 0) {
        order = slot.compareTo(other.slot);
      }
      return order == 0 ? reason.compareTo(other.reason) : order;
    }
  }
}
