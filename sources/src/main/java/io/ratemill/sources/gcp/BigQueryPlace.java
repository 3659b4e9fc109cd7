package io.ratemill.sources.gcp;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.auth.Credentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.storage.v1.BigQueryReadClient;
import com.google.cloud.bigquery.storage.v1.BigQueryReadSettings;
import com.google.cloud.http.HttpTransportOptions;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StorePlace;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of BigQuery: configuration only, which travels; clients are opened per use.
 *
 * <p>Shape: two services stand behind it, one that is asked for the table and its partitions, and
 * one that its rows are read from. Without a secret the application default credentials count, over
 * plain http none.
 *
 * @param endpoint another address of the first service, with its scheme, or empty
 * @param options {@link #READ_ENDPOINT}, and how often the table is looked at
 */
public record BigQueryPlace(
    String project,
    String dataset,
    String table,
    String endpoint,
    Secret secret,
    Map<String, String> options)
    implements Serializable {
  /** The option that names another address of the service that rows are read from. */
  public static final String READ_ENDPOINT = "read-endpoint";

  /** The option that names the folder of a bucket that rows are exported to, and read from. */
  public static final String EXPORT_TO = "export-to";

  /** The option that names another address of Cloud Storage, for that folder. */
  public static final String EXPORT_ENDPOINT = "export-endpoint";

  /** Google exports some times a day; a look asks a query that reads a column of the table. */
  static final Duration PAUSE = Duration.ofMinutes(15);

  /**
   * The Storage Read API takes no token that is only for reading; what the account may do is said
   * by its roles.
   */
  private static final String SCOPE = "https://www.googleapis.com/auth/bigquery";

  /** An export is a query that writes to Cloud Storage. */
  private static final String WRITING = "https://www.googleapis.com/auth/cloud-platform";

  private static final Duration CONNECT = Duration.ofSeconds(20);

  public BigQueryPlace {
    options = Map.copyOf(options);
  }

  /** The place as people write it. */
  public String text() {
    return "bigquery://" + project + "/" + dataset + "/" + table;
  }

  /** The table as SQL names it. */
  String name() {
    return project + "." + dataset + "." + table;
  }

  TableId id() {
    return TableId.of(project, dataset, table);
  }

  /** The table as the Storage Read API names it. */
  String resource() {
    return "projects/" + project + "/datasets/" + dataset + "/tables/" + table;
  }

  Duration pause() {
    return options.containsKey(StorePlace.LOOK_EVERY) ? StorePlace.remotePause(options) : PAUSE;
  }

  /** The folder that rows are exported to, where they are read from files; else null. */
  public @Nullable CloudStoragePlace exports() {
    String folder = options.get(EXPORT_TO);
    if (folder == null) {
      return null;
    }
    String[] words = folder.substring(folder.indexOf("://") + 3).split("/", 2);
    return new CloudStoragePlace(
        words[0],
        words.length > 1 ? words[1] : "",
        options.getOrDefault(EXPORT_ENDPOINT, ""),
        secret,
        pause());
  }

  /** A client of the service that knows the table. */
  BigQuery tables(Patience patience) throws StoreException {
    BigQueryOptions.Builder built =
        BigQueryOptions.newBuilder()
            .setTransportOptions(
                HttpTransportOptions.newBuilder()
                    .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()))
                    .setReadTimeout(Math.toIntExact(patience.silence().toMillis()))
                    .build());
    built.setProjectId(project);
    String scope = options.containsKey(EXPORT_TO) ? WRITING : SCOPE;
    built.setCredentials(GoogleSecret.credentials(secret, endpoint, scope));
    built.setRetrySettings(patience.retries());
    if (!endpoint.isEmpty()) {
      built.setHost(endpoint);
    }
    return built.build().getService();
  }

  /** A client of the service that rows are read from. */
  BigQueryReadClient rows(Patience patience) throws StoreException {
    String address = options.getOrDefault(READ_ENDPOINT, "");
    Credentials credentials = GoogleSecret.credentials(secret, address, SCOPE);
    BigQueryReadSettings.Builder settings =
        BigQueryReadSettings.newBuilder()
            .setCredentialsProvider(
                credentials instanceof NoCredentials
                    ? NoCredentialsProvider.create()
                    : FixedCredentialsProvider.create(credentials));
    settings.createReadSessionSettings().setRetrySettings(patience.limitedRetries());
    settings.readRowsSettings().setRetrySettings(patience.limitedRetries());
    settings.setWatchdogCheckIntervalDuration(patience.silence().dividedBy(4));
    if (!address.isEmpty()) {
      settings.setTransportChannelProvider(channel(URI.create(address)));
    }
    try {
      return BigQueryReadClient.create(settings.build());
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Trouble.UNREACHABLE,
          "no client for the rows of " + text() + ": " + e.getMessage(),
          e);
    }
  }

  private static InstantiatingGrpcChannelProvider channel(URI address) {
    boolean plain = "http".equals(address.getScheme());
    int port = address.getPort() < 0 ? (plain ? 80 : 443) : address.getPort();
    InstantiatingGrpcChannelProvider.Builder channel =
        BigQueryReadSettings.defaultGrpcTransportProviderBuilder()
            .setEndpoint(address.getHost() + ":" + port);
    if (plain) {
      channel.setChannelConfigurator(builder -> builder.usePlaintext());
    }
    return channel.build();
  }
}
