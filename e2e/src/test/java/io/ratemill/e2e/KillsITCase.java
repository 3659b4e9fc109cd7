package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An engine killed at any moment (SIGKILL), again and again, ends where one bounded run over the
 * same inputs ends, and shows nothing lost, doubled or half-seen on the way.
 *
 * <p>{@code -Dratemill.soak.kills} says how many kills, {@code -Dratemill.soak.seed} from which
 * seed on. Equal seeds give equal inputs and waits; what the engine is at when it is killed, the
 * machine decides.
 */
final class KillsITCase {
  private static final int KILLS_OF_A_SEED = 10;

  @TempDir private Path folder;

  @Test
  void anEngineKilledAtAnyMomentEndsAsABoundedRunEnds() {
    int kills = Integer.getInteger("ratemill.soak.kills", 20);
    long first = Long.getLong("ratemill.soak.seed", 1);
    long seed = first;
    Instant start = Instant.now();
    int revisions = 0;
    for (int left = kills; left > 0; left -= KILLS_OF_A_SEED) {
      revisions += run(seed, Math.min(left, KILLS_OF_A_SEED));
      seed++;
    }
    assertThat(revisions).as("revisions that were checked").isPositive();
    System.out.printf(
        "soak: %d kills, seeds %d to %d, %d revisions checked, %d s%n",
        kills, first, seed - 1, revisions, Duration.between(start, Instant.now()).toSeconds());
  }

  private int run(long seed, int kills) {
    try {
      return new KilledRun(seed, folder.resolve("seed-" + seed)).run(kills);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed %d fails; repeat it with -Dit.test=KillsITCase -Dratemill.soak.kills=%d -Dratemill.soak.seed=%d: %s"
              .formatted(seed, kills, seed, e.getMessage()),
          e);
    }
  }
}
