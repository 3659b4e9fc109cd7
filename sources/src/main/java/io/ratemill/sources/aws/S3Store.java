package io.ratemill.sources.aws;

import io.ratemill.columnar.Bytes;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import io.ratemill.sources.store.StoredObject;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects below a folder of a bucket.
 *
 * <p>Shape: a version is an ETag, and every read is conditional on it; markers of folders, whose
 * keys end in a slash, are no objects. Units: a listing costs one request per thousand objects, an
 * open object one more than its reads. Source: Amazon S3 API reference.
 */
final class S3Store implements ObjectStore {
  private final S3Place place;
  private final S3Clients clients;
  private final S3Faults faults;

  private final Map<String, StoredObject> listed = new HashMap<>();

  private S3Store(S3Place place, S3Clients clients) {
    this.place = place;
    this.clients = clients;
    this.faults = new S3Faults(place);
  }

  static S3Store open(S3Place place) throws StoreException {
    return new S3Store(place, S3Clients.open(place, System.getenv()));
  }

  @Override
  public String name() {
    return place.name();
  }

  @Override
  public List<StoredObject> list() throws StoreException {
    List<StoredObject> found = new ArrayList<>();
    String start = place.full("");
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder()
            .bucket(place.bucket())
            .prefix(start)
            .requestPayer(payer(place));
    try {
      String next = null;
      do {
        ListObjectsV2Response page = page(request.continuationToken(next).build());
        for (S3Object object : page.contents()) {
          if (!object.key().endsWith("/")) {
            found.add(
                new StoredObject(
                    object.key().substring(start.length()),
                    object.size(),
                    object.lastModified(),
                    pin(object.eTag())));
          }
        }
        next = page.nextContinuationToken();
        if (Boolean.TRUE.equals(page.isTruncated()) && next == null) {
          throw faults.endlessListing();
        }
      } while (next != null);
    } catch (SdkException e) {
      throw faults.listing(e);
    }
    found.sort(Comparator.comparing(StoredObject::key));
    listed.clear();
    found.forEach(object -> listed.put(object.key(), object));
    return found;
  }

  /**
   * Asks for one page; an answer that breaks off is asked for again, which the SDK leaves to us.
   */
  private ListObjectsV2Response page(ListObjectsV2Request request) throws StoreException {
    for (int tries = 1; ; tries++) {
      try {
        return client().listObjectsV2(request);
      } catch (UncheckedIOException | SdkClientException e) {
        if (e instanceof SdkClientException sdk
            && !(sdk.getCause() instanceof XMLStreamException)) {
          throw sdk;
        }
        if (tries >= place.tries()) {
          throw faults.brokenListing(e);
        }
      }
    }
  }

  @Override
  public @Nullable StoredObject stat(String key) throws StoreException {
    try {
      return head(key);
    } catch (SdkException e) {
      StoreException fault = faults.reading(key, e);
      // Nothing tells an absent bucket from an absent object here; listing the place does.
      if (fault.trouble() == Trouble.MISSING) {
        return null;
      }
      throw fault;
    }
  }

  private StoredObject head(String key) {
    HeadObjectResponse seen =
        client()
            .headObject(
                request ->
                    request.bucket(place.bucket()).key(place.full(key)).requestPayer(payer(place)));
    Instant modified = seen.lastModified();
    return new StoredObject(
        key, seen.contentLength(), modified == null ? Instant.EPOCH : modified, pin(seen.eTag()));
  }

  /** Opens at once what this store listed at that version; the first read proves it. */
  @Override
  public Bytes open(String key, String pin) throws StoreException {
    StoredObject now = listed.get(key);
    if (now == null || !now.pin().equals(pin)) {
      now = stat(key);
    }
    if (now == null) {
      throw new StoreException(Trouble.MISSING, faults.address(key) + " is not there", null);
    }
    S3Version version = new S3Version(client(), place, faults, key, pin, now.bytes());
    if (!now.pin().equals(pin)) {
      throw version.changed(now.pin());
    }
    return new S3Bytes(version);
  }

  private S3Client client() {
    return clients.client();
  }

  static @Nullable RequestPayer payer(S3Place place) {
    return place.requesterPays() ? RequestPayer.REQUESTER : null;
  }

  /** An ETag without its quotes. */
  static String pin(@Nullable String tag) {
    return tag == null ? "" : tag.replace("\"", "");
  }

  @Override
  public void close() {
    clients.close();
  }
}
