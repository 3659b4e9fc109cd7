package io.ratemill.rating;

import io.ratemill.model.CostBasis;
import io.ratemill.model.Wide;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Exact numbers as the text under which they travel through SQL.
 *
 * <p>Errors: a text that is no number is refused with the argument's name.
 */
public final class ExactText {
  private ExactText() {}

  /** The number of a text. */
  public static BigDecimal parse(String argument, String text) {
    return parse(argument, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The number of a text in UTF-8. */
  public static BigDecimal parse(String argument, byte[] utf8) {
    Wide wide = new Wide();
    if (wide.parse(utf8)) {
      return wide.decimal();
    }
    String text = new String(utf8, StandardCharsets.UTF_8);
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          argument + " is '" + text + "'; give a number in plain decimal text", e);
    }
  }

  /** The cost that a basis names among four, as it is written; absent for {@code drop}. */
  public static @Nullable String basisCost(
      String basis,
      @Nullable String billed,
      @Nullable String listPriced,
      @Nullable String effective,
      @Nullable String contracted) {
    return switch (basisOf(basis)) {
      case BILLED -> billed;
      case LIST -> listPriced;
      case EFFECTIVE -> effective;
      case CONTRACTED -> contracted;
      case DROP -> null;
    };
  }

  private static CostBasis basisOf(String word) {
    try {
      return CostBasis.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "basis is '" + word + "'; use billed, list, effective, contracted or drop", e);
    }
  }
}
