package io.ratemill.sources.kafka;

import io.ratemill.sources.store.StoreException;
import java.time.Duration;
import java.util.function.BiFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages, each of which arrives once although it may be sent again.
 *
 * <p>Shape: nothing is waited for until {@link #flush}. Errors: {@link StoreException}, as early as
 * one of the messages is known not to have arrived.
 */
public final class TopicWriter implements AutoCloseable {
  private final TopicPlace place;
  private final Producer<byte[], byte[]> producer;
  private final BiFunction<TopicPlace, Exception, StoreException> words;
  private boolean pending;

  /** Set by the producer's own thread. */
  private volatile @Nullable Exception failure;

  private TopicWriter(TopicPlace place, BiFunction<TopicPlace, Exception, StoreException> words)
      throws StoreException {
    this.place = place;
    this.producer = place.producer();
    this.words = words;
  }

  /** Opens the place's topic of lines. Errors: also that it is not there. */
  public static TopicWriter ofLines(TopicPlace place) throws StoreException {
    try (Admin admin = place.admin()) {
      TopicAdmin asked = new TopicAdmin(place, admin);
      asked.describe(place.topic());
    } catch (StoreException e) {
      throw e.getCause() == null ? e : TopicTrouble.ofWriting(place, e.getCause());
    }
    return new TopicWriter(place, TopicTrouble::ofWriting);
  }

  /** Opens the place's topic of messages that are no lines. */
  static TopicWriter ofDeadLetters(TopicPlace place) throws StoreException {
    return new TopicWriter(place, (of, trouble) -> TopicTrouble.of(of, trouble));
  }

  /**
   * Sends a line.
   *
   * @param id names the line; a line sent again under it counts once
   */
  public void line(byte[] id, byte[] value) throws StoreException {
    // As the key it also keeps a repetition in the partition of the first.
    ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(place.topic(), id, value);
    message.headers().add(DayText.LINE_ID, id);
    send(message);
  }

  void send(ProducerRecord<byte[], byte[]> message) throws StoreException {
    check();
    try {
      pending = true;
      // The callback hears what the future would say.
      var unused =
          producer.send(
              message,
              (arrived, trouble) -> {
                if (trouble != null && failure == null) {
                  failure = trouble;
                }
              });
    } catch (KafkaException e) {
      throw trouble(e);
    }
  }

  /** Waits until all that was sent is there. */
  public void flush() throws StoreException {
    try {
      producer.flush();
    } catch (KafkaException e) {
      throw trouble(e);
    }
    check();
    pending = false;
  }

  /** Whether something was sent that is not known to have arrived. */
  boolean isPending() {
    return pending;
  }

  private void check() throws StoreException {
    Exception known = failure;
    if (known != null) {
      throw trouble(known);
    }
  }

  private StoreException trouble(Exception e) {
    return words.apply(place, e);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
