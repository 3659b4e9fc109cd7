package io.ratemill.sources.rollup;

import io.ratemill.columnar.TextColumn;
import io.ratemill.columnar.TextDictionary;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A small code for every text of a column, found once per distinct text.
 *
 * <p>Shape: the code of a null cell and of an absent column is that of the empty text.
 */
public final class TextCodes {
  private final ToIntFunction<String> code;
  private final int empty;

  /** Code of dictionary id {@code n} at index {@code n + 1}; the empty text's at 0. */
  private int[] codes;

  private int known;

  public TextCodes(ToIntFunction<String> code) {
    this.code = code;
    this.empty = code.applyAsInt("");
    this.codes = new int[] {empty};
  }

  /** The code of a dictionary id, or of {@link TextColumn#NULL}. */
  public int code(int id) {
    return codes[id + 1];
  }

  /** Fills the rows that have code 0 with the codes of a column, if the file has it. */
  public void fill(@Nullable TextColumn column, int rows, int[] into) {
    if (column == null) {
      return;
    }
    learn(column.dictionary());
    int[] ids = column.ids();
    for (int r = 0; r < rows; r++) {
      if (into[r] == 0) {
        into[r] = codes[ids[r] + 1];
      }
    }
  }

  /** Adds the codes of a column's rows, shifted left, to what is there. */
  public void or(@Nullable TextColumn column, int rows, int shift, int[] into) {
    if (column == null) {
      int all = empty << shift;
      if (all != 0) {
        for (int r = 0; r < rows; r++) {
          into[r] |= all;
        }
      }
      return;
    }
    learn(column.dictionary());
    int[] ids = column.ids();
    int[] byId = codes;
    for (int r = 0; r < rows; r++) {
      into[r] |= byId[ids[r] + 1] << shift;
    }
  }

  /** Learns the texts that are new in a dictionary. */
  public void learn(TextDictionary dictionary) {
    int size = dictionary.size();
    if (size == known) {
      return;
    }
    if (codes.length <= size) {
      codes = Arrays.copyOf(codes, Math.max(size + 1, codes.length * 2));
    }
    for (int id = known; id < size; id++) {
      codes[id + 1] = code.applyAsInt(dictionary.text(id));
    }
    known = size;
  }
}
