package io.ratemill.sources.rollup;

import io.ratemill.columnar.TextColumn;
import io.ratemill.columnar.TextDictionary;
import io.ratemill.sources.charges.ChargeTable;
import java.util.Arrays;

/**
 * The numbers that a table of charges has for the resources of one column.
 *
 * <p>Shape: found once per distinct text, as long as the table keeps them.
 */
final class ResourceNumbers {
  /** Number of dictionary id {@code n} at index {@code n + 1}; none for a null cell. */
  private int[] numbers = new int[64];

  private int known;
  private int round;

  /** Fills the rows that have no resource yet. */
  void fill(TextColumn column, int from, int to, ChargeTable table, int[] into) {
    learn(column.dictionary(), table);
    int[] ids = column.ids();
    int[] byId = numbers;
    for (int row = from; row < to; row++) {
      if (into[row] == ChargeTable.NO_RESOURCE) {
        into[row] = byId[ids[row] + 1];
      }
    }
  }

  private void learn(TextDictionary dictionary, ChargeTable table) {
    if (round != table.round()) {
      round = table.round();
      known = 0;
    }
    int size = dictionary.size();
    if (numbers.length <= size) {
      numbers = Arrays.copyOf(numbers, Math.max(size + 1, numbers.length * 2));
    }
    for (int id = known; id < size; id++) {
      if ((id - known) % TextDictionary.AHEAD == 0) {
        table.bringResourcesNear(dictionary, id, Math.min(size, id + TextDictionary.AHEAD));
      }
      numbers[id + 1] =
          dictionary.isBlank(id) ? ChargeTable.NO_RESOURCE : table.resource(dictionary, id);
    }
    known = size;
  }
}
