package io.ratemill.sources.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class CombinationsTest {
  /** Ranges grow to both sides, and in some tries to more places than are laid out. */
  @Property(tries = 300)
  void rowsAreNumberedAsTheyAreMetWhateverTheirRanges(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int width) {
    Random random = new Random(seed);
    int spread = 1 << random.nextInt(random.nextInt(4) == 0 ? 20 : 6);
    int base = random.nextInt(50_000) - 25_000;
    Combinations combinations = new Combinations(width);
    Map<List<Integer>, Integer> expected = new HashMap<>();
    for (int batch = 0; batch < 6; batch++) {
      int rows = 1 + random.nextInt(40);
      int from = random.nextInt(rows + 1);
      int[][] columns = new int[width][rows];
      for (int[] column : columns) {
        for (int row = 0; row < rows; row++) {
          column[row] = base + (random.nextInt(1 + spread * (batch + 1)) - spread / 2);
        }
      }
      int[] numbers = new int[rows];
      combinations.number(columns, from, rows, numbers);
      for (int row = from; row < rows; row++) {
        List<Integer> key = new ArrayList<>();
        for (int[] column : columns) {
          key.add(column[row]);
        }
        int met = expected.size();
        assertThat(numbers[row]).isEqualTo(expected.computeIfAbsent(key, any -> met));
      }
    }
    assertThat(combinations.size()).isEqualTo(expected.size());
    expected.forEach(
        (key, number) -> {
          for (int c = 0; c < width; c++) {
            assertThat(combinations.keys()[combinations.at(number) + c]).isEqualTo(key.get(c));
          }
        });
  }
}
