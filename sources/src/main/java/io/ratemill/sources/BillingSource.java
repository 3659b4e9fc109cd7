package io.ratemill.sources;

import io.ratemill.sources.charges.AlikeCharges;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The one source: bills of all connectors, as charges and as reports on what was read.
 *
 * @param feeds one per connector
 * @param acceptEmpty connectors whose empty deliveries may replace lines
 * @param mode how long it goes on
 * @param interval time between two looks at the places
 * @param alike the charges that need not be told apart
 * @param requestFolder where requests to a running engine are left, or empty
 */
public record BillingSource(
    List<BillingFeed> feeds,
    List<String> acceptEmpty,
    SourceMode mode,
    Duration interval,
    AlikeCharges alike,
    String requestFolder)
    implements Source<BillEvent, BillingSplit, EnumeratorState> {
  public BillingSource {
    feeds = List.copyOf(feeds);
    acceptEmpty = List.copyOf(acceptEmpty);
  }

  @Override
  public Boundedness getBoundedness() {
    return mode == SourceMode.CONTINUOUS ? Boundedness.CONTINUOUS_UNBOUNDED : Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<BillEvent, BillingSplit> createReader(SourceReaderContext context) {
    return new BillingReader(context, this);
  }

  @Override
  public SplitEnumerator<BillingSplit, EnumeratorState> createEnumerator(
      SplitEnumeratorContext<BillingSplit> context) {
    return restoreEnumerator(context, new EnumeratorState());
  }

  @Override
  public SplitEnumerator<BillingSplit, EnumeratorState> restoreEnumerator(
      SplitEnumeratorContext<BillingSplit> context, EnumeratorState state) {
    return new BillingEnumerator(context, this, Clock.systemUTC(), state);
  }

  @Override
  public SimpleVersionedSerializer<BillingSplit> getSplitSerializer() {
    return new JsonSerializer<>(BillingSplit.class);
  }

  @Override
  public SimpleVersionedSerializer<EnumeratorState> getEnumeratorCheckpointSerializer() {
    return new JsonSerializer<>(EnumeratorState.class);
  }
}
