package io.ratemill.sources.gcp;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.StorageOptions;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StorePlace;
import java.time.Duration;

/**
 * A folder of a bucket of Google Cloud Storage.
 *
 * <p>Shape: configuration only. Without a secret the application default credentials count, over
 * plain http none: a token is never sent in the clear.
 *
 * @param prefix the folder's path without slashes at its ends, empty for the whole bucket
 * @param endpoint another address of the service, with its scheme, or empty
 * @param pause how long a look is left alone before the next one
 */
public record CloudStoragePlace(
    String bucket, String prefix, String endpoint, Secret secret, Duration pause)
    implements StorePlace {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration READ = Duration.ofSeconds(60);

  /** Six tries within half a minute; what lasts longer is for the next look. */
  private static final int TRIES = 6;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public String text() {
    return "gs://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }

  @Override
  public ObjectStore open() throws StoreException {
    Credentials credentials =
        endpoint.startsWith("http://") && secret.kind() == Secret.Kind.NONE
            ? NoCredentials.getInstance()
            : GoogleSecret.credentials(secret);
    StorageOptions.Builder options =
        StorageOptions.http()
            .setCredentials(credentials)
            .setRetrySettings(
                RetrySettings.newBuilder()
                    .setMaxAttempts(TRIES)
                    .setInitialRetryDelayDuration(FIRST_PAUSE)
                    .setRetryDelayMultiplier(2)
                    .setMaxRetryDelayDuration(LONGEST_PAUSE)
                    .setTotalTimeoutDuration(PATIENCE)
                    .build())
            .setTransportOptions(
                HttpTransportOptions.newBuilder()
                    .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()))
                    .setReadTimeout(Math.toIntExact(READ.toMillis()))
                    .build());
    if (!endpoint.isEmpty()) {
      options.setHost(endpoint);
    }
    return new CloudStorageStore(options.build().getService(), this);
  }
}
