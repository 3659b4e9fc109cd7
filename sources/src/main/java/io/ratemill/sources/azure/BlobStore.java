package io.ratemill.sources.azure;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.ListBlobsOptions;
import io.ratemill.columnar.Bytes;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import io.ratemill.sources.store.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A folder of a container of Azure Blob storage, through Azure's SDK.
 *
 * <p>Shape: a version is a blob's ETag; every read is conditional on it. Markers of folders, which
 * accounts with a hierarchical namespace list among the blobs, are left out. Errors: the SDK
 * retries what may pass; the rest is told in words, without any credential.
 */
final class BlobStore implements ObjectStore {
  private static final int PAGE = 5_000;
  private static final String FOLDER_MARK = "hdi_isfolder";

  private final BlobPlace place;
  private final BlobContainerClient container;
  private final Patience patience;
  private final String prefix;

  BlobStore(BlobPlace place, BlobContainerClient container, Patience patience) {
    this.place = place;
    this.container = container;
    this.patience = patience;
    this.prefix = place.path().isEmpty() ? "" : place.path() + "/";
  }

  @Override
  public String name() {
    String path = place.path();
    return path.isEmpty() ? place.container() : path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public List<StoredObject> list() throws StoreException {
    ListBlobsOptions options =
        new ListBlobsOptions()
            .setMaxResultsPerPage(PAGE)
            .setDetails(new BlobListDetails().setRetrieveMetadata(true));
    if (!prefix.isEmpty()) {
      options.setPrefix(prefix);
    }
    List<StoredObject> found = new ArrayList<>();
    try {
      for (BlobItem item : container.listBlobs(options, null)) {
        if (!isFolder(item.getMetadata())) {
          found.add(
              new StoredObject(
                  item.getName().substring(prefix.length()),
                  item.getProperties().getContentLength(),
                  item.getProperties().getLastModified().toInstant(),
                  pin(item.getProperties().getETag())));
        }
      }
    } catch (RuntimeException e) {
      throw BlobTrouble.of(place, place.text(), e);
    }
    found.sort(Comparator.comparing(StoredObject::key));
    return found;
  }

  @Override
  public @Nullable StoredObject stat(String key) throws StoreException {
    try {
      BlobProperties seen = blob(key).getProperties();
      return isFolder(seen.getMetadata()) ? null : object(key, seen);
    } catch (RuntimeException e) {
      StoreException trouble = BlobTrouble.of(place, place.text(key), e);
      if (trouble.trouble() == Trouble.MISSING && !BlobTrouble.isContainerMissing(e)) {
        return null;
      }
      throw trouble;
    }
  }

  @Override
  public Bytes open(String key, String pin) throws StoreException {
    // Whether a blob is gone or changed, stores of this kind do not tell under a condition.
    StoredObject seen = seen(key, pin);
    return new BlobBytes(place, key, blob(key), onlyIf(pin), seen.bytes(), patience);
  }

  private StoredObject seen(String key, String pin) throws StoreException {
    StoredObject now = stat(key);
    if (now == null) {
      throw new StoreException(Trouble.MISSING, place.text(key) + " is not there any more", null);
    }
    if (!now.pin().equals(pin)) {
      throw new StoreException(
          Trouble.CHANGED,
          place.text(key)
              + " is no longer the version that was seen: its ETag was "
              + pin
              + " and is "
              + now.pin(),
          null);
    }
    return now;
  }

  @Override
  public void verify(String key, String pin) throws StoreException {
    seen(key, pin);
  }

  @Override
  public void close() {}

  /** The SDK takes names as they stand in an address, and decodes them itself. */
  private BlobClient blob(String key) {
    return container.getBlobClient(prefix + key);
  }

  private static StoredObject object(String key, BlobProperties seen) {
    return new StoredObject(
        key, seen.getBlobSize(), seen.getLastModified().toInstant(), pin(seen.getETag()));
  }

  private static boolean isFolder(@Nullable Map<String, String> metadata) {
    return metadata != null && "true".equalsIgnoreCase(metadata.get(FOLDER_MARK));
  }

  private static BlobRequestConditions onlyIf(String pin) {
    return new BlobRequestConditions().setIfMatch('"' + pin + '"');
  }

  /** Listings give ETags bare, headers in quotes. */
  private static String pin(String tag) {
    boolean quoted = tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"");
    return quoted ? tag.substring(1, tag.length() - 1) : tag;
  }
}
