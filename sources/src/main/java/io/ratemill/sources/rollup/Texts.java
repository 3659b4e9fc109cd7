package io.ratemill.sources.rollup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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

  /** Codes by which {@link #ofCode} finds texts again: 0 for a blank one, else the number + 1. */
  public TextCodes codes(UnaryOperator<String> word) {
    return new TextCodes(
        text -> {
          String written = word.apply(text);
          return written.isBlank() ? 0 : number(written) + 1;
        });
  }

  /** The text of a code, empty for 0. */
  public String ofCode(int code) {
    return code == 0 ? "" : texts.get(code - 1);
  }

  /** How many texts there are. */
  public int size() {
    return texts.size();
  }

  public String text(int number) {
    return texts.get(number);
  }
}
