package io.ratemill.sources.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ratemill.columnar.Bytes;
import io.ratemill.sources.store.Listing;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The manifest of one run of an export: what it names, or why it cannot be read.
 *
 * <p>Shape: versions 2021-01-01, which knows nothing but blobs, and 2024-04-01. Texts that are not
 * there are empty. Source: Cost Management, "Tutorial: Create and manage exported data".
 *
 * @param export the export's name
 * @param resource the export's id among Azure's resources, in lower case, as its case varies
 * @param type the dataset, such as {@code ActualCost}
 * @param container the container in which the run was written
 * @param empty whether the run says that it wrote no row
 * @param blobCount how many blobs the run says that it wrote, {@link #UNKNOWN} if it does not say
 * @param trouble why it cannot be read, or empty
 * @param content whether that trouble lies in its content, and so stays while its pin stays
 */
record Manifest(
    StoredObject object,
    String export,
    String resource,
    String type,
    String container,
    String runId,
    String submitted,
    String start,
    boolean empty,
    long blobCount,
    List<Blob> blobs,
    String trouble,
    boolean content) {
  static final long UNKNOWN = -1;

  private static final String NAME = "manifest.json";
  private static final int LARGEST = 64 << 20;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * A part as the manifest names it.
   *
   * @param name its path in the container
   * @param rows its rows, {@link #UNKNOWN} if the manifest does not say
   */
  record Blob(String name, long rows) {}

  Manifest {
    blobs = List.copyOf(blobs);
  }

  static boolean isManifest(StoredObject object) {
    return object.name().toLowerCase(Locale.ROOT).equals(NAME);
  }

  /**
   * Reads a manifest; one that cannot be read as what it is, or that may not be read, is told.
   *
   * <p>Errors: {@link StoreException} if it is not there any more, changed, or out of reach.
   */
  static Manifest read(ObjectStore store, StoredObject object) throws IOException {
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

  private static Manifest of(StoredObject object, JsonNode json) {
    JsonNode config = json.path("exportConfig");
    JsonNode run = json.path("runInfo");
    List<Blob> blobs = new ArrayList<>();
    for (JsonNode blob : json.path("blobs")) {
      blobs.add(new Blob(blob.path("blobName").asText().strip(), number(blob, "dataRowCount")));
    }
    boolean none = json.has("blobCount") && number(json, "blobCount") <= 0;
    boolean noRow = number(json, "dataRowCount") == 0;
    boolean listed = json.path("blobs").isArray();
    String trouble = listed || none || noRow ? "" : "it has no list blobs";
    return new Manifest(
        object,
        config.path("exportName").asText(),
        config.path("resourceId").asText().strip().toLowerCase(Locale.ROOT),
        config.path("type").asText().strip(),
        containerOf(json.path("deliveryConfig").path("containerUri").asText()),
        run.path("runId").asText().strip(),
        run.path("submittedTime").asText().strip(),
        run.path("startDate").asText().strip(),
        none || noRow || (listed && blobs.isEmpty()),
        number(json, "blobCount"),
        blobs,
        trouble,
        true);
  }

  /** The container is the last segment of its id or address. */
  private static String containerOf(String uri) {
    List<String> segments = Listing.segments(uri);
    return segments.isEmpty() ? "" : segments.get(segments.size() - 1);
  }

  private static long number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isIntegralNumber() ? value.asLong() : UNKNOWN;
  }

  private static Manifest broken(StoredObject object, String trouble, boolean content) {
    return new Manifest(
        object, "", "", "", "", "", "", "", false, UNKNOWN, List.of(), trouble, content);
  }

  boolean isBroken() {
    return !trouble.isEmpty();
  }

  /** The folders in which it lies, from the place down. */
  List<String> folders() {
    List<String> segments = Listing.segments(object.key());
    return segments.subList(0, segments.size() - 1);
  }

  /** The key of a blob, with its container where the manifest tells it. */
  String key(Blob blob) {
    return container.isEmpty() ? blob.name() : container + "/" + blob.name();
  }
}
