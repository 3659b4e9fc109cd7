package io.ratemill.sources.store;

import java.io.Serializable;

/** Where a store's objects lie: configuration only, which travels and is opened per use. */
public interface StorePlace extends Serializable {
  /** The place as people write it, such as {@code file:/bills}. */
  String text();

  /**
   * Opens a client for the place.
   *
   * <p>Errors: {@link StoreException} if the place itself is missing or may not be read.
   */
  ObjectStore open() throws StoreException;
}
