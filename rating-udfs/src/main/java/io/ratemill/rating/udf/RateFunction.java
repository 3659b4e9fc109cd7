package io.ratemill.rating.udf;

import io.ratemill.model.Money;
import io.ratemill.model.Wide;
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
  private static final long serialVersionUID = 1L;

  private final Last markup = new Last("markup");
  private final Last rate = new Last("rate");
  private final Last spMargin = new Last("sp_margin");
  private final Last resellerMargin = new Last("reseller_margin");
  private final Wide product = new Wide();

  /** All that applies to costs of the last tier, if it fits. */
  private final Wide factor = new Wide();

  private boolean factorFits;
  private int lastTier = -1;

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
      byte @Nullable [] ofMarkup,
      byte @Nullable [] ofRate,
      @Nullable Integer tier,
      byte @Nullable [] ofSpMargin,
      byte @Nullable [] ofResellerMargin) {
    if (msrp == null
        || ofMarkup == null
        || ofRate == null
        || tier == null
        || ofSpMargin == null
        || ofResellerMargin == null) {
      return null;
    }
    // What prices one charge mostly prices the next one, and then nothing here makes an object but
    // the result.
    int tierBefore = lastTier;
    // Until all arguments are taken, the factor is of none.
    lastTier = -1;
    boolean changed = tier != tierBefore;
    changed |= markup.take(ofMarkup);
    changed |= rate.take(ofRate);
    changed |= spMargin.take(ofSpMargin);
    changed |= resellerMargin.take(ofResellerMargin);
    if (changed) {
      factorFits =
          factor.set(
              Tiers.factor(
                  markup.number, rate.number, tier, spMargin.number, resellerMargin.number));
    }
    lastTier = tier;
    if (factorFits && product.parse(msrp) && product.multiply(factor)) {
      return product.utf8(0);
    }
    return Money.utf8(
        Tiers.rate(
            ExactText.parse("msrp", msrp),
            markup.number,
            rate.number,
            tier,
            spMargin.number,
            resellerMargin.number));
  }

  private static byte @Nullable [] utf8(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  /** An argument as it was last. */
  private static final class Last implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String argument;
    private byte @Nullable [] text;
    private BigDecimal number = BigDecimal.ZERO;

    Last(String argument) {
      this.argument = argument;
    }

    /** Takes up the argument, and says whether it is another one. */
    boolean take(byte[] given) {
      if (Arrays.equals(given, text)) {
        return false;
      }
      number = ExactText.parse(argument, given);
      text = given;
      return true;
    }
  }
}
