package io.ratemill.sources.gcp;

import com.google.api.gax.retrying.RetrySettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * How long and how often Google's services are asked before they count as unreachable; what lasts
 * longer is for the next look.
 *
 * @param silence until the next part of an answer
 * @param tries how often a request is made, the first time included
 * @param delay before the second try; it doubles from try to try
 * @param longest the longest delay between two tries
 * @param all until the last try of a request begins
 */
record Patience(Duration silence, int tries, Duration delay, Duration longest, Duration all)
    implements Serializable {
  static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(60),
          6,
          Duration.ofMillis(250),
          Duration.ofSeconds(8),
          Duration.ofSeconds(30));

  RetrySettings retries() {
    return RetrySettings.newBuilder()
        .setMaxAttempts(tries)
        .setInitialRetryDelayDuration(delay)
        .setRetryDelayMultiplier(2)
        .setMaxRetryDelayDuration(longest)
        .setTotalTimeoutDuration(all)
        .build();
  }

  /** The same for calls whose tries have no end of their own. */
  RetrySettings limitedRetries() {
    return retries().toBuilder()
        .setInitialRpcTimeoutDuration(silence)
        .setRpcTimeoutMultiplier(1)
        .setMaxRpcTimeoutDuration(silence)
        .setTotalTimeoutDuration(all.plus(silence))
        .build();
  }
}
