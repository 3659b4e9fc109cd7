package io.ratemill.sources;

import io.ratemill.sources.charges.AlikeCharges;
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
 * <p>Where reading goes on without end, each slice is handed over at its end. Where it ends, slices
 * are gathered until nothing is left to read or memory is full: what they have in common travels
 * once.
 *
 * <p>A checkpoint falls between two batches: what was handed over is in the position of the split,
 * what was only added up is read again after a restart.
 */
final class BillingReader implements SourceReader<BillEvent, BillingSplit> {
  private final SourceReaderContext context;
  private final Map<String, BillingFeed> feeds = new LinkedHashMap<>();
  private final ArrayDeque<BillingSplit> notices = new ArrayDeque<>();
  private final ArrayDeque<BillingSplit> slices = new ArrayDeque<>();
  private final Map<String, BillingSplit> untold = new LinkedHashMap<>();
  private final Counter lines;
  private final Counter bytes;
  private @Nullable BillingSplit current;
  private @Nullable SliceReader reader;
  private final boolean gathers;
  private final AlikeCharges alike;
  private @Nullable Gathering gathering;
  private boolean nothingToRead;
  private SliceRead event = new SliceRead();
  private long linesCounted;
  private long bytesCounted;
  private boolean noMore;
  private boolean asked;
  private CompletableFuture<Void> available = new CompletableFuture<>();

  BillingReader(SourceReaderContext context, BillingSource source) {
    this.context = context;
    this.gathers = source.mode() == SourceMode.BOUNDED;
    this.alike = source.alike();
    for (BillingFeed feed : source.feeds()) {
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
    if (gathering != null && isOver(gathering)) {
      handOver(gathering, output);
      endGathering();
      return InputStatus.MORE_AVAILABLE;
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

  /** Whether nothing more can come to what was gathered. */
  private boolean isOver(Gathering gathered) {
    if (current != null && !gathered.isOf(current)) {
      return true;
    }
    return gathers ? current == null && (nothingToRead || noMore) : reader == null;
  }

  /** Slices that come one by one need their memory again; what was gathered is needed elsewhere. */
  private void endGathering() {
    if (gathering != null && !gathers) {
      gathering.close();
    }
    gathering = null;
  }

  private void read(BillingSplit split, ReaderOutput<BillEvent> output) {
    try {
      Gathering into = gathering == null ? new Gathering(split, alike) : gathering;
      gathering = into;
      SliceReader open = reader == null ? open(split, into) : reader;
      boolean more = open.step(into.charges());
      count(open);
      if (!more) {
        into.add(split, open);
        finish(split);
      }
      if (into.isFull()) {
        handOver(into, output);
      }
    } catch (FeedException e) {
      refuse(split, e.refusal(), output);
    }
  }

  private SliceReader open(BillingSplit split, Gathering into) throws FeedException {
    Delivery delivery = split.deliveryToRead();
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
    SliceReader opened =
        split.range().isEmpty() ? new NoLines() : feed.open(delivery, split.range());
    reader = opened;
    if (split.position() > 0) {
      opened.skip(split.position(), into.charges());
      linesCounted = opened.lines();
    }
    return opened;
  }

  /** Hands over what was gathered, and how many messages it made. */
  private void handOver(Gathering gathered, ReaderOutput<BillEvent> output) {
    Map<Integer, Integer> messages = new TreeMap<>();
    gathered.write(
        (bucket, charges) -> {
          messages.merge(bucket, 1, Integer::sum);
          output.collect(gathered.event(BillEvent.Kind.CHARGES, bucket, charges));
        });
    for (Gathering.Whole slice : gathered.takeSlices()) {
      output.collect(gathered.event(slice.report(messages)));
      messages.clear();
      conclude(slice.split(), slice.outcome());
    }
    BillingSplit split = current;
    if (split != null && reader != null) {
      current = split.at(reader.lines());
      if (!messages.isEmpty()) {
        output.collect(gathered.event(SliceReport.underWay(split, messages)));
      }
    }
  }

  /** One slice that cannot be read refuses its delivery: what was gathered of it is of no use. */
  private void refuse(BillingSplit split, Refusal refusal, ReaderOutput<BillEvent> output) {
    Gathering gathered = gathering == null ? new Gathering(split, alike) : gathering;
    output.collect(gathered.event(SliceReport.refused(split, refusal)));
    gathered.takeSlices().forEach(slice -> conclude(slice.split(), slice.outcome()));
    endGathering();
    // Before asking for work, which must not be of the same delivery.
    conclude(split, new SliceOutcome(split.splitId(), split.read(), split.slice(), 0, refusal));
    finish(split);
  }

  private void count(SliceReader open) {
    lines.inc(open.lines() - linesCounted);
    linesCounted = open.lines();
    bytes.inc(open.bytes() - bytesCounted);
    bytesCounted = open.bytes();
  }

  /** Lets go of a slice that was read, and asks for the next. */
  private void finish(BillingSplit split) {
    tell(split);
    if (reader != null) {
      reader.close();
      reader = null;
    }
    current = null;
    asked = false;
    askForWork();
  }

  /** Tells the coordinator what became of a slice. */
  private void conclude(BillingSplit split, SliceOutcome outcome) {
    untold.put(split.splitId(), split.with(outcome));
    context.sendSourceEventToCoordinator(outcome);
  }

  private void tell(BillingSplit split) {
    event.end();
    if (event.shouldCommit()) {
      DeliveryStamp stamp = split.deliveryStamp();
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
      nothingToRead = false;
      context.sendSplitRequest();
    }
  }

  @Override
  public List<BillingSplit> snapshotState(long checkpointId) {
    List<BillingSplit> splits = new ArrayList<>(untold.values());
    splits.addAll(notices);
    if (gathering != null) {
      splits.addAll(gathering.splits());
    }
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
    } else if (event instanceof NothingToRead) {
      nothingToRead = true;
      available.complete(null);
    }
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
    endGathering();
  }
}
