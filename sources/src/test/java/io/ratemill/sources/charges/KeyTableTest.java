package io.ratemill.sources.charges;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class KeyTableTest {
  @Property(tries = 200)
  void equalKeysShareANumberAndOthersDoNot(
      @ForAll @Size(max = 500) List<@IntRange(min = -1, max = 40) Integer> first,
      @ForAll @IntRange(min = 1, max = 50) int spread) {
    KeyTable table = new KeyTable(2);
    Map<List<Integer>, Integer> expected = new HashMap<>();
    int rows = first.size();
    int[][] columns = new int[2][rows];
    for (int r = 0; r < rows; r++) {
      columns[0][r] = first.get(r);
      columns[1][r] = r % spread;
    }
    int[] numbers = new int[rows];
    table.number(columns, 0, rows, numbers);
    for (int r = 0; r < rows; r++) {
      List<Integer> key = List.of(columns[0][r], columns[1][r]);
      assertThat(numbers[r]).isEqualTo(expected.computeIfAbsent(key, k -> expected.size()));
      assertThat(table.keys()[table.at(numbers[r])]).isEqualTo(columns[0][r]);
    }
    assertThat(table.size()).isEqualTo(expected.size());
  }

  /** Keys whose ranges grow from batch to batch, in the end beyond what places can tell apart. */
  @Property(tries = 100)
  void numbersStayWhateverIsMetLater(@ForAll long seed) {
    Random random = new Random(seed);
    KeyTable table = new KeyTable(3);
    Map<List<Integer>, Integer> expected = new HashMap<>();
    for (int bits = 1; bits <= 31; bits += 1 + random.nextInt(6)) {
      int[][] columns = new int[3][200];
      for (int[] column : columns) {
        int shift = 32 - (1 + random.nextInt(bits));
        Arrays.setAll(column, row -> random.nextInt() >> shift);
      }
      int[] numbers = new int[200];
      table.number(columns, 0, 200, numbers);
      for (int row = 0; row < 200; row++) {
        List<Integer> key = List.of(columns[0][row], columns[1][row], columns[2][row]);
        assertThat(numbers[row]).isEqualTo(expected.computeIfAbsent(key, k -> expected.size()));
      }
    }
  }

  @Test
  void aClearedTableStartsAgain() {
    KeyTable table = new KeyTable(1);
    int[] numbers = new int[1000];
    int[] keys = new int[1000];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = i * 7;
    }
    table.number(new int[][] {keys}, 0, 1000, numbers);
    assertThat(table.size()).isEqualTo(1000);
    table.clear();
    assertThat(table.size()).isZero();
    table.number(new int[][] {{14}}, 0, 1, numbers);
    assertThat(numbers[0]).isZero();
  }

  @Test
  void aTableThatWasNearlyEmptyStartsAgainToo() {
    KeyTable table = new KeyTable(1);
    int[] keys = new int[1000];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = i * 7;
    }
    int[] numbers = new int[1000];
    table.number(new int[][] {keys}, 0, 1000, numbers);
    table.clear();
    table.number(new int[][] {{7, 14}}, 0, 2, numbers);
    table.clear();
    assertThat(table.size()).isZero();
    table.number(new int[][] {keys}, 0, 1000, numbers);
    for (int i = 0; i < keys.length; i++) {
      assertThat(numbers[i]).isEqualTo(i);
    }
  }
}
