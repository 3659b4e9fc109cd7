package io.ratemill.sources.azure;

import io.ratemill.sources.Delivery;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.rollup.Where;
import io.ratemill.sources.store.Pins;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs of an actual and of an amortized export, put together: the two views of one month's spend
 * are one delivery, of which the actual run tells what is billed and the amortized run what it
 * comes to when commitments are spread.
 *
 * <p>Shape: every run makes a delivery with the newest run of the other export before it, so that
 * the newest of both are always together, and any older pair can stand in. A run that is refused by
 * itself pairs with none. Exports belong together by their scope; where each side has but one
 * export for a month, they do without.
 */
final class RunPairs {
  private static final Duration PATIENCE = Duration.ofDays(1);
  private static final Comparator<Delivery> OLDEST_FIRST =
      Comparator.comparing(Delivery::time).thenComparing(Delivery::id);

  private final String connector;
  private final Instant now;
  private final List<Delivery> deliveries = new ArrayList<>();

  private RunPairs(String connector, Instant now) {
    this.connector = connector;
    this.now = now;
  }

  /** All runs of one export and month. */
  private record Month(String slot, String scope, String period, List<Delivery> runs) {}

  static List<Delivery> of(String connector, List<Run> actual, List<Run> amortized, Instant now) {
    RunPairs pairs = new RunPairs(connector, now);
    Map<String, List<Month>> actuals = months(actual);
    Map<String, List<Month>> amortizeds = months(amortized);
    actuals.forEach(
        (period, months) -> pairs.pair(months, amortizeds.getOrDefault(period, List.of())));
    amortizeds.forEach(
        (period, months) -> {
          if (!actuals.containsKey(period)) {
            months.forEach(month -> pairs.addHalf(month, AzureFormat.ACTUAL));
          }
        });
    return pairs.deliveries;
  }

  /** Exports with runs, by month. */
  private static Map<String, List<Month>> months(List<Run> runs) {
    Map<String, Month> slots = new LinkedHashMap<>();
    for (Run run : runs) {
      Delivery delivery = run.delivery();
      slots
          .computeIfAbsent(
              delivery.slot(),
              slot -> new Month(slot, run.scope(), delivery.period(), new ArrayList<>()))
          .runs()
          .add(delivery);
    }
    Map<String, List<Month>> months = new LinkedHashMap<>();
    for (Month month : slots.values()) {
      months.computeIfAbsent(month.period(), none -> new ArrayList<>()).add(month);
    }
    return months;
  }

  private void pair(List<Month> actuals, List<Month> amortizeds) {
    if (actuals.size() == 1 && amortizeds.size() == 1) {
      add(actuals.get(0), amortizeds.get(0));
      return;
    }
    Map<String, List<Month>> byScope = new HashMap<>();
    amortizeds.forEach(
        month -> byScope.computeIfAbsent(month.scope(), none -> new ArrayList<>()).add(month));
    List<Month> left = new ArrayList<>(amortizeds);
    for (Month actual : actuals) {
      List<Month> twins = byScope.getOrDefault(actual.scope(), List.of());
      boolean alone =
          actuals.stream().filter(each -> each.scope().equals(actual.scope())).count() == 1;
      if (alone && twins.size() == 1) {
        add(actual, twins.get(0));
        left.remove(twins.get(0));
      } else {
        addHalf(actual, AzureFormat.AMORTIZED);
      }
    }
    left.forEach(month -> addHalf(month, AzureFormat.ACTUAL));
  }

  private void add(Month actual, Month amortized) {
    String slot = actual.slot() + " with " + amortized.slot();
    List<Delivery> all = new ArrayList<>(actual.runs());
    all.addAll(amortized.runs());
    all.sort(OLDEST_FIRST);
    Delivery newestActual = null;
    Delivery newestAmortized = null;
    boolean any = false;
    for (Delivery run : all) {
      if (run.refusal() != null) {
        deliveries.add(moved(run, slot));
        continue;
      }
      if (isActual(run)) {
        newestActual = run;
      } else {
        newestAmortized = run;
      }
      if (newestActual != null && newestAmortized != null) {
        deliveries.add(both(newestActual, newestAmortized, slot));
        any = true;
      }
    }
    if (!any) {
      all.stream()
          .filter(run -> run.refusal() == null)
          .forEach(
              run ->
                  half(run, slot, isActual(run) ? AzureFormat.AMORTIZED : AzureFormat.ACTUAL, now));
    }
  }

  private static boolean isActual(Delivery run) {
    return PartAddress.parse(run.parts().get(0).location()).dataset() == AzureFormat.ACTUAL;
  }

  private static Delivery moved(Delivery run, String slot) {
    return new Delivery(
        run.connector(),
        slot,
        run.id(),
        run.time(),
        run.period(),
        run.parts(),
        run.pin(),
        run.refusal(),
        run.settling(),
        run.marker());
  }

  private static Delivery both(Delivery actual, Delivery amortized, String slot) {
    List<DeliveryPart> parts = new ArrayList<>(actual.parts());
    parts.addAll(amortized.parts());
    return new Delivery(
        actual.connector(),
        slot,
        actual.id() + "+" + amortized.id(),
        time(actual.time(), amortized.time()),
        actual.period(),
        parts,
        Pins.digest(actual.pin() + "|" + amortized.pin()),
        null,
        actual.settling() || amortized.settling(),
        markers(actual.marker(), amortized.marker()));
  }

  /**
   * The newer one's time. Runs of one moment are newer together than either is with an older run,
   * which their own time alone would not tell.
   */
  private static Instant time(Instant actual, Instant amortized) {
    return actual.equals(amortized)
        ? actual.plusNanos(1)
        : actual.isAfter(amortized) ? actual : amortized;
  }

  /** The markers of both sides as one; {@link PartAddress} tells them apart again. */
  private static @Nullable DeliveryPart markers(
      @Nullable DeliveryPart actual, @Nullable DeliveryPart amortized) {
    if (actual == null) {
      return amortized;
    }
    return amortized == null ? actual : PartAddress.joined(actual, amortized);
  }

  private void addHalf(Month month, AzureFormat lacking) {
    month.runs().forEach(run -> half(run, run.slot(), lacking, now));
  }

  /** A run whose other half is not there; within a day of it, the other half may be under way. */
  private void half(Delivery run, String slot, AzureFormat lacking, Instant at) {
    if (run.refusal() != null) {
      deliveries.add(moved(run, slot));
      return;
    }
    if (Duration.between(run.time(), at).compareTo(PATIENCE) < 0) {
      return;
    }
    deliveries.add(
        new Delivery(
            run.connector(),
            slot,
            run.id(),
            run.time(),
            run.period(),
            run.parts(),
            run.pin(),
            new Where(connector, slot + " " + run.id(), "")
                .refusal(
                    "missing-half",
                    "no run of the "
                        + lacking.text()
                        + " export belongs to this one (same scope, same month), and a day has"
                        + " passed: actual and amortized costs are taken together or not at all;"
                        + " run that export too, or correct the location"),
            false,
            run.marker()));
  }
}
