package io.ratemill.rating;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The exchange from a bill's currency to a report's.
 *
 * <p>Shape: rates by bill currency in upper case; a plain number sits under the empty key and holds
 * for any bill currency. Units: report currency per unit of bill currency.
 */
public final class Exchange {
  private Exchange() {}

  /** The usable rates of a parameter's values: what is no number above 0 is no rate. */
  public static Map<String, BigDecimal> rates(Map<String, String> values) {
    Map<String, BigDecimal> rates = new HashMap<>();
    values.forEach(
        (currency, text) -> {
          BigDecimal rate = Markup.positive(text);
          if (rate != null) {
            rates.put(currency.strip().toUpperCase(Locale.ROOT), rate);
          }
        });
    return Map.copyOf(rates);
  }

  /** The rate between two currencies: 1 for equal ones; absent where there is none above 0. */
  public static @Nullable BigDecimal exchange(
      String billCurrency, String reportCurrency, Map<String, BigDecimal> rates) {
    if (billCurrency.equalsIgnoreCase(reportCurrency)) {
      return BigDecimal.ONE;
    }
    BigDecimal rate = rates.get(billCurrency.toUpperCase(Locale.ROOT));
    return rate != null ? rate : rates.get("");
  }
}
