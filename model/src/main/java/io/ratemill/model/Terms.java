package io.ratemill.model;

import java.util.List;

/**
 * Everything that says who owns an account and what prices it, as one version.
 *
 * @param version counts up with every change that was taken, from 1
 */
public record Terms(
    long version,
    List<Owner> owners,
    List<PricingRule> rules,
    List<Product> products,
    List<Marketplace> marketplaces,
    List<ConnectorTerms> connectors) {
  public Terms {
    owners = List.copyOf(owners);
    rules = List.copyOf(rules);
    products = List.copyOf(products);
    marketplaces = List.copyOf(marketplaces);
    connectors = List.copyOf(connectors);
  }
}
