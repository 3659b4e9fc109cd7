package io.ratemill.sources.oci;

import java.time.Duration;

/**
 * How long a store waits for an answer, and how often it asks again.
 *
 * @param attempts requests made before giving up, the first included
 * @param pause wait before the second request; it doubles with each further one
 * @param read longest silence on a connection
 */
record Patience(int attempts, Duration pause, Duration read) {
  static final Patience USUAL = new Patience(8, Duration.ofMillis(250), Duration.ofSeconds(60));

  /** The wait after some requests failed. */
  Duration pauseAfter(int failed) {
    return pause.multipliedBy(1L << Math.min(failed - 1, 6));
  }
}
