package io.ratemill.jobs.config;

import io.ratemill.sources.kafka.KeyedTopic;
import io.ratemill.sources.kafka.TopicPlace;
import io.ratemill.sources.store.StoreException;

/** How the messages of topics of owners and pricing rules are had. */
public interface Topics {
  KeyedTopic.Content content(TopicPlace place) throws StoreException;

  /** Reads a topic from its beginning to where it ends now. */
  static KeyedTopic.Content readOnce(TopicPlace place) throws StoreException {
    try (KeyedTopic topic = new KeyedTopic(place)) {
      return topic.look();
    }
  }
}
