package io.ratemill.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.sources.charges.AlikeCharges;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a place that does not answer is left alone. */
final class FailedLookTest {
  private static final Duration PAUSE = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Instant now = Instant.parse("2026-11-01T00:00:00Z");
  private boolean silent;
  private int looks;

  private final class Time extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("instants only");
    }
  }

  private final class Place implements BillingFeed {
    private static final long serialVersionUID = 1L;

    @Override
    public String connector() {
      return "c";
    }

    @Override
    public Duration pause() {
      return PAUSE;
    }

    @Override
    public List<Delivery> discover(Instant at) throws FeedException {
      looks++;
      if (silent) {
        now = now.plus(PATIENCE);
        throw new FeedException(
            FeedException.Category.PROVIDER, new Refusal("unreachable", "no answer", "here"), null);
      }
      return List.of();
    }

    @Override
    public SliceReader open(Delivery delivery, Slice slice) {
      throw new UnsupportedOperationException("the coordinator opens nothing");
    }
  }

  @Test
  void aLookThatWaitedInVainIsFollowedByTheUsualPause() {
    FakeEnumeratorContext context = new FakeEnumeratorContext();
    BillingSource source =
        new BillingSource(
            List.of(new Place()),
            List.of(),
            SourceMode.CONTINUOUS,
            Duration.ofSeconds(1),
            AlikeCharges.NONE,
            "");
    new BillingEnumerator(context, source, new Time(), new EnumeratorState()).start();
    context.look();
    silent = true;
    now = now.plus(PAUSE);
    context.look();
    assertThat(looks).isEqualTo(2);
    now = now.plus(PAUSE).minusMillis(1);
    context.look();
    assertThat(looks).as("before the pause is over").isEqualTo(2);
    now = now.plusMillis(1);
    context.look();
    assertThat(looks).as("after the pause").isEqualTo(3);
  }
}
