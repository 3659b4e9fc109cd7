package io.ratemill.sources.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ratemill.columnar.Bytes;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A manifest of AWS as it was read: what it names, or why it cannot be read.
 *
 * @param json its content, missing where it cannot be read
 * @param trouble why it cannot be read, or empty
 */
record Marker(StoredObject object, JsonNode json, String trouble) {
  private static final String NAME = "Manifest.json";
  private static final int LARGEST = 64 << 20;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Fields in which a data file may be named where it is an object, most telling first. */
  private static final List<String> KEY_FIELDS =
      List.of(
          "key", "s3Key", "s3Uri", "uri", "url", "path", "location", "fileName", "file", "name");

  /** Whether a file name is that of a manifest: {@code Manifest.json} alone or after a name. */
  static boolean isManifest(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String manifest = NAME.toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && (lower.equals(manifest) || lower.endsWith("-" + manifest));
  }

  /** Reads a manifest; one that cannot be read is told, not thrown. */
  static Marker read(ObjectStore store, StoredObject object) {
    try (Bytes bytes = store.open(object.key(), object.pin())) {
      if (object.bytes() > LARGEST) {
        return broken(object, "it has " + object.bytes() + " bytes, which no manifest has");
      }
      byte[] content = new byte[(int) object.bytes()];
      bytes.readFully(0, content, 0, content.length);
      JsonNode json = JSON.readTree(content);
      if (!json.isObject()) {
        return broken(object, content.length == 0 ? "it is empty" : "it is no JSON object");
      }
      return new Marker(object, json, "");
    } catch (JsonProcessingException e) {
      return broken(object, "it is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      return broken(object, String.valueOf(e.getMessage()));
    }
  }

  private static Marker broken(StoredObject object, String trouble) {
    return new Marker(object, MissingNode.getInstance(), trouble);
  }

  boolean isBroken() {
    return !trouble.isEmpty();
  }

  /** The folders in which the marker lies, from the place down. */
  List<String> folders() {
    List<String> segments = Listing.segments(object.key());
    return segments.subList(0, segments.size() - 1);
  }

  /** The name before {@code -Manifest.json}, empty if there is none. */
  String export() {
    String name = object.name();
    int end = name.length() - NAME.length() - 1;
    return end <= 0 ? "" : name.substring(0, end);
  }

  /** A text field, empty if it is not there. */
  String text(String field) {
    JsonNode value = json.path(field);
    return value.isTextual() ? value.asText() : "";
  }

  /** Whether a list of files is there under a name. */
  boolean hasFiles(String field) {
    return json.path(field).isArray();
  }

  /** The keys of the files listed under a name; one that cannot be made out is its own text. */
  List<String> files(String field) {
    List<String> keys = new ArrayList<>();
    for (JsonNode file : json.path(field)) {
      keys.add(key(file));
    }
    return keys;
  }

  private static String key(JsonNode file) {
    if (file.isTextual()) {
      return file.asText();
    }
    for (String field : KEY_FIELDS) {
      JsonNode value = file.path(field);
      if (value.isTextual()) {
        return value.asText();
      }
    }
    return file.toString();
  }

  /** The names of the columns, empty if the manifest does not list them. */
  List<String> columns() {
    List<String> names = new ArrayList<>();
    for (JsonNode column : json.path("columns")) {
      names.add(column.isTextual() ? column.asText() : column.path("name").asText());
    }
    return names;
  }
}
