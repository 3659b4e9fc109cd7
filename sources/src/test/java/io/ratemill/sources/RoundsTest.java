package io.ratemill.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RoundsTest {
  private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private final Rounds rounds = new Rounds();

  @Test
  void aPlaceIsLookedAtAgainAfterItsPause() {
    assertThat(rounds.isDue("a", T0)).isTrue();
    rounds.looked("a", PAUSE, T0, T0);
    assertThat(rounds.isDue("a", T0.plusSeconds(14))).isFalse();
    assertThat(rounds.isDue("a", T0.plusSeconds(15))).isTrue();
    assertThat(rounds.isDue("b", T0)).isTrue();
  }

  @Test
  void aLookThatTakesLongMakesThePauseLongerUnlessItIsTheFirst() {
    rounds.looked("a", PAUSE, T0, T0.plusSeconds(10));
    assertThat(rounds.isDue("a", T0.plusSeconds(24))).isFalse();
    assertThat(rounds.isDue("a", T0.plusSeconds(25))).isTrue();
    Instant second = T0.plusSeconds(25);
    rounds.looked("a", PAUSE, second, second.plusSeconds(10));
    assertThat(rounds.isDue("a", second.plusSeconds(209))).isFalse();
    assertThat(rounds.isDue("a", second.plusSeconds(210))).isTrue();
  }

  @Test
  void aPlaceWithoutAPauseIsLookedAtEveryTime() {
    rounds.looked("a", Duration.ZERO, T0, T0.plusSeconds(10));
    assertThat(rounds.isDue("a", T0.plusSeconds(10))).isTrue();
  }

  @Test
  void aNewRequestIsNewsOnce() {
    assertThat(rounds.isNews(Set.of())).isFalse();
    assertThat(rounds.isNews(Set.of("close-1"))).isTrue();
    assertThat(rounds.isNews(Set.of("close-1"))).isFalse();
    assertThat(rounds.isNews(Set.of())).isFalse();
    assertThat(rounds.isNews(Set.of("close-2"))).isTrue();
  }
}
