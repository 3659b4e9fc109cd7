package io.ratemill.rating.udf;

import io.ratemill.model.Money;
import io.ratemill.rating.ExactText;
import io.ratemill.rating.Tiers;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code RATE(msrp, markup, rate, tier, sp_margin, reseller_margin)}: what a tier pays.
 *
 * <p>Shape: exact text in and out, never rounded; NULL where any argument is.
 */
public final class RateFunction extends ScalarFunction {
  public @Nullable String eval(
      @Nullable String msrp,
      @Nullable String markup,
      @Nullable String rate,
      @Nullable Integer tier,
      @Nullable String spMargin,
      @Nullable String resellerMargin) {
    if (msrp == null
        || markup == null
        || rate == null
        || tier == null
        || spMargin == null
        || resellerMargin == null) {
      return null;
    }
    return Money.text(
        Tiers.rate(
            ExactText.parse("msrp", msrp),
            ExactText.parse("markup", markup),
            ExactText.parse("rate", rate),
            tier,
            ExactText.parse("sp_margin", spMargin),
            ExactText.parse("reseller_margin", resellerMargin)));
  }
}
