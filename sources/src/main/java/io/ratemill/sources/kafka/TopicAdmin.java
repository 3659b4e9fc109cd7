package io.ratemill.sources.kafka;

import io.ratemill.sources.store.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Questions to the brokers of a topic, each with its answer or its trouble.
 *
 * <p>Shape: offsets are those of what is committed. Errors: {@link StoreException}, in words.
 */
record TopicAdmin(TopicPlace place, Admin admin) {
  /** Answers of the brokers, one for each partition that was asked for. */
  record Offsets(Map<TopicPartition, ListOffsetsResultInfo> answers) {
    Offsets {
      answers = Map.copyOf(answers);
    }

    ListOffsetsResultInfo of(TopicPartition partition) {
      return Objects.requireNonNull(answers.get(partition));
    }
  }

  static List<TopicPartition> partitions(TopicDescription topic) {
    return topic.partitions().stream()
        .map(each -> new TopicPartition(topic.name(), each.partition()))
        .toList();
  }

  Offsets offsets(List<TopicPartition> partitions, OffsetSpec spec) throws StoreException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(each -> asked.put(each, spec));
    return offsets(asked);
  }

  Offsets offsets(Map<TopicPartition, OffsetSpec> asked) throws StoreException {
    if (asked.isEmpty()) {
      return new Offsets(Map.of());
    }
    ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    return new Offsets(get(admin.listOffsets(asked, committed).all()));
  }

  TopicDescription describe(String topic) throws StoreException {
    try {
      return Objects.requireNonNull(
          get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic));
    } catch (StoreException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw TopicTrouble.noTopic(place, topic, e.getCause());
      }
      throw e;
    }
  }

  /** Settings of the topic by their names; empty where the broker does not tell one. */
  Map<String, String> settings(List<String> names) throws StoreException {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, place.topic());
    var told = Objects.requireNonNull(get(admin.describeConfigs(List.of(topic)).all()).get(topic));
    Map<String, String> settings = new HashMap<>();
    for (String name : names) {
      var entry = told.get(name);
      settings.put(name, entry == null || entry.value() == null ? "" : entry.value());
    }
    return settings;
  }

  private <T> T get(KafkaFuture<T> asked) throws StoreException {
    try {
      return Objects.requireNonNull(asked.get());
    } catch (ExecutionException e) {
      throw TopicTrouble.of(place, e);
    } catch (InterruptedException e) {
      throw TopicTrouble.of(place, new InterruptException(e));
    }
  }
}
