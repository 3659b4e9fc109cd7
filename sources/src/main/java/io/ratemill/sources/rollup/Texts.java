package io.ratemill.sources.rollup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers distinct texts in the order in which they are met. */
public final class Texts {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  /** The number of a text, a new one if it was never met. */
  public int number(String text) {
    Integer known = numbers.putIfAbsent(text, texts.size());
    if (known != null) {
      return known;
    }
    texts.add(text);
    return texts.size() - 1;
  }

  /** How many texts there are. */
  public int size() {
    return texts.size();
  }

  public String text(int number) {
    return texts.get(number);
  }
}
