package io.ratemill.jobs.config;

import io.ratemill.model.Provider;
import io.ratemill.sources.store.Secret;
import java.util.Map;

/**
 * One configured place where a provider leaves bills.
 *
 * <p>Shape: absent texts are empty; the secret is a reference, looked up where a client opens.
 *
 * @param format one of the provider's formats, such as {@code cur-legacy}
 * @param location where the bills lie
 * @param endpoint another address of the store, with its scheme
 * @param options the provider's and the place's own options, by name
 * @param product id of the product that it reports under
 * @param marketplace id of the marketplace that prices it where its owners say nothing else
 * @param acceptEmpty whether an empty delivery may replace lines that are there
 */
public record ConnectorConfig(
    String id,
    Provider provider,
    String format,
    Location location,
    String region,
    String endpoint,
    Secret secret,
    String product,
    String marketplace,
    boolean acceptEmpty,
    Map<String, String> options) {
  public ConnectorConfig {
    options = Map.copyOf(options);
  }
}
