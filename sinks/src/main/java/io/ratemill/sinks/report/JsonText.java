package io.ratemill.sinks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The one look of the small JSON files: keys in the order they were put, one entry of an object or
 * array a line, what lies deeper on that line.
 */
final class JsonText {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonText() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static String of(ObjectNode root) {
    StringBuilder text = new StringBuilder(1024).append('{');
    String comma = "";
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      text.append(comma).append("\n  ").append(quoted(field.getKey())).append(": ");
      appendEntries(text, field.getValue());
      comma = ",";
    }
    return text.append("\n}\n").toString();
  }

  /**
   * The object in a file.
   *
   * @param remedy what to do if it is damaged
   */
  static ObjectNode read(Path file, String remedy) throws IOException {
    JsonNode root;
    try {
      root = MAPPER.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new IOException(
          file + " is not the JSON that was written: " + e.getOriginalMessage() + ". " + remedy, e);
    }
    if (root instanceof ObjectNode object) {
      return object;
    }
    throw new IOException(file + " holds no JSON object. " + remedy);
  }

  private static void appendEntries(StringBuilder text, JsonNode value) {
    if (!value.isContainerNode() || value.isEmpty()) {
      text.append(value);
      return;
    }
    text.append(value.isObject() ? '{' : '[');
    String comma = "";
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        text.append(comma).append("\n    ").append(quoted(field.getKey())).append(": ");
        text.append(field.getValue());
        comma = ",";
      }
    } else {
      for (JsonNode element : value) {
        text.append(comma).append("\n    ").append(element);
        comma = ",";
      }
    }
    text.append("\n  ").append(value.isObject() ? '}' : ']');
  }

  private static String quoted(String key) {
    return MAPPER.getNodeFactory().textNode(key).toString();
  }
}
