package io.ratemill.jobs;

import io.ratemill.jobs.config.ConnectorConfig;
import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.aws.AwsFeed;
import io.ratemill.sources.focus.FocusFeed;
import io.ratemill.sources.store.FolderPlace;

/** The feed of each provider: the one line that adding a provider adds here. */
public final class Feeds {
  private Feeds() {}

  /** The feed of a connector. Errors: a provider that cannot be read yet is refused. */
  public static BillingFeed of(ConnectorConfig connector, Grain grain) {
    return switch (connector.provider()) {
      case AWS -> AwsFeed.of(connector.id(), connector.format(), connector.folder(), grain);
      case FOCUS ->
          new FocusFeed(
              connector.id(),
              connector.provider().text(),
              new FolderPlace(connector.folder().toString()),
              grain);
      case AZURE, GCP, OCI, KAFKA ->
          throw new IllegalArgumentException(
              "connector "
                  + connector.id()
                  + ": provider "
                  + connector.provider().text()
                  + " cannot be read yet");
    };
  }
}
