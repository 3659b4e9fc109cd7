package io.ratemill.sources;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the places whose turn it is, and at what was asked for; it touches nothing else. */
final class Looking {
  private static final Logger LOG = LoggerFactory.getLogger(Looking.class);

  private final List<BillingFeed> feeds;
  private final SourceMode mode;
  private final Requests requests;
  private final Clock clock;
  private final Rounds rounds = new Rounds();

  Looking(List<BillingFeed> feeds, SourceMode mode, Requests requests, Clock clock) {
    this.feeds = feeds;
    this.mode = mode;
    this.requests = requests;
    this.clock = clock;
  }

  /** The outcome of one look at everything. */
  record Look(List<Place> places, Map<String, String> requests, Instant time) {}

  /** One feed's deliveries, or why there are none. */
  record Place(String connector, List<Delivery> deliveries, @Nullable Refusal trouble) {}

  Look look() throws IOException {
    // Requests are listed first: what is there when one is made is part of what it publishes.
    Map<String, String> asked = requests.list();
    boolean everywhere = mode != SourceMode.CONTINUOUS || rounds.isNews(asked.keySet());
    List<Place> places = new ArrayList<>();
    if (mode != SourceMode.REQUESTS_ONLY) {
      for (BillingFeed feed : feeds) {
        Instant start = clock.instant();
        if (everywhere || rounds.isDue(feed.connector(), start)) {
          Place place = look(feed);
          boolean settling = place.deliveries().stream().anyMatch(Delivery::settling);
          Instant end = clock.instant();
          // How long a look waits for a place that does not answer says nothing of what looks cost.
          Instant from = place.trouble() == null ? start : end;
          rounds.looked(feed.connector(), settling ? Duration.ZERO : feed.pause(), from, end);
          places.add(place);
        }
      }
    }
    return new Look(places, asked, clock.instant());
  }

  private Place look(BillingFeed feed) {
    try {
      feed.prepare();
      return new Place(feed.connector(), feed.discover(clock.instant()), null);
    } catch (FeedException e) {
      LOG.warn("connector {}: {}", feed.connector(), e.getMessage());
      return new Place(feed.connector(), List.of(), e.refusal());
    }
  }
}
