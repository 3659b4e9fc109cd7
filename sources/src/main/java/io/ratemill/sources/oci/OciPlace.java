package io.ratemill.sources.oci;

import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StorePlace;
import java.time.Duration;
import java.util.Map;

/**
 * A bucket of OCI Object Storage, or a folder of one.
 *
 * @param namespace the tenancy's namespace; Oracle's own reports lie in {@code bling}
 * @param bucket the bucket's name; for Oracle's own reports the tenancy's OCID
 * @param prefix the folder below the bucket, without a slash at its end; empty for the bucket
 * @param only a beginning that keys must have to be listed; empty for all of them. It saves
 *     requests, and changes no key
 * @param region the region's identifier, such as {@code eu-frankfurt-1}; empty where the secret or
 *     the machine says it
 * @param endpoint another address of the service, or empty
 * @param secret where the user's API key is found
 * @param options who reads ({@link OciPrincipal#OPTION}) and how often ({@link #LOOK_EVERY})
 */
public record OciPlace(
    String namespace,
    String bucket,
    String prefix,
    String only,
    String region,
    String endpoint,
    Secret secret,
    Map<String, String> options)
    implements StorePlace {
  public OciPlace {
    options = Map.copyOf(options);
  }

  /** All objects of a place. */
  public OciPlace(
      String namespace,
      String bucket,
      String prefix,
      String region,
      String endpoint,
      Secret secret,
      Map<String, String> options) {
    this(namespace, bucket, prefix, "", region, endpoint, secret, options);
  }

  /** The same place, of which only some keys are listed. */
  OciPlace listing(String beginning) {
    return new OciPlace(namespace, bucket, prefix, beginning, region, endpoint, secret, options);
  }

  /** What all names below the place begin with. */
  String folder() {
    return prefix.isEmpty() ? "" : prefix + "/";
  }

  OciPrincipal principal() {
    String word = options.get(OciPrincipal.OPTION);
    return word == null ? OciPrincipal.USER : OciPrincipal.parse(word);
  }

  @Override
  public Duration pause() {
    String pause = options.get(LOOK_EVERY);
    return pause == null ? REMOTE_PAUSE : Duration.parse(pause);
  }

  @Override
  public String text() {
    return "oci://" + namespace + "/" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }

  @Override
  public ObjectStore open() throws StoreException {
    return open(Patience.USUAL);
  }

  ObjectStore open(Patience patience) throws StoreException {
    return new OciStore(this, OciLogin.client(this, patience), patience);
  }
}
