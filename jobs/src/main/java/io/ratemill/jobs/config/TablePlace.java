package io.ratemill.jobs.config;

import io.ratemill.sources.kafka.TopicPlace;
import java.nio.file.Path;

/** Where owners or pricing rules are written. */
public sealed interface TablePlace {
  /** A CSV file. */
  record OfFile(Path path) implements TablePlace {}

  /** A compacted topic, one row a message. */
  record OfTopic(TopicPlace topic) implements TablePlace {}
}
