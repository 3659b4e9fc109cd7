package io.ratemill.sources.kafka;

import io.ratemill.sources.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The committed messages of a partition between two offsets, in their order.
 *
 * <p>Errors: {@link StoreException} if they are not there any more, may not be read, or do not
 * come.
 */
final class Messages implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(250);

  /** How long nothing may come before the brokers count as silent. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TopicPlace place;
  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final long to;
  private long at;

  private Messages(
      TopicPlace place,
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long from,
      long to) {
    this.place = place;
    this.consumer = consumer;
    this.partition = partition;
    this.at = from;
    this.to = to;
  }

  /** Opens some offsets of a partition. */
  static Messages open(TopicPlace place, TopicPartition of, long from, long to)
      throws StoreException {
    Consumer<byte[], byte[]> consumer = place.consumer();
    try {
      consumer.assign(List.of(of));
      consumer.seek(of, from);
      return new Messages(place, consumer, of, from, to);
    } catch (KafkaException e) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      throw TopicTrouble.of(place, e);
    }
  }

  /** The offset up to which everything was handed over. */
  long position() {
    return at;
  }

  /** Some messages, null after the last. */
  @Nullable List<ConsumerRecord<byte[], byte[]>> next() throws StoreException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (at < to) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        long before = at;
        at = Math.min(to, consumer.position(partition));
        List<ConsumerRecord<byte[], byte[]>> within = within(polled.records(partition));
        if (!within.isEmpty()) {
          return within;
        }
        // Marks of transactions and what was aborted move the position without a message.
        if (at != before) {
          deadline = System.nanoTime() + PATIENCE.toNanos();
        } else if (System.nanoTime() > deadline) {
          throw new StoreException(
              StoreException.Trouble.UNREACHABLE,
              "nothing came from offset "
                  + at
                  + " on for "
                  + PATIENCE.toSeconds()
                  + " seconds: see whether the partition's leader is well",
              null);
        }
      }
      return null;
    } catch (KafkaException e) {
      throw TopicTrouble.of(place, e);
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> within(List<ConsumerRecord<byte[], byte[]>> polled) {
    if (polled.isEmpty() || polled.get(polled.size() - 1).offset() < to) {
      return polled;
    }
    List<ConsumerRecord<byte[], byte[]>> within = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      if (record.offset() < to) {
        within.add(record);
      }
    }
    return within;
  }

  /** Nothing is owed to the brokers: what they are still about to send is not waited for. */
  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
