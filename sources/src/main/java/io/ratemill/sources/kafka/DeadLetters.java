package io.ratemill.sources.kafka;

import io.ratemill.sources.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The topic to which messages go that are no lines, each once.
 *
 * <p>Shape: the key is {@code topic-partition-offset}, the value that of the message; headers say
 * why. As days are read more than once, what is there already is looked up before the first one is
 * sent. Errors: {@link StoreException} if it cannot be looked up or sent; the reading then fails.
 */
final class DeadLetters {
  /** Why a message is no line, in words. */
  static final String REASON = "ratemill-reason";

  /** A reason may repeat a cell; a broken one may be as large as a message. */
  private static final int LONGEST = 500;

  private final TopicPlace place;
  private final Set<String> there = new HashSet<>();
  private final Map<TopicPartition, Long> lookedUpTo = new HashMap<>();

  DeadLetters(TopicPlace place) {
    this.place = place;
  }

  /** The key of a message. */
  static String key(ConsumerRecord<?, ?> message) {
    return message.topic() + "-" + message.partition() + "-" + message.offset();
  }

  /** Opens the topic for one reading. */
  Letters open() {
    return new Letters();
  }

  /** The letters of one reading. */
  final class Letters implements AutoCloseable {
    private @Nullable TopicWriter writer;

    /** Sends a message unless it is there already. */
    void add(ConsumerRecord<byte[], byte[]> message, String reason) throws StoreException {
      String key = key(message);
      if (there.contains(key)) {
        return;
      }
      TopicWriter open = writer;
      if (open == null) {
        lookUp();
        open = TopicWriter.ofDeadLetters(place);
        writer = open;
      }
      if (!there.add(key)) {
        return;
      }
      ProducerRecord<byte[], byte[]> letter =
          new ProducerRecord<>(
              place.deadLetter(), key.getBytes(StandardCharsets.UTF_8), message.value());
      message.headers().forEach(letter.headers()::add);
      String shown = reason.substring(0, Math.min(reason.length(), LONGEST));
      letter.headers().add(REASON, shown.getBytes(StandardCharsets.UTF_8));
      open.send(letter);
    }

    /** Waits until all that was added is there. */
    void flush() throws StoreException {
      if (writer != null) {
        writer.flush();
      }
    }

    @Override
    public void close() {
      if (writer != null) {
        writer.close();
        if (writer.isPending()) {
          // What may not have arrived is looked up again the next time.
          there.clear();
          lookedUpTo.clear();
        }
      }
    }
  }

  /** Learns the keys that came since it was looked up last. */
  private void lookUp() throws StoreException {
    Map<TopicPartition, Long> firsts;
    Map<TopicPartition, Long> ends;
    try (Consumer<byte[], byte[]> consumer = place.consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(place.deadLetter()).stream()
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw TopicTrouble.noTopic(place, place.deadLetter(), null);
      }
      firsts = consumer.beginningOffsets(partitions);
      ends = consumer.endOffsets(partitions);
    } catch (KafkaException e) {
      throw TopicTrouble.of(place, e);
    }
    for (Map.Entry<TopicPartition, Long> each : ends.entrySet()) {
      TopicPartition partition = each.getKey();
      long from =
          Math.max(firsts.getOrDefault(partition, 0L), lookedUpTo.getOrDefault(partition, 0L));
      try (Messages letters = Messages.open(place, partition, from, each.getValue())) {
        List<ConsumerRecord<byte[], byte[]>> some = letters.next();
        while (some != null) {
          some.forEach(this::learn);
          some = letters.next();
        }
      }
      lookedUpTo.put(partition, Math.max(from, each.getValue()));
    }
  }

  private void learn(ConsumerRecord<byte[], byte[]> letter) {
    if (letter.key() != null) {
      String key = new String(letter.key(), StandardCharsets.UTF_8);
      if (key.startsWith(place.topic() + "-")) {
        there.add(key);
      }
    }
  }
}
