package io.ratemill.jobs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of deliveries, changes and crashes end where a batch over what is left ends.
 *
 * <p>{@code -Dratemill.soak.sequences} says how many, {@code -Dratemill.soak.seed} from which seed
 * on; equal seeds play the same.
 */
final class SequencesTest {
  private static final int STEPS = 25;

  @Test
  void anySequenceEndsAsABatchOverItsInputsEnds() {
    int sequences = Integer.getInteger("ratemill.soak.sequences", 500);
    long first = Long.getLong("ratemill.soak.seed", 1);
    Instant start = Instant.now();
    int batches =
        LongStream.range(first, first + sequences).parallel().mapToInt(SequencesTest::play).sum();
    assertThat(batches).as("comparisons").isGreaterThanOrEqualTo(sequences).isPositive();
    System.out.printf(
        "soak: %d sequences, seeds %d to %d, %d comparisons with a batch checked, %d s%n",
        sequences,
        first,
        first + sequences - 1,
        batches,
        Duration.between(start, Instant.now()).toSeconds());
  }

  private static int play(long seed) {
    List<String> history = List.of();
    try (Play play = new Play(new Random(seed))) {
      history = play.history();
      for (int step = 0; step < STEPS; step++) {
        play.step();
      }
      play.settle();
      play.check();
      return play.checks();
    } catch (AssertionError | Exception e) {
      throw new AssertionError(
          "sequence "
              + seed
              + " ends otherwise than a batch; repeat it with -Dratemill.soak.sequences=1"
              + " -Dratemill.soak.seed="
              + seed
              + ":\n"
              + String.join("\n", history)
              + "\n"
              + e.getMessage(),
          e);
    }
  }
}
