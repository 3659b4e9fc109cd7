package io.ratemill.sources;

import io.ratemill.sources.SlotView.Reading;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every place, chooses per slot the newest delivery that can be taken, and hands its
 * slices to the readers.
 *
 * <p>Looking runs off the coordinator's thread and touches nothing; choosing runs on it. Only one
 * delivery of a slot is read at a time, so that readings of a slot are numbered in the order of
 * their fates.
 */
final class BillingEnumerator implements SplitEnumerator<BillingSplit, EnumeratorState> {
  private static final Logger LOG = LoggerFactory.getLogger(BillingEnumerator.class);

  /**
   * Troubles of a reading that can end while the delivery stays as it is: it is read again after
   * the next look.
   */
  private static final Set<String> PASSING =
      Set.of("unreachable", "denied", "missing-part", "changed-while-read");

  private final SplitEnumeratorContext<BillingSplit> context;
  private final List<BillingFeed> feeds;
  private final List<String> acceptEmpty;
  private final SourceMode mode;
  private final Duration interval;
  private final Clock clock;
  private final Looking looking;
  private final EnumeratorState state;
  private final ArrayDeque<Integer> idle = new ArrayDeque<>();
  private final Map<String, List<Delivery>> seen = new LinkedHashMap<>();
  private boolean looked;
  private boolean settled;
  private volatile boolean ended;

  BillingEnumerator(
      SplitEnumeratorContext<BillingSplit> context,
      BillingSource source,
      Clock clock,
      EnumeratorState state) {
    this.context = context;
    this.feeds = source.feeds();
    this.acceptEmpty = source.acceptEmpty();
    this.mode = source.mode();
    this.interval = source.interval();
    this.clock = clock;
    this.looking = new Looking(feeds, mode, new Requests(source.requestFolder()), clock);
    this.state = state;
  }

  @Override
  public void start() {
    context.callAsync(this::look, this::choose, 0, interval.toMillis());
  }

  private Looking.Look look() throws IOException {
    return ended ? new Looking.Look(List.of(), Map.of(), clock.instant()) : looking.look();
  }

  private void choose(Looking.@Nullable Look look, @Nullable Throwable failure) {
    if (ended) {
      return;
    }
    if (failure != null || look == null) {
      throw new IllegalStateException("looking for deliveries failed", failure);
    }
    settled = true;
    for (Looking.Place place : look.places()) {
      tellTrouble(place, look.time());
      if (place.trouble() == null) {
        take(place);
      }
    }
    looked = true;
    passOn(look);
    work();
  }

  private void tellTrouble(Looking.Place place, Instant time) {
    Refusal trouble = place.trouble();
    String now = trouble == null ? "" : trouble.code() + trouble.text();
    if (!now.equals(state.trouble.put(place.connector(), now))) {
      Notice.Kind kind = trouble == null ? Notice.Kind.LOOKED : Notice.Kind.UNREACHABLE;
      tell(new Notice(kind, place.connector(), null, trouble, "", "", 0, time));
    }
  }

  private void take(Looking.Place place) {
    Map<String, List<Delivery>> bySlot = new TreeMap<>();
    for (Delivery delivery : place.deliveries()) {
      String key = DeliveryStamp.slotKey(delivery.connector(), delivery.slot());
      bySlot.computeIfAbsent(key, slot -> new ArrayList<>()).add(delivery);
    }
    seen.keySet().removeIf(key -> key.startsWith(DeliveryStamp.slotKey(place.connector(), "")));
    tellGone(place.connector(), bySlot);
    bySlot.forEach(
        (key, deliveries) -> {
          deliveries.sort(
              Comparator.comparing(Delivery::time).thenComparing(Delivery::id).reversed());
          seen.put(key, deliveries);
          SlotView slot = state.slots.computeIfAbsent(key, unknown -> new SlotView());
          slot.told.keySet().retainAll(ids(deliveries));
          slot.passed.keySet().retainAll(ids(deliveries));
          slot.passed.keySet().removeAll(slot.again);
          slot.again.clear();
          decide(slot, deliveries);
        });
  }

