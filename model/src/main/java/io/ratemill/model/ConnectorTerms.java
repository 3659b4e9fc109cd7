package io.ratemill.model;

/** What a connector's lines are priced under where their owner says nothing else. */
public record ConnectorTerms(
    String id, Provider provider, String productId, String marketplaceId) {}
