package io.ratemill.sources.aws;

import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StorePlace;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder of a bucket of S3, or of a store that speaks like S3.
 *
 * @param prefix the folder's path, without a slash at its end; empty means the whole bucket
 * @param region the bucket's region; empty means that it is found out
 * @param endpoint another address of the store, empty for that of AWS
 * @param options by the names in {@link S3Options}
 */
public record S3Place(
    String bucket,
    String prefix,
    String region,
    String endpoint,
    Secret secret,
    Map<String, String> options)
    implements StorePlace {
  private static final int TRIES = 6;
  private static final Duration SILENCE = Duration.ofSeconds(30);

  public S3Place {
    options = Map.copyOf(options);
  }

  @Override
  public String text() {
    return prefix.isEmpty() ? "s3://" + bucket : "s3://" + bucket + "/" + prefix;
  }

  /** Opens a client; nothing is asked of the store before its first use. */
  @Override
  public ObjectStore open() throws StoreException {
    return S3Store.open(this);
  }

  @Override
  public Duration pause() {
    return StorePlace.remotePause(options);
  }

  String option(String name) {
    return options.getOrDefault(name, "");
  }

  boolean requesterPays() {
    return option(S3Options.REQUESTER_PAYS).equals("true");
  }

  /** Addresses of our own have no names per bucket, unless it is said that they have. */
  boolean pathStyle() {
    String addressing = option(S3Options.ADDRESSING);
    return addressing.isEmpty() ? !endpoint.isEmpty() : addressing.equals(S3Options.PATH);
  }

  Duration silence() {
    String timeout = option(S3Options.TIMEOUT);
    return timeout.isEmpty() ? SILENCE : Duration.parse(timeout);
  }

  int tries() {
    String tries = option(S3Options.TRIES);
    return tries.isEmpty() ? TRIES : Integer.parseInt(tries);
  }

  @Nullable URI address() {
    return endpoint.isEmpty() ? null : URI.create(endpoint);
  }

  /** Where it is asked, for messages. */
  String where() {
    if (!endpoint.isEmpty()) {
      return endpoint;
    }
    return region.isEmpty() ? "AWS" : region;
  }

  /** The key in the bucket of a key below the place. */
  String full(String key) {
    return prefix.isEmpty() ? key : prefix + "/" + key;
  }

  /** The last segment of the folder, or the bucket's name. */
  String name() {
    return prefix.isEmpty() ? bucket : prefix.substring(prefix.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return text() + " at " + where() + " with " + secret + " " + new TreeMap<>(options);
  }
}
