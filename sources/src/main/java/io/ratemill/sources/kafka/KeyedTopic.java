package io.ratemill.sources.kafka;

import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * A compacted topic whose keys stand for rows: the newest committed message of each key in each
 * partition, without those that are null.
 *
 * <p>Shape: a look reads what came since the one before it. After a pause in which the brokers may
 * have forgotten that a key was taken away, and when the topic was made anew, all is read again.
 * Not for several threads. Errors: {@link StoreException}, also if the topic is not compacted.
 */
public final class KeyedTopic implements AutoCloseable {
  private static final String POLICY = "cleanup.policy";
  private static final String COMPACT = "compact";
  private static final String REMOVALS_KEPT = "delete.retention.ms";

  /** What the brokers keep removals for where they do not say. */
  private static final Duration USUALLY_KEPT = Duration.ofDays(1);

  /**
   * A topic as one look found it.
   *
   * @param state which topic it is and where its partitions end: equal states have equal messages
   * @param messages in the order of partitions and offsets
   */
  public record Content(String state, List<KeyedMessage> messages) {
    public Content {
      messages = List.copyOf(messages);
    }
  }

  /** What is known of a partition: all before its position. */
  private static final class Part {
    private final Map<ByteBuffer, KeyedMessage> newest = new HashMap<>();
    private long position;

    private Part(long position) {
      this.position = position;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
      byte[] key = record.key() == null ? new byte[0] : record.key();
      if (record.value() == null) {
        newest.remove(ByteBuffer.wrap(key));
      } else {
        String text = new String(key, StandardCharsets.UTF_8);
        newest.put(
            ByteBuffer.wrap(key),
            new KeyedMessage(record.partition(), record.offset(), text, record.value()));
      }
    }
  }

  private final TopicPlace place;
  private final Map<Integer, Part> parts = new TreeMap<>();
  private @Nullable Admin admin;
  private String topicId = "";
  private Duration removalsKept = Duration.ZERO;
  private long lookedAt;
  private Content known = new Content("", List.of());

  public KeyedTopic(TopicPlace place) {
    this.place = place;
  }

  /** The topic up to where its partitions end now; the same object where nothing came. */
  public Content look() throws StoreException {
    long now = System.nanoTime();
    try {
      Admin open = admin == null ? place.admin() : admin;
      admin = open;
      Content content = look(new TopicAdmin(place, open), now);
      lookedAt = now;
      known = content;
      return content;
    } catch (StoreException e) {
      if (e.trouble() == Trouble.CHANGED) {
        forget();
      }
      throw told(e);
    }
  }

  private Content look(TopicAdmin asked, long now) throws StoreException {
    TopicDescription topic = asked.describe(place.topic());
    String id = topic.topicId().toString();
    // Removals are kept for a while only: after half of it none can have been missed.
    boolean fresh = now - lookedAt < removalsKept.toNanos() / 2;
    if (!id.equals(topicId) || !fresh) {
      forget();
      removalsKept = removalsKept(asked);
      topicId = id;
    }
    List<TopicPartition> partitions = TopicAdmin.partitions(topic);
    TopicAdmin.Offsets ends = asked.offsets(partitions, OffsetSpec.latest());
    if (partitions.stream().anyMatch(each -> ends.of(each).offset() < position(each))) {
      // A leader that lost its newest messages may have others under the same offsets.
      parts.clear();
    }
    List<TopicPartition> unknown =
        partitions.stream().filter(each -> !parts.containsKey(each.partition())).toList();
    TopicAdmin.Offsets firsts = asked.offsets(unknown, OffsetSpec.earliest());
    unknown.forEach(each -> parts.put(each.partition(), new Part(firsts.of(each).offset())));
    for (TopicPartition partition : partitions) {
      read(partition, ends.of(partition).offset());
    }
    return content();
  }

  private long position(TopicPartition partition) {
    Part part = parts.get(partition.partition());
    return part == null ? 0 : part.position;
  }

  private void read(TopicPartition partition, long end) throws StoreException {
    Part part = parts.computeIfAbsent(partition.partition(), any -> new Part(0));
    if (part.position >= end) {
      return;
    }
    try (Messages messages = Messages.open(place, partition, part.position, end)) {
      List<ConsumerRecord<byte[], byte[]>> some = messages.next();
      while (some != null) {
        some.forEach(part::take);
        part.position = messages.position();
        some = messages.next();
      }
      part.position = end;
    }
  }

  private Content content() {
    StringBuilder state = new StringBuilder(topicId);
    parts.forEach(
        (number, part) -> state.append(' ').append(number).append(':').append(part.position));
    if (known.state().equals(state.toString())) {
      return known;
    }
    List<KeyedMessage> messages = new ArrayList<>();
    parts.values().forEach(part -> messages.addAll(part.newest.values()));
    messages.sort(
        Comparator.comparingInt(KeyedMessage::partition).thenComparingLong(KeyedMessage::offset));
    return new Content(state.toString(), messages);
  }

  private void forget() {
    topicId = "";
    parts.clear();
  }

  /** Whatever removes messages but compaction would take rows away that nobody removed. */
  private Duration removalsKept(TopicAdmin asked) throws StoreException {
    Map<String, String> settings = asked.settings(List.of(POLICY, REMOVALS_KEPT));
    String policy = settings.getOrDefault(POLICY, "");
    if (!policy.equals(COMPACT)) {
      throw new StoreException(
          Trouble.DENIED,
          "the topic "
              + place.topic()
              + " has "
              + POLICY
              + "="
              + policy
              + ", by which rows would be lost as they grow old: set "
              + POLICY
              + "="
              + COMPACT,
          null);
    }
    String kept = settings.getOrDefault(REMOVALS_KEPT, "");
    return kept.isEmpty() ? USUALLY_KEPT : Duration.ofMillis(Long.parseLong(kept));
  }

  private StoreException told(StoreException e) {
    if (!(e.getCause() instanceof AuthorizationException)) {
      return e;
    }
    return new StoreException(
        Trouble.DENIED,
        "the login may not use topic "
            + place.topic()
            + " ("
            + e.getCause().getMessage()
            + "): allow it Describe, DescribeConfigs and Read on it",
        e.getCause());
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
      admin = null;
    }
  }
}
