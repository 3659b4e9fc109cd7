package io.ratemill.sources.store;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/** Where a store's objects lie: configuration only, which travels and is opened per use. */
public interface StorePlace extends Serializable {
  /** The place as people write it, such as {@code file:/bills}. */
  String text();

  /** The pause between two looks at a place that is asked by requests, unless it says another. */
  Duration REMOTE_PAUSE = Duration.ofSeconds(15);

  /** The option that says another. */
  String LOOK_EVERY = "look-every";

  /** The pause of a place that is asked by requests, by its options. */
  static Duration remotePause(Map<String, String> options) {
    String pause = options.getOrDefault(LOOK_EVERY, "");
    return pause.isEmpty() ? REMOTE_PAUSE : Duration.parse(pause);
  }

  /** How long a look is left alone before the next one; looking at a folder costs nothing. */
  default Duration pause() {
    return Duration.ZERO;
  }

  /**
   * Opens a client for the place.
   *
   * <p>Errors: {@link StoreException} if the place itself is missing or may not be read.
   */
  ObjectStore open() throws StoreException;
}
