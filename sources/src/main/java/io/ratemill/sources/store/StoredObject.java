package io.ratemill.sources.store;

import java.time.Instant;

/**
 * One object as it was seen.
 *
 * @param key its path below the place, with {@code /} between folders
 * @param bytes its size
 * @param modified when it was written last
 * @param pin the store's own mark of this version: two different versions never share one
 */
public record StoredObject(String key, long bytes, Instant modified, String pin) {
  /** The last segment of the key. */
  public String name() {
    return key.substring(key.lastIndexOf('/') + 1);
  }
}
