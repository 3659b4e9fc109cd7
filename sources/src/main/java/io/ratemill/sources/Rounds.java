package io.ratemill.sources;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * When each place is looked at again, so that looking at a bucket costs a bounded number of
 * requests. For the thread that looks, and no other.
 */
final class Rounds {
  /** A place with a pause is looked at for at most one part of so many of the time. */
  private static final int SHARE = 20;

  private final Map<String, Instant> due = new HashMap<>();
  private Set<String> asked = Set.of();

  /** Whether there are requests that were not there at the last look: they wait for every place. */
  boolean isNews(Set<String> requests) {
    boolean news = !asked.containsAll(requests);
    asked = Set.copyOf(requests);
    return news;
  }

  boolean isDue(String connector, Instant now) {
    Instant next = due.get(connector);
    return next == null || !now.isBefore(next);
  }

  /**
   * Notes a look; one that took long makes the pause longer, unless there is none. The first does
   * not: it loads a client and signs in, which no later one does.
   */
  void looked(String connector, Duration pause, Instant start, Instant end) {
    boolean first = !due.containsKey(connector);
    Duration share = first ? pause : Duration.between(start, end).multipliedBy(SHARE);
    Duration wait = pause.isZero() || pause.compareTo(share) > 0 ? pause : share;
    due.put(connector, end.plus(wait));
  }
}
