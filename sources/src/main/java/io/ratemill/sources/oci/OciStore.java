package io.ratemill.sources.oci;

import com.oracle.bmc.model.BmcException;
import com.oracle.bmc.objectstorage.ObjectStorage;
import com.oracle.bmc.objectstorage.model.ListObjects;
import com.oracle.bmc.objectstorage.model.ObjectSummary;
import com.oracle.bmc.objectstorage.requests.HeadObjectRequest;
import com.oracle.bmc.objectstorage.requests.ListObjectsRequest;
import com.oracle.bmc.objectstorage.responses.HeadObjectResponse;
import io.ratemill.columnar.Bytes;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objects of a bucket of OCI Object Storage.
 *
 * <p>Shape: the pin is the ETag, and every read is made on condition of it. Errors: the SDK asks
 * again where asking again can help; what is left becomes a {@link StoreException}.
 */
final class OciStore implements ObjectStore {
  private static final int PAGE = 1000;
  private static final String FIELDS = "name,size,etag,timeModified";
  private static final int NOT_FOUND = 404;

  private final OciPlace place;
  private final ObjectStorage client;
  private final Patience patience;

  OciStore(OciPlace place, ObjectStorage client, Patience patience) {
    this.place = place;
    this.client = client;
    this.patience = patience;
  }

  @Override
  public String name() {
    String path = place.prefix().isEmpty() ? place.bucket() : place.prefix();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public List<StoredObject> list() throws StoreException {
    List<StoredObject> found = new ArrayList<>();
    String folder = place.folder();
    String start = null;
    do {
      ListObjects page = page(folder + place.only(), start);
      for (ObjectSummary each : page.getObjects()) {
        found.add(object(each, folder.length()));
      }
      start = page.getNextStartWith();
    } while (start != null && !start.isEmpty());
    found.sort(Comparator.comparing(StoredObject::key));
    return found;
  }

  private ListObjects page(String prefix, @Nullable String start) throws StoreException {
    ListObjectsRequest.Builder request =
        ListObjectsRequest.builder()
            .namespaceName(place.namespace())
            .bucketName(place.bucket())
            .fields(FIELDS)
            .limit(PAGE);
    if (!prefix.isEmpty()) {
      request.prefix(prefix);
    }
    if (start != null) {
      request.start(start);
    }
    try {
      return client.listObjects(request.build()).getListObjects();
    } catch (BmcException e) {
      throw OciTrouble.ofPlace(place, e);
    }
  }

  private StoredObject object(ObjectSummary seen, int folder) throws StoreException {
    if (seen.getEtag() == null || seen.getSize() == null || seen.getTimeModified() == null) {
      throw new StoreException(
          StoreException.Trouble.UNREACHABLE,
          place.text()
              + " lists "
              + seen.getName()
              + " without its ETag, size or time; what answers there is no Object Storage, so"
              + " correct endpoint",
          null);
    }
    return new StoredObject(
        seen.getName().substring(folder),
        seen.getSize(),
        seen.getTimeModified().toInstant(),
        seen.getEtag());
  }

  @Override
  public @Nullable StoredObject stat(String key) throws StoreException {
    HeadObjectRequest request =
        HeadObjectRequest.builder()
            .namespaceName(place.namespace())
            .bucketName(place.bucket())
            .objectName(place.folder() + key)
            .build();
    try {
      HeadObjectResponse seen = client.headObject(request);
      return new StoredObject(
          key, seen.getContentLength(), seen.getLastModified().toInstant(), seen.getETag());
    } catch (BmcException e) {
      if (e.getStatusCode() == NOT_FOUND) {
        return null;
      }
      throw OciTrouble.ofObject(place, key, e);
    }
  }

  @Override
  public Bytes open(String key, String pin) throws StoreException {
    StoredObject now = stat(key);
    if (now == null) {
      throw new StoreException(
          StoreException.Trouble.MISSING, place.text() + "/" + key + " is not there", null);
    }
    if (!now.pin().equals(pin)) {
      throw OciTrouble.changed(place, key, null);
    }
    return new OciBytes(place, client, patience, now);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (Exception e) {
      throw new IllegalStateException("closing the client of " + place.text() + " failed", e);
    }
  }
}
