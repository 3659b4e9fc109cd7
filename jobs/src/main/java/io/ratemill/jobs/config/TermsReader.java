package io.ratemill.jobs.config;

import io.ratemill.model.ConnectorTerms;
import io.ratemill.model.Owner;
import io.ratemill.model.PricingRule;
import io.ratemill.model.Terms;
import java.util.List;

/** Puts a configuration, owners and rules together as one version of the terms. */
public final class TermsReader {
  private TermsReader() {}

  public static Terms terms(
      Configuration configuration, List<Owner> owners, List<PricingRule> rules, long version) {
    return new Terms(
        version,
        owners,
        rules,
        configuration.products(),
        configuration.marketplaces(),
        configuration.connectors().stream()
            .map(
                each ->
                    new ConnectorTerms(
                        each.id(), each.provider(), each.product(), each.marketplace()))
            .toList());
  }
}
