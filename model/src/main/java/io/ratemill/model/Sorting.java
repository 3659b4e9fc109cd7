package io.ratemill.model;

/** Orders numbered things by small numbers that they have, in time that grows with their count. */
public final class Sorting {
  private Sorting() {}

  /** 0, 1, 2 and so on. */
  public static int[] identity(int size) {
    int[] all = new int[size];
    for (int i = 0; i < size; i++) {
      all[i] = i;
    }
    return all;
  }

  /**
   * Orders things by a value each; those with equal values keep their order.
   *
   * @param values the value of each thing, by its number, 0 to {@code distinct - 1}
   * @param things numbers of things in their order so far
   */
  public static int[] by(int[] values, int distinct, int[] things) {
    int[] next = new int[distinct + 1];
    for (int thing : things) {
      next[values[thing] + 1]++;
    }
    for (int value = 0; value < distinct; value++) {
      next[value + 1] += next[value];
    }
    int[] ordered = new int[things.length];
    for (int thing : things) {
      ordered[next[values[thing]]++] = thing;
    }
    return ordered;
  }
}
