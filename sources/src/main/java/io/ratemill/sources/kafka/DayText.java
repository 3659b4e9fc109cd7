package io.ratemill.sources.kafka;

import io.ratemill.sources.SliceTotals;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.text.RowSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A day of a partition as FOCUS text, made from the messages as it is read.
 *
 * <p>Shape: the same offsets always give the same text. Repetitions of lines are left out; what is
 * no line goes to the dead letters and is counted. Errors: {@link StoreException}.
 */
final class DayText implements RowSource {
  /** The id of a line, by which a repetition is known. */
  static final String LINE_ID = "ratemill-line-id";

  /** How long a repetition is known. */
  private static final Duration KNOWN = Duration.ofDays(7);

  private final TopicPlace place;
  private final PartitionDay day;
  private final LineDecoder decoder;
  private final LineIds ids;
  private final DeadLetters.Letters letters;
  private final Messages messages;
  private final Line line = new Line();
  private final Line earlierLine = new Line();
  private final Map<String, Long> poison = new TreeMap<>();
  private boolean begun;
  private long window = -1;
  private boolean ended;

  DayText(TopicPlace place, PartitionDay day, LineDecoder decoder, LineIds ids, DeadLetters dead)
      throws StoreException {
    this.place = place;
    this.day = day;
    this.decoder = decoder;
    this.ids = ids;
    this.messages = Messages.open(place, day.of(place.topic()), day.from(), day.to());
    this.letters = dead.open();
  }

  /** Messages read so far. */
  long messagesRead() {
    return messages.position() - day.from();
  }

  /** What was no line, by its kind. */
  List<SliceTotals.Warning> warnings() {
    List<SliceTotals.Warning> warnings = new ArrayList<>();
    poison.forEach(
        (kind, count) ->
            warnings.add(
                new SliceTotals.Warning(
                    "no-line", kind + ", see topic " + place.deadLetter(), count)));
    return warnings;
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    if (!begun) {
      begun = true;
      return Line.header();
    }
    List<ConsumerRecord<byte[], byte[]>> some = ended ? null : messages.next();
    if (some == null) {
      if (!ended && window >= 0) {
        ids.end(day.to());
      }
      ended = true;
      return null;
    }
    ByteArrayOutputStream rows = new ByteArrayOutputStream(some.size() * 256);
    for (ConsumerRecord<byte[], byte[]> each : some) {
      add(each, rows);
    }
    letters.flush();
    return rows.toByteArray();
  }

  private void add(ConsumerRecord<byte[], byte[]> message, ByteArrayOutputStream rows)
      throws StoreException {
    try {
      fill(line, message);
    } catch (PoisonException e) {
      poison.merge(e.kind(), 1L, Long::sum);
      letters.add(message, e.reason());
      return;
    }
    Header id = message.headers().lastHeader(LINE_ID);
    if (id == null || id.value() == null || !isRepeated(id.value(), message.offset())) {
      line.write(rows);
    }
  }

  private void fill(Line into, ConsumerRecord<byte[], byte[]> message)
      throws PoisonException, StoreException {
    into.clear();
    if (message.value() == null) {
      throw new PoisonException("no value", "the message has no value");
    }
    decoder.decode(message.value(), into);
    into.check();
  }

  private boolean isRepeated(byte[] id, long offset) throws StoreException {
    if (window < 0) {
      learnEarlier();
    }
    return ids.isRepeated(LineIds.Id.of(id), offset, window);
  }

  /** The first line with an id asks for those of the days before. */
  private void learnEarlier() throws StoreException {
    window = Math.min(day.from(), windowStart());
    Map<LineIds.Id, Long> earlier = ids.begin(window, day.from());
    if (earlier == null || window == day.from()) {
      return;
    }
    try (Messages before = Messages.open(place, day.of(place.topic()), window, day.from())) {
      List<ConsumerRecord<byte[], byte[]>> some = before.next();
      while (some != null) {
        for (ConsumerRecord<byte[], byte[]> each : some) {
          learn(each, earlier);
        }
        some = before.next();
      }
    } catch (StoreException e) {
      ids.forget();
      throw e;
    }
  }

  private void learn(ConsumerRecord<byte[], byte[]> message, Map<LineIds.Id, Long> earlier)
      throws StoreException {
    Header id = message.headers().lastHeader(LINE_ID);
    if (id == null || id.value() == null) {
      return;
    }
    try {
      // The line at hand is still needed.
      fill(earlierLine, message);
      earlier.put(LineIds.Id.of(id.value()), message.offset());
    } catch (PoisonException e) {
      // It counted nothing, so that the same line put right is no repetition; it was told of when
      // its own day was read.
      return;
    }
  }

  /** The first offset of the days whose ids count. */
  private long windowStart() throws StoreException {
    TopicPartition partition = day.of(place.topic());
    long since = PartitionDay.start(day.day()).minus(KNOWN).toEpochMilli();
    try (Consumer<byte[], byte[]> consumer = place.consumer()) {
      OffsetAndTimestamp found =
          consumer.offsetsForTimes(Map.of(partition, Math.max(0, since))).get(partition);
      return found == null ? day.from() : found.offset();
    } catch (KafkaException e) {
      throw TopicTrouble.of(place, e);
    }
  }

  @Override
  public void close() {
    try {
      letters.close();
    } finally {
      messages.close();
    }
  }
}
