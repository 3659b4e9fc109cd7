package io.ratemill.jobs.cli;

import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Slice;
import io.ratemill.sources.SliceReader;
import java.time.Instant;
import java.util.List;

/** A feed that shows the deliveries it was given, or fails as it was told. */
record FakeFeed(String connector, List<Delivery> deliveries, FeedException failure)
    implements BillingFeed {
  @Override
  public List<Delivery> discover(Instant now) throws FeedException {
    if (failure != null) {
      throw failure;
    }
    return deliveries;
  }

  @Override
  public SliceReader open(Delivery delivery, Slice slice) {
    throw new UnsupportedOperationException("nothing is read by check");
  }
}
