package io.ratemill.jobs.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.ratemill.sources.kafka.KeyedMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of which each message of a topic is a row: a JSON object with the columns as keys.
 *
 * <p>Errors: a message that is no such object is a problem and no row; the others stay rows.
 */
final class MessageTable {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String AGAIN =
      "Send the key again with a JSON object of columns, or with null to take the row away";

  private final String topic;
  private final Columns columns;
  private final Problems problems;
  private final List<Row> rows = new ArrayList<>();

  private MessageTable(String topic, Columns columns, Problems problems) {
    this.topic = topic;
    this.columns = columns;
    this.problems = problems;
  }

  /**
   * The rows of some messages.
   *
   * @param topic the topic as people write it
   * @param messages the newest of each key and partition
   */
  static List<Row> rows(
      String topic, List<KeyedMessage> messages, Columns columns, Problems problems) {
    MessageTable table = new MessageTable(topic, columns, problems);
    Map<String, KeyedMessage> byKey = new HashMap<>();
    for (KeyedMessage message : messages) {
      KeyedMessage other = byKey.putIfAbsent(message.key(), message);
      if (message.key().isEmpty()) {
        table.refuse(
            message,
            "",
            "the message has no key",
            "Send each row under a key that names it, and null under an empty key to take this"
                + " one away");
      } else if (other != null) {
        table.refuse(
            message,
            "",
            "the key is in partition " + other.partition() + " too, at offset " + other.offset(),
            "Send null under it to the partition where it does not belong, and let one partitioner"
                + " place all keys");
      } else {
        table.take(message);
      }
    }
    return table.rows;
  }

  private final class Message implements Row {
    private final KeyedMessage message;
    private final Map<String, String> values;
    private final int order;

    private Message(KeyedMessage message, Map<String, String> values, int order) {
      this.message = message;
      this.values = values;
      this.order = order;
    }

    @Override
    public String name() {
      return "message " + Words.shown(message.key());
    }

    @Override
    public int order() {
      return order;
    }

    @Override
    public String text(String column) {
      return values.getOrDefault(column, "");
    }

    @Override
    public void refuse(String column, String what, String remedy) {
      MessageTable.this.refuse(message, column, what, remedy);
    }

    @Override
    public void warn(String column, String what, String remedy) {
      problems.warn(problem(message, column, what, remedy));
    }
  }

  private void refuse(KeyedMessage message, String column, String what, String remedy) {
    problems.add(problem(message, column, what, remedy));
  }

  private Problem problem(KeyedMessage message, String column, String what, String remedy) {
    String place =
        topic
            + ", partition "
            + message.partition()
            + ", offset "
            + message.offset()
            + ", key "
            + Words.shown(message.key());
    return new Problem(column.isEmpty() ? place : place + ", " + column, 0, 0, what, remedy);
  }

  private void take(KeyedMessage message) {
    int before = problems.count();
    Map<String, String> values = new HashMap<>();
    try (JsonParser parser = JSON.createParser(message.value())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        refuse(message, "", "the value is no JSON object", AGAIN);
        return;
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        value(message, parser, values);
      }
      if (parser.nextToken() != null) {
        refuse(message, "", "something follows the JSON object", AGAIN);
      }
    } catch (JsonProcessingException e) {
      refuse(message, "", "the value is no JSON: " + e.getOriginalMessage(), AGAIN);
    } catch (IOException e) {
      // In memory only a broken encoding can fail.
      refuse(message, "", "the value is no JSON: " + e.getMessage(), AGAIN);
    }
    if (problems.count() == before) {
      rows.add(new Message(message, values, rows.size()));
    }
  }

  private void value(KeyedMessage message, JsonParser parser, Map<String, String> values)
      throws IOException {
    String column = parser.currentName();
    JsonToken token = parser.nextToken();
    String text = token.isScalarValue() && token != JsonToken.VALUE_NULL ? parser.getText() : "";
    if (!columns.names().contains(column)) {
      refuse(
          message,
          "",
          "unknown column " + Words.shown(column),
          Words.suggestion(column, columns.names()));
      parser.skipChildren();
    } else if (token.isStructStart()) {
      refuse(message, column, column + " is an object or an array", "Write one text");
      parser.skipChildren();
    } else if (values.putIfAbsent(column, text.strip()) != null) {
      refuse(message, column, "the column " + column + " is there twice", "Keep one of the two");
    } else if (token.isBoolean() || (token.isNumeric() && !columns.numbers().contains(column))) {
      refuse(
          message,
          column,
          column
              + " "
              + text
              + " is a "
              + (token.isNumeric() ? "number" : "yes/no value")
              + ", where a text belongs",
          "Quote it: \"" + column + "\": \"" + text + "\"");
    }
  }
}