  /** What was refused and is no longer there is trouble no more. */
  private void tellGone(String connector, Map<String, List<Delivery>> bySlot) {
    String prefix = DeliveryStamp.slotKey(connector, "");
    state.slots.forEach(
        (key, slot) -> {
          if (key.startsWith(prefix)) {
            for (String id : slot.gone(ids(bySlot.getOrDefault(key, List.of())))) {
              String name = key.substring(prefix.length());
              DeliveryStamp stamp = new DeliveryStamp(connector, name, id, Instant.EPOCH, 0, "");
              tell(notice(Notice.Kind.GONE, stamp, null));
            }
          }
        });
  }

  private static List<String> ids(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::id).toList();
  }

  /** Chooses what to do about a slot, newest delivery first. */
  private void decide(SlotView slot, List<Delivery> deliveries) {
    boolean found = slot.reading != null;
    for (Delivery delivery : deliveries) {
      if (isRead(slot.reading, delivery) || delivery.pin().equals(slot.passed.get(delivery.id()))) {
        continue;
      }
      if (slot.taken.equals(delivery.id() + delivery.pin())) {
        found = true;
      } else if (found) {
        outdated(slot, delivery);
      } else if (delivery.settling()) {
        settled = false;
      } else if (delivery.refusal() != null) {
        refuse(slot, delivery, DeliveryStamp.of(delivery), delivery.refusal());
      } else if (replaces(slot, delivery)) {
        startReading(slot, delivery);
        found = true;
      }
    }
  }

  private static boolean isRead(@Nullable Reading reading, Delivery delivery) {
    return reading != null && reading.stamp != null && reading.stamp.id().equals(delivery.id());
  }

  /**
   * Whether a delivery may take the place of the one that was read last. That one may be gone from
   * the place and yet be newer, or have more, than what is left there.
   */
  private boolean replaces(SlotView slot, Delivery delivery) {
    DeliveryStamp taken = slot.takenStamp;
    if (taken == null || !slot.takenHasLines) {
      return true;
    }
    DeliveryStamp stamp = DeliveryStamp.of(delivery);
    boolean rest = feed(delivery).isRest(taken, delivery);
    Refusal gap = rest ? null : feed(delivery).gap(taken, delivery);
    if (gap != null) {
      // It is trouble of now, whatever its own time says.
      refuse(slot, delivery, stamp.olderThan(taken) ? stamp.after(taken.time()) : stamp, gap);
      return false;
    }
    if (rest || stamp.olderThan(taken)) {
      outdated(slot, delivery);
      return false;
    }
    return true;
  }

  private void refuse(SlotView slot, Delivery delivery, DeliveryStamp stamp, Refusal refusal) {
    slot.passed.put(delivery.id(), delivery.pin());
    tell(notice(Notice.Kind.REFUSED, stamp, refusal));
  }

  private BillingFeed feed(Delivery delivery) {
    return feeds.stream()
        .filter(feed -> feed.connector().equals(delivery.connector()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no connector " + delivery.connector()));
  }

  private void outdated(SlotView slot, Delivery delivery) {
    Reading reading = slot.reading;
    if (reading != null
        && reading.stamp != null
        && !DeliveryStamp.of(delivery).olderThan(reading.stamp)) {
      return;
    }
    if (delivery.settling()) {
      return;
    }
    if (!delivery.pin().equals(slot.told.put(delivery.id(), delivery.pin()))) {
      tell(notice(Notice.Kind.OUTDATED, DeliveryStamp.of(delivery), null));
    }
  }

  private Notice notice(Notice.Kind kind, DeliveryStamp delivery, @Nullable Refusal refusal) {
    return new Notice(kind, delivery.connector(), delivery, refusal, "", "", 0, clock.instant());
  }

  private void startReading(SlotView slot, Delivery delivery) {
    Reading reading = new Reading();
    reading.read = state.nextRead++;
    reading.stamp = DeliveryStamp.of(delivery);
    reading.pin = delivery.pin();
    List<Slice> slices = Slice.of(delivery);
    reading.slices = slices.size();
    slot.reading = reading;
    for (int i = 0; i < slices.size(); i++) {
      state.queue.add(
          BillingSplit.ofSlice(reading.read, i, slices.size(), delivery, slices.get(i)));
    }
    LOG.info(
        "connector {}: reading delivery {} of {} in {} slices",
        delivery.connector(),
        delivery.id(),
        delivery.slot(),
        slices.size());
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    if (event instanceof SliceOutcome outcome) {
      for (Map.Entry<String, SlotView> entry : state.slots.entrySet()) {
        Reading reading = entry.getValue().reading;
        if (reading != null && reading.read == outcome.read()) {
          concluded(entry.getKey(), entry.getValue(), reading, outcome);
          break;
        }
      }
      context.sendEventToSourceReader(subtask, new OutcomeKept(outcome.splitId()));
      work();
    }
  }

  private void concluded(String key, SlotView slot, Reading reading, SliceOutcome outcome) {
    DeliveryStamp stamp = reading.stamp;
    if (stamp == null || reading.done.contains(outcome.slice())) {
      return;
    }
    if (outcome.refusal() != null) {
      state.queue.removeIf(split -> split.read() == reading.read);
      slot.reading = null;
      slot.passed.put(stamp.id(), reading.pin);
      if (PASSING.contains(outcome.refusal().code())) {
        slot.again.add(stamp.id());
      }
      decide(slot, seen.getOrDefault(key, List.of()));
      return;
    }
    reading.done.add(outcome.slice());
    reading.lines += outcome.lines();
    if (reading.done.size() < reading.slices) {
      return;
    }
    slot.reading = null;
    boolean mayBeEmpty = acceptEmpty.contains(stamp.connector());
    if (reading.lines > 0 || mayBeEmpty || slot.takenStamp == null) {
      slot.taken = stamp.id() + reading.pin;
      slot.takenStamp = stamp;
      slot.takenHasLines = reading.lines > 0 || mayBeEmpty;
    }
    if (reading.lines == 0 && !mayBeEmpty) {
      // An empty delivery never outdates lines, so older ones are looked at too.
      slot.passed.put(stamp.id(), reading.pin);
    }
    decide(slot, seen.getOrDefault(key, List.of()));
  }

  private void passOn(Looking.Look look) {
    state.requests.retainAll(look.requests().keySet());
    if (!settled || isReading()) {
      return;
    }
    look.requests()
        .forEach(
            (id, period) -> {
              if (state.requests.add(id)) {
                tell(
                    new Notice(
                        Notice.Kind.CLOSE,
                        "",
                        null,
                        null,
                        id,
                        period,
                        state.nextRead - 1,
                        look.time()));
              }
            });
  }

  private boolean isReading() {
    return state.slots.values().stream().anyMatch(slot -> slot.reading != null);
  }

  private void tell(Notice notice) {
    state.queue.add(BillingSplit.ofNotice(state.nextNotice++, notice));
  }

  /** Gives out work, and says when there will be no more. */
  private void work() {
    // Notices go to one reader in their order; they cost it nothing.
    if (context.registeredReaders().containsKey(0)) {
      state.queue.removeIf(
          split -> {
            if (split.notice() != null) {
              context.assignSplit(split, 0);
              return true;
            }
            return false;
          });
    }
    while (!idle.isEmpty() && state.queue.stream().anyMatch(split -> split.notice() == null)) {
      Integer subtask = idle.poll();
      if (subtask != null && context.registeredReaders().containsKey(subtask)) {
        BillingSplit next =
            state.queue.stream().filter(split -> split.notice() == null).findFirst().orElseThrow();
        state.queue.remove(next);
        context.assignSplit(next, subtask);
      }
    }
    if (mode != SourceMode.CONTINUOUS
        && looked
        && settled
        && !isReading()
        && state.queue.isEmpty()
        && context.registeredReaders().size() == context.currentParallelism()) {
      ended = true;
      for (int subtask = 0; subtask < context.currentParallelism(); subtask++) {
        context.signalNoMoreSplits(subtask);
      }
    }
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {
    if (!idle.contains(subtask)) {
      idle.add(subtask);
    }
    work();
    if (idle.contains(subtask)) {
      context.sendEventToSourceReader(subtask, new NothingToRead());
    }
  }

  @Override
  public void addSplitsBack(List<BillingSplit> splits, int subtask) {
    state.queue.addAll(0, splits);
    idle.remove(subtask);
    work();
  }

  @Override
  public void addReader(int subtask) {
    if (ended) {
      context.signalNoMoreSplits(subtask);
    } else {
      work();
    }
  }

  @Override
  public EnumeratorState snapshotState(long checkpointId) {
    return state;
  }

  @Override
  public void close() {
    ended = true;
  }
}
