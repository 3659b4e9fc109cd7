package io.ratemill.jobs.ledger;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * The texts of markups, rates and margins, of which there are few and each is written very often.
 */
final class PlainNumbers {
  /** More than any terms have; where they have more, the texts are made again. */
  private static final int MOST = 10_000;

  private final Map<BigDecimal, String> texts = new HashMap<>();

  /** A number in plain notation. */
  String text(BigDecimal number) {
    String known = texts.get(number);
    if (known == null) {
      if (texts.size() >= MOST) {
        texts.clear();
      }
      known = number.toPlainString();
      texts.put(number, known);
    }
    return known;
  }
}
