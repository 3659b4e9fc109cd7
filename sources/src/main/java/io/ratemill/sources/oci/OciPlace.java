package io.ratemill.sources.oci;

import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StorePlace;

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
 */
public record OciPlace(
    String namespace,
    String bucket,
    String prefix,
    String only,
    String region,
    String endpoint,
    OciPrincipal principal,
    Secret secret)
    implements StorePlace {
  /** All objects of a place. */
  public OciPlace(
      String namespace,
      String bucket,
      String prefix,
      String region,
      String endpoint,
      OciPrincipal principal,
      Secret secret) {
    this(namespace, bucket, prefix, "", region, endpoint, principal, secret);
  }

  /** The same place, of which only some keys are listed. */
  OciPlace listing(String beginning) {
    return new OciPlace(namespace, bucket, prefix, beginning, region, endpoint, principal, secret);
  }

  /** What all names below the place begin with. */
  String folder() {
    return prefix.isEmpty() ? "" : prefix + "/";
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
