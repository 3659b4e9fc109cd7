package io.ratemill.model;

import java.util.List;
import java.util.Map;

/**
 * The pricing parameters of a marketplace or of one of its payers, by name, each a dated list in
 * order of its days.
 *
 * <p>Shape: names are {@code customMarkup}, {@code customMarkupMarketplace}, {@code fxRate}, {@code
 * marketplaceCurrency}, {@code enableMultiplePayer}, {@code defaultPayer}; an absent name is no
 * value.
 */
public record Parameters(Map<String, List<Dated>> byName) {
  public static final Parameters NONE = new Parameters(Map.of());

  public Parameters {
    byName = Map.copyOf(byName);
  }

  public List<Dated> values(String name) {
    return byName.getOrDefault(name, List.of());
  }
}
