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

  private final Last markups = new Last("markup");
  private final Last rates = new Last("rate");
  private final Last spMargins = new Last("sp_margin");
  private final Last resellerMargins = new Last("reseller_margin");
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
    // What prices one charge mostly prices the next one, and then its numbers make no objects here.
    int tierBefore = lastTier;
    // Until all arguments are taken, the factor is of none.
    lastTier = -1;
    boolean changed = tier != tierBefore;
    changed |= markups.take(markup);
    changed |= rates.take(rate);
    changed |= spMargins.take(spMargin);
    changed |= resellerMargins.take(resellerMargin);
    if (changed) {
      factorFits =
          factor.set(
              Tiers.factor(
                  markups.number, rates.number, tier, spMargins.number, resellerMargins.number));
    }
    lastTier = tier;
    if (factorFits && product.parse(msrp) && product.multiply(factor)) {
      return product.utf8(0);
    }
    return Money.utf8(
        Tiers.rate(
            ExactText.parse("msrp", msrp),
            markups.number,
            rates.number,
            tier,
            spMargins.number,
            resellerMargins.number));
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
