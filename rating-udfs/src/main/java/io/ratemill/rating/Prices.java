package io.ratemill.rating;

import io.ratemill.model.Dated;
import io.ratemill.model.Parameters;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The parameters of a marketplace or of one of its payers, read once and ready to be looked up. */
record Prices(
    Schedule<BigDecimal> markup,
    Schedule<BigDecimal> markupMarketplace,
    Schedule<Map<String, BigDecimal>> rates,
    Schedule<String> currency,
    Schedule<String> multiplePayers,
    Schedule<String> defaultPayer) {
  static final Prices NONE = of(Parameters.NONE);

  static Prices of(Parameters parameters) {
    return new Prices(
        schedule(parameters, "customMarkup", values -> Markup.markUp(values.get(""))),
        schedule(parameters, "customMarkupMarketplace", values -> Markup.markUp(values.get(""))),
        schedule(parameters, "fxRate", Exchange::rates),
        schedule(parameters, "marketplaceCurrency", v -> plain(v).toUpperCase(Locale.ROOT)),
        schedule(parameters, "enableMultiplePayer", v -> plain(v).toLowerCase(Locale.ROOT)),
        schedule(parameters, "defaultPayer", Prices::plain));
  }

  private static <V> Schedule<V> schedule(
      Parameters parameters, String name, Function<Map<String, String>, V> read) {
    List<Dated> dated = parameters.values(name);
    return Schedule.of(dated, read);
  }

  private static String plain(Map<String, String> values) {
    return values.getOrDefault("", "").strip();
  }
}
