package io.ratemill.sources.azure;

import java.time.Duration;

/**
 * How long and how often a store is asked before it counts as unreachable.
 *
 * @param connect until a connection stands
 * @param silence until the next byte of an answer
 * @param tries how often a request is made, the first time included
 * @param delay before the second try; it doubles from try to try
 * @param longest the longest delay between two tries
 */
record Patience(Duration connect, Duration silence, int tries, Duration delay, Duration longest) {
  static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          6,
          Duration.ofMillis(500),
          Duration.ofSeconds(30));
}
