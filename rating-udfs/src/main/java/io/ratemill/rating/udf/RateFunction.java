package io.ratemill.rating.udf;

import io.ratemill.model.Money;
import io.ratemill.rating.ExactText;
import io.ratemill.rating.Tiers;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code RATE(msrp, markup, rate, tier, sp_margin, reseller_margin)}: what a tier pays.
 *
 * <p>Shape: exact text in and out, or its bytes in UTF-8, never rounded; NULL where any argument
 * is.
 */
public final class RateFunction extends ScalarFunction {
  private final Last markups = new Last("markup");
  private final Last rates = new Last("rate");
  private final Last spMargins = new Last("sp_margin");
  private final Last resellerMargins = new Last("reseller_margin");

  public @Nullable String eval(
      @Nullable String msrp,
      @Nullable String markup,
      @Nullable String rate,
      @Nullable Integer tier,
      @Nullable String spMargin,
      @Nullable String resellerMargin) {
    byte[] rated =
        eval(utf8(msrp), utf8(markup), utf8(rate), tier, utf8(spMargin), utf8(resellerMargin));
    return rated == null ? null : new String(rated, StandardCharsets.UTF_8);
  }

  public byte @Nullable [] eval(
      byte @Nullable [] msrp,
      byte @Nullable [] markup,
      byte @Nullable [] rate,
      @Nullable Integer tier,
      byte @Nullable [] spMargin,
      byte @Nullable [] resellerMargin) {
    if (msrp == null
        || markup == null
        || rate == null
        || tier == null
        || spMargin == null
        || resellerMargin == null) {
      return null;
    }
    return Money.utf8(
        Tiers.rate(
            ExactText.parse("msrp", msrp),
            markups.parse(markup),
            rates.parse(rate),
            tier,
            spMargins.parse(spMargin),
            resellerMargins.parse(resellerMargin)));
  }

  private static byte @Nullable [] utf8(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  /** The number of the last text: what prices one charge mostly prices the next one. */
  private static final class Last implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String argument;
    private byte @Nullable [] text;
    private BigDecimal number = BigDecimal.ZERO;

    Last(String argument) {
      this.argument = argument;
    }

    BigDecimal parse(byte[] given) {
      if (!Arrays.equals(given, text)) {
        number = ExactText.parse(argument, given);
        text = given;
      }
      return number;
    }
  }
}
