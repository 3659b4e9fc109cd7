package io.ratemill.sources.gcp;

import com.google.auth.Retryable;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageException;
import io.ratemill.columnar.Bytes;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import io.ratemill.sources.store.StoredObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a bucket of Cloud Storage below a prefix.
 *
 * <p>Shape: a version is the object's generation, together with the checksum of its bytes. Reading
 * asks for that generation and is conditional on it. The client repeats what fails in passing, with
 * growing pauses, and goes on after the last byte that it got.
 */
final class CloudStorageStore implements ObjectStore {
  private static final long PAGE = 1000;
  private static final BlobField[] FIELDS = {
    BlobField.NAME, BlobField.SIZE, BlobField.UPDATED, BlobField.GENERATION, BlobField.CRC32C
  };

  private final Storage storage;
  private final CloudStoragePlace place;
  private final String folder;

  CloudStorageStore(Storage storage, CloudStoragePlace place) {
    this.storage = storage;
    this.place = place;
    this.folder = place.prefix().isEmpty() ? "" : place.prefix() + "/";
  }

  @Override
  public String name() {
    String prefix = place.prefix();
    return prefix.isEmpty() ? place.bucket() : prefix.substring(prefix.lastIndexOf('/') + 1);
  }

  @Override
  public List<StoredObject> list() throws StoreException {
    List<StoredObject> found = new ArrayList<>();
    try {
      for (Blob blob :
          storage
              .list(
                  place.bucket(),
                  BlobListOption.prefix(folder),
                  BlobListOption.pageSize(PAGE),
                  BlobListOption.fields(FIELDS))
              .iterateAll()) {
        // Consoles make folders as objects whose name ends in a slash.
        if (!blob.getName().endsWith("/")) {
          found.add(object(blob));
        }
      }
    } catch (StorageException e) {
      throw trouble("", e);
    }
    found.sort(Comparator.comparing(StoredObject::key));
    return found;
  }

  @Override
  public @Nullable StoredObject stat(String key) throws StoreException {
    try {
      Blob blob =
          storage.get(BlobId.of(place.bucket(), folder + key), BlobGetOption.fields(FIELDS));
      return blob == null ? null : object(blob);
    } catch (StorageException e) {
      throw trouble(key, e);
    }
  }

  private StoredObject object(Blob blob) {
    OffsetDateTime updated = blob.getUpdateTimeOffsetDateTime();
    Long size = blob.getSize();
    return new StoredObject(
        blob.getName().substring(folder.length()),
        size == null ? 0 : size,
        updated == null ? Instant.EPOCH : updated.toInstant(),
        blob.getGeneration() + "-" + blob.getCrc32c());
  }

  @Override
  public Bytes open(String key, String pin) throws StoreException {
    StoredObject seen = stat(key);
    if (seen == null || !seen.pin().equals(pin)) {
      throw gone(key, pin, seen);
    }
    long generation = Long.parseLong(pin.substring(0, pin.indexOf('-')));
    BlobId id = BlobId.of(place.bucket(), folder + key, generation);
    return new CloudStorageBytes(this, storage, id, key, pin, seen.bytes());
  }

  @Override
  public void verify(String key, String pin) throws StoreException {
    StoredObject now = stat(key);
    if (now == null || !now.pin().equals(pin)) {
      throw gone(key, pin, now);
    }
  }

  private StoreException gone(String key, String pin, @Nullable StoredObject now) {
    return now == null
        ? new StoreException(Trouble.MISSING, shown(key) + " is not there any more", null)
        : new StoreException(
            Trouble.CHANGED,
            shown(key)
                + " is no longer the object that was seen: it was generation "
                + pin
                + " and is "
                + now.pin(),
            null);
  }

  /** An object as people know it. */
  String shown(String key) {
    return key.isEmpty() ? place.text() : "gs://" + place.bucket() + "/" + folder + key;
  }

  /** Google's trouble in our terms, with what to do. */
  StoreException trouble(String key, StorageException e) {
    String what = shown(key);
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Retryable token && !token.isRetryable()) {
        return new StoreException(
            Trouble.DENIED,
            "no access token for "
                + place.text()
                + " with secret "
                + place.secret().text()
                + ": the key was deleted or is not of this service account; create a new one",
            e);
      }
    }
    return switch (e.getCode()) {
      case 401, 403 ->
          new StoreException(
              Trouble.DENIED,
              what
                  + " may not be "
                  + (key.isEmpty() ? "listed" : "read")
                  + ": "
                  + e.getMessage()
                  + ". Give the service account the role Storage Object Viewer"
                  + " (roles/storage.objectViewer) on bucket "
                  + place.bucket()
                  + ", and look whether its key is still valid",
              e);
      case 404 ->
          new StoreException(
              Trouble.MISSING,
              key.isEmpty()
                  ? "there is no bucket "
                      + place.bucket()
                      + ": correct the location, or create the bucket"
                  : what + " is not there any more",
              e);
      case 412 ->
          new StoreException(
              Trouble.CHANGED, what + " is no longer the generation that was seen", e);
      case 429 ->
          new StoreException(
              Trouble.UNREACHABLE,
              what + " cannot be read now, too many requests: it is tried again at the next look",
              e);
      default ->
          new StoreException(
              Trouble.UNREACHABLE,
              what
                  + " cannot be read: "
                  + e.getMessage()
                  + (e.getCode() == 0 ? "" : " (status " + e.getCode() + ")")
                  + "; it is tried again at the next look",
              e);
    };
  }

  @Override
  public void close() {
    place.close(storage);
  }
}
