package io.ratemill.jobs.config;

import io.ratemill.sources.kafka.KeyedTopic;
import io.ratemill.sources.kafka.TopicPlace;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads where a table of owners or pricing rules is, and then its rows. */
final class TableReader {
  static final List<String> KEYS = List.of("location", "secret");

  private final Section top;
  private final YamlSource source;
  private final Problems problems;
  private final Topics topics;
  private final Map<TopicPlace, String> states = new LinkedHashMap<>();

  TableReader(Section top, Problems problems, Topics topics) {
    this.top = top;
    this.source = top.source();
    this.problems = problems;
    this.topics = topics;
  }

  /** The topics that were read, and their states. */
  Map<TopicPlace, String> states() {
    return states;
  }

  /** The place under a key, or null where a problem was reported. */
  @Nullable TablePlace place(String key) {
    String example = key + ": " + key + ".csv";
    Node node = top.required(key, "Name the file, as in " + example);
    if (node == null) {
      return null;
    }
    if (!(node instanceof MappingNode)) {
      return place(key, node, source.text(key, node), Secret.NONE);
    }
    Section section = Section.open(source, key, node, KEYS);
    if (section == null) {
      return null;
    }
    Node location =
        section.required("location", "Write location: kafka://host:port/topic, or " + example);
    if (location == null) {
      return null;
    }
    TablePlace place =
        place(
            "location",
            location,
            source.text("location", location),
            SecretReader.ofKafka(section, key));
    if (place instanceof TablePlace.OfFile && section.value("secret") != null) {
      source.refuse(section.place("secret"), "a file needs no secret", "Leave it out");
    }
    return place;
  }

  private @Nullable TablePlace place(String key, Node node, @Nullable String text, Secret secret) {
    if (text == null) {
      return null;
    }
    if (text.equals("portal")) {
      source.refuse(
          node,
          key + " from the portal cannot be read yet",
          "Name a file or a topic, kafka://host:port/topic");
      return null;
    }
    if (text.startsWith("kafka:")) {
      return LocationReader.topic(source, node, text) instanceof Location.Topic topic
          ? new TablePlace.OfTopic(new TopicPlace(topic.servers(), topic.topic(), secret, Map.of()))
          : null;
    }
    Path path = Paths.beside(source, key, node, text);
    return path == null ? null : new TablePlace.OfFile(path);
  }

  /** The rows of a table, or null where it cannot be read and a problem was reported. */
  @Nullable List<Row> rows(String key, TablePlace place, Columns columns) {
    if (place instanceof TablePlace.OfTopic topic) {
      return rows(key, topic.topic(), columns);
    }
    Path file = ((TablePlace.OfFile) place).path();
    try {
      return CsvTable.read(file, TextFiles.read(file), columns, problems).rows();
    } catch (NoSuchFileException e) {
      source.refuse(
          top.place(key),
          "the file " + file + " is not there",
          "Create it, or name the right one; paths are relative to " + source.file());
    } catch (IOException e) {
      problems.add(TextFiles.problem(file, e));
    }
    return null;
  }

  private @Nullable List<Row> rows(String key, TopicPlace topic, Columns columns) {
    try {
      KeyedTopic.Content content = topics.content(topic);
      states.put(topic, content.state());
      return MessageTable.rows(topic.text(), content.messages(), columns, problems);
    } catch (StoreException e) {
      source.refuse(
          top.place(key),
          key + " cannot be read from " + topic.text() + ": " + e.getMessage(),
          "What the topic and the login need is in docs/connectors/kafka.md");
      return null;
    }
  }
}
