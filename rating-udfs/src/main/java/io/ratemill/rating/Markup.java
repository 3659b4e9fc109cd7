package io.ratemill.rating;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The factor that a markup parameter stands for.
 *
 * <p>Source: AWS Consolidated FAQ: a markup that is blank, no number, zero or negative counts as 1.
 */
public final class Markup {
  /** Longest shift of the decimal point that is still taken for a number somebody meant. */
  private static final int MAX_SHIFT = 100;

  private Markup() {}

  /** The factor of a parameter's text. */
  public static BigDecimal markUp(@Nullable String text) {
    BigDecimal number = positive(text);
    return number == null ? BigDecimal.ONE : number;
  }

  /**
   * The number of a text, without zeros at its end; absent where the text is blank, no number, zero
   * or negative.
   */
  static @Nullable BigDecimal positive(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text.strip());
      boolean sane = Math.abs((long) number.scale()) <= MAX_SHIFT;
      return sane && number.signum() > 0 ? number.stripTrailingZeros() : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }
}
