package io.ratemill.model;

import java.util.Map;

/**
 * Where usage is sold: the parties of its reports, and the terms that price it.
 *
 * @param payers parameters that win over the marketplace's, by payer account id
 * @param resellerPayers the payer account of each reseller, by reseller id
 */
public record Marketplace(
    String id,
    String name,
    Party hub,
    Party vendor,
    Party distributor,
    Party contract,
    Parameters parameters,
    Map<String, Parameters> payers,
    Map<String, String> resellerPayers,
    RatingPolicy rating) {
  public Marketplace {
    payers = Map.copyOf(payers);
    resellerPayers = Map.copyOf(resellerPayers);
  }
}
