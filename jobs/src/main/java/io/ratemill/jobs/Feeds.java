package io.ratemill.jobs;

import io.ratemill.jobs.config.ConnectorConfig;
import io.ratemill.jobs.config.Location;
import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.aws.AwsFeed;
import io.ratemill.sources.aws.S3Place;
import io.ratemill.sources.azure.AzureCloud;
import io.ratemill.sources.azure.AzureFeed;
import io.ratemill.sources.azure.BlobPlace;
import io.ratemill.sources.focus.FocusFeed;
import io.ratemill.sources.gcp.BigQueryFeed;
import io.ratemill.sources.gcp.BigQueryPlace;
import io.ratemill.sources.gcp.CloudStoragePlace;
import io.ratemill.sources.gcp.ExportedTableFeed;
import io.ratemill.sources.gcp.GcpFeed;
import io.ratemill.sources.kafka.KafkaFeed;
import io.ratemill.sources.kafka.TopicPlace;
import io.ratemill.sources.oci.OciFeed;
import io.ratemill.sources.oci.OciPlace;
import io.ratemill.sources.store.FolderPlace;
import io.ratemill.sources.store.StorePlace;
import java.time.Duration;

/** The feed of each provider and the store of each place: the lines that adding one adds here. */
public final class Feeds {
  private Feeds() {}

  /** The feed of a connector. Errors: a provider that cannot be read yet is refused. */
  public static BillingFeed of(ConnectorConfig connector, Grain grain) {
    return switch (connector.provider()) {
      case AWS ->
          AwsFeed.of(
              connector.id(), connector.format(), place(connector, connector.location()), grain);
      case FOCUS ->
          new FocusFeed(
              connector.id(),
              connector.provider().text(),
              place(connector, connector.location()),
              grain);
      case GCP -> google(connector, grain);
      case AZURE -> azure(connector, grain);
      case OCI ->
          OciFeed.of(
              connector.id(), connector.format(), place(connector, connector.location()), grain);
      case KAFKA -> new KafkaFeed(connector.id(), topic(connector), grain);
    };
  }

  private static TopicPlace topic(ConnectorConfig connector) {
    if (connector.location() instanceof Location.Topic topic) {
      return new TopicPlace(
          topic.servers(), topic.topic(), connector.secret(), connector.options());
    }
    throw unread(connector, connector.location().text());
  }

  private static BillingFeed google(ConnectorConfig connector, Grain grain) {
    if (connector.location() instanceof Location.BigQuery table) {
      BigQueryPlace place =
          new BigQueryPlace(
              table.project(),
              table.dataset(),
              table.table(),
              connector.endpoint(),
              connector.secret(),
              connector.options());
      CloudStoragePlace exports = place.exports();
      return exports == null
          ? BigQueryFeed.of(connector.id(), connector.format(), place, grain)
          : ExportedTableFeed.of(connector.id(), connector.format(), place, exports, grain);
    }
    return GcpFeed.of(
        connector.id(),
        connector.format(),
        place(connector, connector.location()),
        GcpFeed.Markers.parse(connector.options().getOrDefault("marker", "")),
        grain);
  }

  private static BillingFeed azure(ConnectorConfig connector, Grain grain) {
    if (connector.location() instanceof Location.Exports both) {
      return AzureFeed.ofBoth(
          connector.id(),
          place(connector, both.actual()),
          place(connector, both.amortized()),
          grain);
    }
    return AzureFeed.of(
        connector.id(), connector.format(), place(connector, connector.location()), grain);
  }

  /** The store of a place, which is the connector's location or one of its two. */
  private static StorePlace place(ConnectorConfig connector, Location location) {
    if (location instanceof Location.Folder folder) {
      return new FolderPlace(folder.path().toString());
    }
    if (location instanceof Location.CloudStorage cloud) {
      return new CloudStoragePlace(
          cloud.bucket(),
          cloud.prefix(),
          connector.endpoint(),
          connector.secret(),
          pause(connector));
    }
    if (location instanceof Location.AzureBlob blob) {
      return new BlobPlace(
          blob.account(),
          blob.container(),
          blob.path(),
          AzureCloud.parse(connector.region()),
          connector.endpoint(),
          connector.secret(),
          pause(connector));
    }
    if (location instanceof Location.S3 bucket) {
      return new S3Place(
          bucket.bucket(),
          bucket.prefix(),
          connector.region(),
          connector.endpoint(),
          connector.secret(),
          connector.options());
    }
    if (location instanceof Location.Oci oci) {
      return new OciPlace(
          oci.namespace(),
          oci.bucket(),
          oci.prefix(),
          connector.region(),
          connector.endpoint(),
          connector.secret(),
          connector.options());
    }
    throw unread(connector, location.text());
  }

  private static Duration pause(ConnectorConfig connector) {
    String pause = connector.options().getOrDefault(StorePlace.LOOK_EVERY, "");
    return pause.isEmpty() ? StorePlace.REMOTE_PAUSE : Duration.parse(pause);
  }

  /** The configuration's reader refuses these first, with their line and what to do. */
  private static IllegalArgumentException unread(ConnectorConfig connector, String what) {
    return new IllegalArgumentException(
        "connector " + connector.id() + ": " + what + " cannot be read yet");
  }
}
