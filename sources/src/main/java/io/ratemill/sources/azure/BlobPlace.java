package io.ratemill.sources.azure;

import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StorePlace;
import java.time.Duration;

/**
 * A folder of a container of Azure Blob storage.
 *
 * @param path the folder's path in the container, without slashes at its ends; empty for all of it
 * @param endpoint the address to use in place of the cloud's own, or empty; an address without a
 *     domain, such as an emulator's, is followed by the account
 * @param secret where the credentials are found; under {@code none} the identity of this machine or
 *     user counts
 * @param pause how long a look is left alone before the next one
 */
public record BlobPlace(
    String account,
    String container,
    String path,
    AzureCloud cloud,
    String endpoint,
    Secret secret,
    Duration pause)
    implements StorePlace {
  private static final String IPV4_OR_PLAIN = "[0-9.]+|[^.]+|\\[.*";

  public BlobPlace {
    path = path.replaceAll("^/+|/+$", "");
  }

  @Override
  public String text() {
    return "azblob://" + account + "/" + container + (path.isEmpty() ? "" : "/" + path);
  }

  @Override
  public ObjectStore open() throws StoreException {
    return new BlobStore(this, BlobAccess.open(this, Patience.USUAL), Patience.USUAL);
  }

  /** The address of the account's Blob storage. */
  String address() {
    if (endpoint.isEmpty()) {
      return cloud.endpoint(account);
    }
    String plain = endpoint.replaceAll("/+$", "");
    String afterScheme = plain.substring(plain.indexOf("://") + 3);
    boolean hasPath = afterScheme.contains("/");
    String host = afterScheme.replaceAll(":[0-9]+$", "");
    return !hasPath && host.matches(IPV4_OR_PLAIN) ? plain + "/" + account : plain;
  }

  /** A blob as people write it, for messages. */
  String text(String key) {
    return text() + "/" + key;
  }
}
