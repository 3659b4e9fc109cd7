package io.ratemill.sources;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Reads slices on the task's own thread and emits their charges, added up.
 *
 * <p>A checkpoint falls between two batches: what was handed over is in the position of the split,
 * what was only added up is read again after a restart.
 */
final class BillingReader implements SourceReader<BillEvent, BillingSplit> {
  /** Distinct charges held before they are handed over, which bounds the memory of a slice. */
  private static final int MAX_GROUPS = 400_000;

  private final SourceReaderContext context;
  private final Map<String, BillingFeed> feeds = new LinkedHashMap<>();
  private final ArrayDeque<BillingSplit> notices = new ArrayDeque<>();
  private final ArrayDeque<BillingSplit> slices = new ArrayDeque<>();
  private final Map<String, BillingSplit> untold = new LinkedHashMap<>();
  private final Counter lines;
  private final Counter bytes;
  private @Nullable BillingSplit current;
  private @Nullable SliceReader reader;
  private SliceRead event = new SliceRead();
  private long linesCounted;
  private long bytesCounted;
  private boolean noMore;
  private boolean asked;
  private CompletableFuture<Void> available = new CompletableFuture<>();

  BillingReader(SourceReaderContext context, List<BillingFeed> feeds) {
    this.context = context;
    for (BillingFeed feed : feeds) {
      this.feeds.put(feed.connector(), feed);
    }
    this.lines = context.metricGroup().counter("linesRead");
    this.bytes = context.metricGroup().counter("billBytesRead");
  }

  @Override
  public void start() {
    askForWork();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<BillEvent> output) {
    BillingSplit notice = notices.poll();
    if (notice != null && notice.notice() != null) {
      output.collect(new BillEvent(BillEvent.Kind.NOTICE, 0, "", 0, Json.write(notice.notice())));
      return InputStatus.MORE_AVAILABLE;
    }
    if (current == null) {
      current = slices.poll();
    }
    if (current == null) {
      if (noMore) {
        return InputStatus.END_OF_INPUT;
      }
      askForWork();
      if (available.isDone()) {
        available = new CompletableFuture<>();
      }
      return InputStatus.NOTHING_AVAILABLE;
    }
    read(current, output);
    return InputStatus.MORE_AVAILABLE;
  }

  private void read(BillingSplit split, ReaderOutput<BillEvent> output) {
    try {
      SliceReader open = reader == null ? open(split) : reader;
      boolean more = open.step();
      count(open);
      if (!more || open.groups() >= MAX_GROUPS) {
        report(split, open, !more, output);
      }
      if (!more) {
        finish(split, open.lines(), null);
      } else if (open.groups() == 0) {
        current = split.at(open.lines());
      }
    } catch (FeedException e) {
      SliceReport failed =
          new SliceReport(
              stamp(split),
              split.slice(),
              split.slices(),
              true,
              Map.of(),
              new SliceTotals(List.of(), List.of()),
              e.refusal());
      output.collect(event(split, failed));
      finish(split, 0, e.refusal());
    }
  }

  private SliceReader open(BillingSplit split) throws FeedException {
    Delivery delivery = delivery(split);
    BillingFeed feed = feeds.get(delivery.connector());
    if (feed == null || split.range() == null) {
      throw new FeedException(
          FeedException.Category.USER_CONFIG,
          new Refusal(
              "unknown-connector",
              "a reading from an earlier run belongs to connector '"
                  + delivery.connector()
                  + "', which the configuration no longer has; put it back or start afresh",
              delivery.connector()),
          null);
    }
    linesCounted = 0;
    bytesCounted = 0;
    event = new SliceRead();
    event.begin();
    SliceReader opened = feed.open(delivery, split.range());
    reader = opened;
    if (split.position() > 0) {
      opened.skip(split.position());
      linesCounted = opened.lines();
    }
    return opened;
  }

  private void report(
      BillingSplit split, SliceReader open, boolean last, ReaderOutput<BillEvent> output) {
    Map<Integer, Integer> messages = new TreeMap<>();
    String slot = stamp(split).slotKey();
    open.drain(
        (bucket, charges) -> {
          messages.merge(bucket, 1, Integer::sum);
          output.collect(
              new BillEvent(BillEvent.Kind.CHARGES, bucket, slot, split.read(), charges));
        });
    SliceReport report =
        new SliceReport(
            stamp(split),
            split.slice(),
            split.slices(),
            last,
            messages,
            last ? open.totals() : new SliceTotals(List.of(), List.of()),
            null);
    output.collect(event(split, report));
  }

  private static BillEvent event(BillingSplit split, SliceReport report) {
    return new BillEvent(
        BillEvent.Kind.SLICE, 0, report.delivery().slotKey(), split.read(), Json.write(report));
  }

  private static Delivery delivery(BillingSplit split) {
    Delivery delivery = split.delivery();
    if (delivery == null) {
      throw new IllegalStateException("split " + split.splitId() + " has no delivery to read");
    }
    return delivery;
  }

  private static DeliveryStamp stamp(BillingSplit split) {
    return split.stamp() == null ? DeliveryStamp.of(delivery(split)) : split.stamp();
  }

  private void count(SliceReader open) {
    lines.inc(open.lines() - linesCounted);
    linesCounted = open.lines();
    bytes.inc(open.bytes() - bytesCounted);
    bytesCounted = open.bytes();
  }

  private void finish(BillingSplit split, long lineCount, @Nullable Refusal refusal) {
    tell(split);
    if (reader != null) {
      reader.close();
      reader = null;
    }
    current = null;
    SliceOutcome outcome =
        new SliceOutcome(split.splitId(), split.read(), split.slice(), lineCount, refusal);
    untold.put(split.splitId(), split.with(outcome));
    context.sendSourceEventToCoordinator(outcome);
    asked = false;
    askForWork();
  }

  private void tell(BillingSplit split) {
    event.end();
    if (event.shouldCommit()) {
      DeliveryStamp stamp = stamp(split);
      event.connector = stamp.connector();
      event.delivery = stamp.id();
      event.slice = split.slice();
      event.lines = linesCounted;
      event.bytes = bytesCounted;
      event.commit();
    }
  }

  private void askForWork() {
    if (!asked && !noMore && slices.isEmpty() && current == null) {
      asked = true;
      context.sendSplitRequest();
    }
  }

  @Override
  public List<BillingSplit> snapshotState(long checkpointId) {
    List<BillingSplit> splits = new ArrayList<>(untold.values());
    splits.addAll(notices);
    if (current != null) {
      splits.add(current);
    }
    splits.addAll(slices);
    return splits;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public void addSplits(List<BillingSplit> splits) {
    for (BillingSplit split : splits) {
      SliceOutcome outcome = split.outcome();
      if (outcome != null) {
        untold.put(split.splitId(), split);
        context.sendSourceEventToCoordinator(outcome);
      } else if (split.notice() != null) {
        notices.add(split);
      } else {
        asked = false;
        slices.add(split);
      }
    }
    available.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {
    noMore = true;
    available.complete(null);
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof OutcomeKept kept) {
      untold.remove(kept.splitId());
    }
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
