package io.ratemill.sources.store;

import io.ratemill.columnar.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects below one place.
 *
 * <p>Shape: keys are relative to the place. Errors: {@link StoreException} with the kind of
 * trouble; nothing is retried here.
 */
public interface ObjectStore extends AutoCloseable {
  /**
   * The name of the place's own folder, which may be a segment of the keys that a marker names;
   * empty if it has none.
   */
  String name();

  /** All objects, ordered by key. */
  List<StoredObject> list() throws StoreException;

  /** The object under a key as it is now, or null if there is none. */
  @Nullable StoredObject stat(String key) throws StoreException;

  /**
   * The bytes of an object, at the version that was seen.
   *
   * @param pin the version's mark, as {@link StoredObject#pin} gave it
   * @throws StoreException {@code MISSING} or {@code CHANGED} if that version is not there
   */
  Bytes open(String key, String pin) throws StoreException;

  /**
   * Proves that an object is still the version that was seen; called after its last byte was read.
   *
   * @throws StoreException {@code MISSING} or {@code CHANGED} if it is not
   */
  default void verify(String key, String pin) throws StoreException {
    StoredObject now = stat(key);
    if (now == null) {
      throw new StoreException(
          StoreException.Trouble.MISSING, key + " is not there any more", null);
    }
    if (!now.pin().equals(pin)) {
      throw new StoreException(
          StoreException.Trouble.CHANGED,
          key + " is no longer the file that was seen: it was " + pin + " and is " + now.pin(),
          null);
    }
  }

  @Override
  void close();
}
