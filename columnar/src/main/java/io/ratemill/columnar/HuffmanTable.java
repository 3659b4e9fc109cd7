package io.ratemill.columnar;

import java.util.Arrays;

/**
 * A Huffman code of deflated data as a table: the next bits of the data lead to an entry, which
 * says what they stand for and how many of them it takes.
 *
 * <p>Shape. The lowest {@link #rootBits} bits are the place of an entry; where a code is longer,
 * the entry there says where the table for the bits behind them begins. An entry holds
 *
 * <ul>
 *   <li>bits 0 to 5: how many bits it takes, those extra to the code included;
 *   <li>bits 8 to 11: how many of them are the code, or how many lead into the table below;
 *   <li>bits 13, 14 and 15: {@link #END}, {@link #BELOW}, and {@link #SPECIAL} for these and for
 *       bits that stand for nothing;
 *   <li>bits 16 to 30: the byte, the least length or distance, or where the table below begins;
 *   <li>bit 31: {@link #LITERAL}, so that it is the entries below zero that are bytes.
 * </ul>
 *
 * <p>Source. RFC 1951, 3.2.2 and 3.2.5; incomplete codes are taken and refused as zlib does.
 */
final class HuffmanTable {
  static final int END = 1 << 13;
  static final int BELOW = 1 << 14;
  static final int SPECIAL = 1 << 15;
  static final int LITERAL = 1 << 31;

  private static final int VALUE_SHIFT = 16;
  private static final int CODE_SHIFT = 8;
  private static final int LONGEST_CODE = 15;
  private static final int LENGTH_SYMBOLS = 29;
  private static final int DISTANCE_SYMBOLS = 30;

  private final int[] meanings;
  private final boolean mayHaveOneCode;
  private final int rootBits;
  private final int[] entries;
  private final int[] counts = new int[LONGEST_CODE + 1];
  private final int[] sorted;
  private final int[] codes;

  /** For the bits of each place of the root, how long the longest code is that begins with them. */
  private final int[] deepest;

  private HuffmanTable(int[] meanings, int rootBits, boolean mayHaveOneCode) {
    this.meanings = meanings;
    this.rootBits = rootBits;
    this.mayHaveOneCode = mayHaveOneCode;
    // A table below holds at least two codes.
    int below = (meanings.length / 2) << (LONGEST_CODE - rootBits);
    this.entries = new int[(1 << rootBits) + below];
    this.sorted = new int[meanings.length];
    this.codes = new int[meanings.length];
    this.deepest = new int[1 << rootBits];
  }

  /** For bytes, lengths of what is repeated, and the end of a block. */
  static HuffmanTable ofLiterals(int rootBits) {
    int[] meanings = new int[288];
    Arrays.fill(meanings, SPECIAL);
    for (int literal = 0; literal < 256; literal++) {
      meanings[literal] = LITERAL | literal << VALUE_SHIFT;
    }
    meanings[256] = SPECIAL | END;
    int length = 3;
    for (int i = 0; i < LENGTH_SYMBOLS - 1; i++) {
      int extra = Math.max(0, i / 4 - 1);
      meanings[257 + i] = length << VALUE_SHIFT | extra;
      length += 1 << extra;
    }
    meanings[256 + LENGTH_SYMBOLS] = 258 << VALUE_SHIFT;
    return new HuffmanTable(meanings, rootBits, true);
  }

  /** For how far back what is repeated begins. */
  static HuffmanTable ofDistances(int rootBits) {
    int[] meanings = new int[32];
    Arrays.fill(meanings, SPECIAL);
    int distance = 1;
    for (int i = 0; i < DISTANCE_SYMBOLS; i++) {
      int extra = Math.max(0, i / 2 - 1);
      meanings[i] = distance << VALUE_SHIFT | extra;
      distance += 1 << extra;
    }
    return new HuffmanTable(meanings, rootBits, true);
  }

  /** For the lengths of the codes of the other two. */
  static HuffmanTable ofCodeLengths() {
    int[] meanings = new int[19];
    for (int i = 0; i < meanings.length; i++) {
      meanings[i] = i << VALUE_SHIFT;
    }
    return new HuffmanTable(meanings, 7, false);
  }

  int rootBits() {
    return rootBits;
  }

  int[] entries() {
    return entries;
  }

  /**
   * Makes the table anew.
   *
   * @param lengths how many bits the code of each symbol has, 0 if it has none
   * @return whether the lengths are those of a code
   */
  boolean build(byte[] lengths, int from, int symbols) {
    int longest = sort(lengths, from, symbols);
    Arrays.fill(entries, 0, 1 << rootBits, SPECIAL);
    if (longest == 0) {
      return true;
    }
    int left = 1;
    for (int length = 1; length <= LONGEST_CODE; length++) {
      left = 2 * left - counts[length];
      if (left < 0) {
        return false;
      }
    }
    if (left > 0 && (longest != 1 || !mayHaveOneCode)) {
      return false;
    }
    number(longest);
    place(longest);
    return true;
  }

  /** Puts the symbols that have a code in order of its length; returns the greatest length. */
  private int sort(byte[] lengths, int from, int symbols) {
    Arrays.fill(counts, 0);
    for (int i = 0; i < symbols; i++) {
      counts[lengths[from + i]]++;
    }
    counts[0] = 0;
    int[] next = new int[LONGEST_CODE + 2];
    int longest = 0;
    for (int length = 1; length <= LONGEST_CODE; length++) {
      next[length + 1] = next[length] + counts[length];
      longest = counts[length] > 0 ? length : longest;
    }
    for (int symbol = 0; symbol < symbols; symbol++) {
      int length = lengths[from + symbol];
      if (length > 0) {
        sorted[next[length]++] = symbol;
      }
    }
    return longest;
  }

  /** The code of each symbol as it is met in the data, its first bit lowest. */
  private void number(int longest) {
    int root = (1 << rootBits) - 1;
    if (longest > rootBits) {
      Arrays.fill(deepest, 0);
    }
    int code = 0;
    int at = 0;
    for (int length = 1; length <= longest; length++) {
      for (int i = counts[length]; i > 0; i--) {
        codes[at++] = code;
        if (length > rootBits) {
          deepest[code & root] = length;
        }
        int bit = 1 << (length - 1);
        while ((code & bit) != 0) {
          code ^= bit;
          bit >>>= 1;
        }
        code |= bit;
      }
    }
  }

  private void place(int longest) {
    int root = (1 << rootBits) - 1;
    int free = root + 1;
    int at = 0;
    for (int length = 1; length <= longest; length++) {
      for (int i = counts[length]; i > 0; i--) {
        int code = codes[at];
        int meaning = meanings[sorted[at++]];
        if (length <= rootBits) {
          int entry = meaning + length + (length << CODE_SHIFT);
          for (int place = code; place <= root; place += 1 << length) {
            entries[place] = entry;
          }
          continue;
        }
        int depth = deepest[code & root] - rootBits;
        if ((entries[code & root] & BELOW) == 0) {
          entries[code & root] =
              free << VALUE_SHIFT | SPECIAL | BELOW | depth << CODE_SHIFT | rootBits;
          free += 1 << depth;
        }
        int below = entries[code & root] >>> VALUE_SHIFT;
        int entry = meaning + (length - rootBits) + ((length - rootBits) << CODE_SHIFT);
        for (int place = code >>> rootBits; place < 1 << depth; place += 1 << (length - rootBits)) {
          entries[below + place] = entry;
        }
      }
    }
  }
}
