package io.ratemill.sources.gcp;

import com.google.auth.Credentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
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
  /** Only reading: whatever the account may do beyond it, its tokens here may not. */
  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";

  private static final Duration CONNECT = Duration.ofSeconds(20);

  @Override
  public String text() {
    return "gs://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }

  @Override
  public ObjectStore open() throws StoreException {
    return new CloudStorageStore(client(SCOPE), this);
  }

  /** Closes a client of this place. */
  void close(Storage client) {
    try {
      client.close();
    } catch (Exception e) {
      throw new IllegalStateException("closing the client of " + text() + " failed", e);
    }
  }

  /** A client whose tokens are for a scope. */
  Storage client(String scope) throws StoreException {
    Credentials credentials = GoogleSecret.credentials(secret, endpoint, scope);
    StorageOptions.Builder options =
        StorageOptions.http()
            .setCredentials(credentials)
            .setRetrySettings(Patience.USUAL.retries())
            .setTransportOptions(
                HttpTransportOptions.newBuilder()
                    .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()))
                    .setReadTimeout(Math.toIntExact(Patience.USUAL.silence().toMillis()))
                    .build());
    if (!endpoint.isEmpty()) {
      options.setHost(endpoint);
    }
    return options.build().getService();
  }
}
