package io.ratemill.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.sources.charges.AlikeCharges;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BillingEnumeratorTest {
  private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");

  private final FakeEnumeratorContext context = new FakeEnumeratorContext();
  private final List<Delivery> there = new ArrayList<>();
  private BillingEnumerator enumerator = enumerator(SourceMode.BOUNDED, new EnumeratorState());

  /** A place whose deliveries the test changes. */
  private record Place(List<Delivery> deliveries) implements BillingFeed {
    private static final long serialVersionUID = 1L;

    @Override
    public String connector() {
      return "c";
    }

    @Override
    public List<Delivery> discover(Instant now) {
      return List.copyOf(deliveries);
    }

    @Override
    public boolean isRest(DeliveryStamp read, Delivery found) {
      return found.pin().startsWith("rest");
    }

    @Override
    public @Nullable Refusal gap(DeliveryStamp read, Delivery found) {
      return found.pin().startsWith("gap") ? new Refusal("messages-gone", "a gap", "here") : null;
    }

    @Override
    public SliceReader open(Delivery delivery, Slice slice) {
      throw new UnsupportedOperationException("the coordinator opens nothing");
    }
  }

  private BillingEnumerator enumerator(SourceMode mode, EnumeratorState state) {
    BillingSource source =
        new BillingSource(
            List.of(new Place(there)),
            List.of(),
            mode,
            Duration.ofSeconds(1),
            AlikeCharges.NONE,
            "");
    BillingEnumerator started =
        new BillingEnumerator(context, source, Clock.fixed(T0, ZoneOffset.UTC), state);
    started.start();
    return started;
  }

  private static Delivery delivery(String slot, int number, @Nullable Refusal refusal) {
    return new Delivery(
        "c",
        slot,
        "d" + number,
        T0.plusSeconds(number),
        "2026-10",
        List.of(new DeliveryPart("p", "p", 10, "pin", false)),
        "pin" + number,
        refusal,
        false);
  }

  private static Refusal missing() {
    return new Refusal("missing-part", "a part is missing", "here");
  }

  private void outcome(BillingSplit split, long lines, @Nullable Refusal refusal) {
    enumerator.handleSourceEvent(
        0, new SliceOutcome(split.splitId(), split.read(), split.slice(), lines, refusal));
    enumerator.handleSplitRequest(0, null);
  }

  private @Nullable BillingSplit next() {
    return context.slices.isEmpty() ? null : context.slices.remove(0);
  }

  private void lookAndAsk() {
    context.look();
    enumerator.handleSplitRequest(0, null);
  }

  private static String id(@Nullable BillingSplit split) {
    return split == null || split.stamp() == null ? "nothing" : split.stamp().id();
  }

  @Test
  void onlyTheNewestDeliveryOfASlotIsReadAndOlderOnesAreNamedAsOutdated() {
    there.add(delivery("s", 1, null));
    there.add(delivery("s", 2, null));
    lookAndAsk();
    BillingSplit read = next();
    assertThat(id(read)).isEqualTo("d2");
    outcome(read, 5, null);
    assertThat(id(next())).isEqualTo("nothing");
    assertThat(context.notices)
        .filteredOn(notice -> notice.kind() == Notice.Kind.OUTDATED)
        .singleElement()
        .satisfies(notice -> assertThat(notice.delivery().id()).isEqualTo("d1"));
    assertThat(context.ended).containsExactly(0);
  }

  @Test
  void whatWasRefusedAndIsTakenAwayIsToldAndWhatElseIsRefusedIsToldAgain() {
    enumerator = enumerator(SourceMode.CONTINUOUS, new EnumeratorState());
    Refusal broken = new Refusal("missing-part", "broken", "here");
    there.add(delivery("s", 1, broken));
    there.add(delivery("s", 2, broken));
    there.add(delivery("lone", 3, broken));
    lookAndAsk();
    there.remove(2);
    there.remove(1);
    lookAndAsk();
    assertThat(context.notices)
        .extracting(notice -> notice.kind() + " " + id(notice))
        .endsWith("GONE d3", "GONE d2", "REFUSED d1");
    int told = context.notices.size();
    lookAndAsk();
    assertThat(context.notices).hasSize(told);
  }

  private static String id(Notice notice) {
    return notice.delivery() == null ? "" : notice.delivery().id();
  }

  @Test
  void onlyADeliveryThatHasAllThatWasReadTakesItsPlace() {
    enumerator = enumerator(SourceMode.CONTINUOUS, new EnumeratorState());
    there.add(pinned(1, "whole"));
    lookAndAsk();
    outcome(next(), 5, null);
    for (String pin : List.of("rest", "gap")) {
      there.set(0, pinned(2 + pin.length(), pin));
      lookAndAsk();
      assertThat(id(next())).as(pin).isEqualTo("nothing");
    }
    assertThat(context.notices)
        .extracting(Notice::kind)
        .containsExactly(Notice.Kind.LOOKED, Notice.Kind.OUTDATED, Notice.Kind.REFUSED);
    // A gap is trouble of now, whatever time the delivery has.
    there.set(0, pinned(0, "gap"));
    lookAndAsk();
    Notice last = context.notices.get(context.notices.size() - 1);
    assertThat(last.kind()).isEqualTo(Notice.Kind.REFUSED);
    assertThat(last.delivery().olderThan(DeliveryStamp.of(pinned(1, "whole")))).isFalse();
    there.set(0, pinned(9, "whole again"));
    lookAndAsk();
    assertThat(id(next())).isEqualTo("d9");
  }

  private static Delivery pinned(int number, String pin) {
    Delivery plain = delivery("s", number, null);
    return new Delivery("c", "s", plain.id(), plain.time(), "", plain.parts(), pin, null, false);
  }

  @Test
  void aRefusedNewestDeliveryLeavesTheNextOlderOneToBeRead() {
    there.add(delivery("s", 1, null));
    there.add(delivery("s", 2, missing()));
    lookAndAsk();
    assertThat(id(next())).isEqualTo("d1");
    assertThat(context.notices)
        .anySatisfy(notice -> assertThat(notice.kind()).isEqualTo(Notice.Kind.REFUSED));
  }

  @Test
  void aDeliveryThatCannotBeReadLeavesTheNextOlderOneToBeRead() {
    there.add(delivery("s", 1, null));
    there.add(delivery("s", 2, null));
    lookAndAsk();
    outcome(next(), 0, missing());
    BillingSplit second = next();
    assertThat(id(second)).isEqualTo("d1");
    outcome(second, 3, null);
    assertThat(context.ended).containsExactly(0);
  }

  @Test
  void anEmptyNewestDeliveryDoesNotHideLinesOfAnOlderOne() {
    there.add(delivery("s", 1, null));
    there.add(delivery("s", 2, null));
    lookAndAsk();
    outcome(next(), 0, null);
    BillingSplit older = next();
    assertThat(id(older)).isEqualTo("d1");
    outcome(older, 3, null);
    lookAndAsk();
    assertThat(id(next())).isEqualTo("nothing");
    assertThat(context.ended).containsExactly(0);
  }

  @Test
  void aRefusedDeliveryIsTriedAgainWhenItsPinChanges() {
    enumerator = enumerator(SourceMode.CONTINUOUS, new EnumeratorState());
    there.add(delivery("s", 2, null));
    lookAndAsk();
    outcome(next(), 0, new Refusal("unreadable", "a cell is no number", "here"));
    lookAndAsk();
    assertThat(id(next())).as("nothing changed").isEqualTo("nothing");
    Delivery before = there.remove(0);
    there.add(
        new Delivery(
            "c", "s", before.id(), before.time(), "2026-10", before.parts(), "other", null, false));
    lookAndAsk();
    assertThat(id(next())).isEqualTo("d2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unreachable", "denied", "missing-part", "changed-while-read"})
  void aTroubleThatCanEndByItselfIsTriedAgainAfterTheNextLook(String code) {
    enumerator = enumerator(SourceMode.CONTINUOUS, new EnumeratorState());
    there.add(delivery("s", 1, null));
    there.add(delivery("s", 2, null));
    Refusal trouble = new Refusal(code, "the store does not answer", "here");
    lookAndAsk();
    outcome(next(), 0, trouble);
    BillingSplit older = next();
    assertThat(id(older)).isEqualTo("d1");
    outcome(older, 3, null);
    assertThat(id(next())).as("not before the next look").isEqualTo("nothing");
    JsonSerializer<EnumeratorState> bytes = new JsonSerializer<>(EnumeratorState.class);
    byte[] state = bytes.serialize(enumerator.snapshotState(1));
    enumerator = enumerator(SourceMode.CONTINUOUS, Json.read(state, EnumeratorState.class));
    lookAndAsk();
    BillingSplit again = next();
    assertThat(id(again)).isEqualTo("d2");
    outcome(again, 3, null);
    lookAndAsk();
    assertThat(id(next())).isEqualTo("nothing");
  }

  @Test
  void aBoundedRunEndsWithATroubleThatStays() {
    there.add(delivery("s", 2, null));
    lookAndAsk();
    outcome(next(), 0, new Refusal("unreachable", "the store does not answer", "here"));
    assertThat(context.ended).containsExactly(0);
  }

  @Test
  void anOlderDeliveryThatArrivesLateIsNotRead() {
    enumerator = enumerator(SourceMode.CONTINUOUS, new EnumeratorState());
    there.add(delivery("s", 5, null));
    lookAndAsk();
    outcome(next(), 7, null);
    there.add(delivery("s", 3, null));
    lookAndAsk();
    assertThat(id(next())).isEqualTo("nothing");
  }

  /** However deliveries appear and fail, the newest that can be read is read last, per slot. */
  @Property(tries = 300)
  void theNewestReadableDeliveryIsReadLast(@ForAll long seed) {
    Random random = new Random(seed);
    FakeEnumeratorContext surroundings = context;
    surroundings.slices.clear();
    there.clear();
    enumerator = enumerator(SourceMode.CONTINUOUS, new EnumeratorState());
    Set<String> unreadable = new HashSet<>();
    Set<String> broken = new HashSet<>();
    int newest = 0;
    String last = "nothing";
    for (int step = 0; step < 30; step++) {
      int number = random.nextInt(12) + 1;
      String id = "d" + number;
      boolean known = there.stream().anyMatch(each -> each.id().equals(id));
      if (!known && random.nextBoolean()) {
        int fate = random.nextInt(4);
        if (fate == 0) {
          broken.add(id);
        } else if (fate == 1) {
          unreadable.add(id);
        }
        there.add(delivery("s", number, fate == 0 ? missing() : null));
        if (fate > 1) {
          newest = Math.max(newest, number);
        }
      }
      if (random.nextInt(5) == 0) {
        // A restart: the coordinator goes on from its state, as bytes.
        JsonSerializer<EnumeratorState> bytes = new JsonSerializer<>(EnumeratorState.class);
        byte[] state = bytes.serialize(enumerator.snapshotState(step));
        enumerator = enumerator(SourceMode.CONTINUOUS, Json.read(state, EnumeratorState.class));
      }
      lookAndAsk();
      for (BillingSplit split = next(); split != null; split = next()) {
        String read = id(split);
        assertThat(broken).doesNotContain(read);
        boolean fails = unreadable.contains(read);
        if (!fails) {
          last = read;
        }
        outcome(split, 1, fails ? missing() : null);
      }
    }
    assertThat(last).isEqualTo(newest == 0 ? "nothing" : "d" + newest);
  }
}
