package io.ratemill.sources.kafka;

import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A topic of rows that is looked at again and again, by a thread of its own: whoever asks waits a
 * second at most, and while the brokers do not answer not at all.
 */
public final class TopicWatch implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final KeyedTopic topic;
  private final ExecutorService thread;
  private String look;
  private KeyedTopic.@Nullable Content content;
  private @Nullable StoreException trouble;
  private @Nullable Future<KeyedTopic.Content> pending;
  private boolean slow;
  private long begun;

  /**
   * @param state what is said of the topic until it was looked at for the first time
   */
  public TopicWatch(TopicPlace place, String state) {
    this.topic = new KeyedTopic(place);
    this.look = state;
    this.begun = System.nanoTime() - PAUSE.toNanos();
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, "rows of " + place.text());
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * A text that changes with the topic's messages, and with what is wrong with it.
   *
   * @param now whether it has to be as of now, else it may be a second old
   */
  public String look(boolean now) {
    await(slow ? Duration.ZERO : PATIENCE);
    if (pending == null && (now || System.nanoTime() - begun >= PAUSE.toNanos())) {
      begin();
      await(slow ? Duration.ZERO : PATIENCE);
    }
    return look;
  }

  /** The messages that the last look found. Errors: what was wrong at the last look. */
  public KeyedTopic.Content content() throws StoreException {
    while (content == null && trouble == null) {
      if (pending == null) {
        begin();
      }
      // There is nothing older to go on with; Kafka's own limits end this.
      await(Duration.ofDays(1));
    }
    if (content == null || trouble != null) {
      throw trouble;
    }
    return content;
  }

  private void begin() {
    begun = System.nanoTime();
    pending = thread.submit(topic::look);
  }

  private void await(Duration time) {
    Future<KeyedTopic.Content> asked = pending;
    if (asked == null) {
      return;
    }
    try {
      KeyedTopic.Content found = asked.get(time.toMillis(), TimeUnit.MILLISECONDS);
      pending = null;
      slow = false;
      content = found;
      trouble = null;
      look = found.state();
    } catch (TimeoutException e) {
      slow = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(new StoreException(Trouble.UNREACHABLE, "looking at the topic was interrupted", e));
    } catch (ExecutionException e) {
      pending = null;
      if (!(e.getCause() instanceof StoreException told)) {
        throw new IllegalStateException("looking at a topic failed", e.getCause());
      }
      fail(told);
    }
  }

  private void fail(StoreException e) {
    slow = true;
    trouble = e;
    look = e.trouble() + ": " + e.getMessage();
  }

  @Override
  public void close() {
    if (pending != null) {
      pending.cancel(true);
    }
    thread.execute(topic::close);
    thread.shutdown();
  }
}
