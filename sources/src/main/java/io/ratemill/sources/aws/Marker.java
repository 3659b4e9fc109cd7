package io.ratemill.sources.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ratemill.columnar.Bytes;
import io.ratemill.sources.rollup.Header;
import io.ratemill.sources.store.Listing;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A manifest of AWS as it was read: what it names, or why it cannot be read.
 *
 * <p>Shape: only what layouts ask for is kept, because a bucket holds thousands of manifests.
 *
 * @param texts its text fields by name, {@code billingPeriod.start} among them
 * @param lists the keys of the files that it lists, by the name of the list
 * @param tables the formats whose telling column it lists
 * @param trouble why it cannot be read, or empty
 * @param content whether that trouble lies in its content, and so stays while its pin stays
 */
record Marker(
    StoredObject object,
    Map<String, String> texts,
    Map<String, List<String>> lists,
    Set<AwsFormat> tables,
    String trouble,
    boolean content) {
  static final String PERIOD_START = "billingPeriod.start";

  private static final String COLUMNS = "columns";
  private static final String NAME = "Manifest.json";
  private static final int LARGEST = 64 << 20;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Fields in which a data file may be named where it is an object, most telling first. */
  private static final List<String> KEY_FIELDS =
      List.of(
          "key", "s3Key", "s3Uri", "uri", "url", "path", "location", "fileName", "file", "name");

  /** Whether an object is a manifest by its name: {@code Manifest.json} alone or after a name. */
  static boolean isManifest(StoredObject object) {
    String name = object.name();
    String lower = name.toLowerCase(Locale.ROOT);
    String manifest = NAME.toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && (lower.equals(manifest) || lower.endsWith("-" + manifest));
  }

  /**
   * Reads a manifest; one that cannot be read as what it is, or that may not be read, is told.
   *
   * <p>Errors: {@link StoreException} if it is not there any more, changed, or out of reach.
   */
  static Marker read(ObjectStore store, StoredObject object) throws IOException {
    if (object.bytes() > LARGEST) {
      return broken(object, "it has " + object.bytes() + " bytes, which no manifest has", true);
    }
    byte[] content = new byte[(int) object.bytes()];
    try (Bytes bytes = store.open(object.key(), object.pin())) {
      bytes.readFully(0, content, 0, content.length);
    } catch (StoreException e) {
      if (e.trouble() == StoreException.Trouble.DENIED) {
        return broken(object, String.valueOf(e.getMessage()), false);
      }
      throw e;
    }
    try {
      JsonNode json = JSON.readTree(content);
      if (!json.isObject()) {
        return broken(object, content.length == 0 ? "it is empty" : "it is no JSON object", true);
      }
      return of(object, json);
    } catch (JsonProcessingException e) {
      return broken(object, "it is no JSON: " + e.getOriginalMessage(), true);
    }
  }

  private static Marker of(StoredObject object, JsonNode json) {
    Map<String, String> texts = new HashMap<>();
    Map<String, List<String>> lists = new HashMap<>();
    json.properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (value.isTextual()) {
                texts.put(field.getKey(), value.asText());
              } else if (value.isArray() && !field.getKey().equals(COLUMNS)) {
                lists.put(field.getKey(), keys(value));
              }
            });
    texts.put(PERIOD_START, json.path("billingPeriod").path("start").asText());
    return new Marker(object, texts, lists, tables(json.path(COLUMNS)), "", true);
  }

  private static List<String> keys(JsonNode files) {
    List<String> keys = new ArrayList<>();
    for (JsonNode file : files) {
      keys.add(key(file));
    }
    return keys;
  }

  private static Set<AwsFormat> tables(JsonNode columns) {
    List<String> names = new ArrayList<>();
    for (JsonNode column : columns) {
      names.add(column.isTextual() ? column.asText() : column.path("name").asText());
    }
    Header header = new Header(names);
    Set<AwsFormat> tables = EnumSet.noneOf(AwsFormat.class);
    if (header.has("BilledCost")) {
      tables.add(AwsFormat.FOCUS);
    }
    if (header.has("line_item_unblended_cost")) {
      tables.add(AwsFormat.CUR_2);
    }
    return tables;
  }

  private static Marker broken(StoredObject object, String trouble, boolean content) {
    return new Marker(object, Map.of(), Map.of(), Set.of(), trouble, content);
  }

  /** The same manifest, which turned out not to be what its place says. */
  Marker without(String list) {
    return new Marker(object, texts, lists, tables, "it has no list " + list, true);
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
    return texts.getOrDefault(field, "");
  }

  /** Whether a list of files is there under a name. */
  boolean hasFiles(String field) {
    return lists.containsKey(field);
  }

  /** The keys of the files listed under a name; one that cannot be made out is its own text. */
  List<String> files(String field) {
    return lists.getOrDefault(field, List.of());
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
}
