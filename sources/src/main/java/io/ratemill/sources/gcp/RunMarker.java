package io.ratemill.sources.gcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ratemill.columnar.Bytes;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoredObject;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The marker of a run folder as it was read: what it names, or why it cannot be read.
 *
 * @param runId the run's id; the folder's name where the marker does not say it
 * @param table the table that was exported, empty if the marker does not say it
 * @param period the billing period as {@code yyyy-MM}, empty if the marker does not say it
 * @param partition the partition that was exported, empty for all of the period
 * @param maxExportTime the newest export time among the rows
 * @param trouble why it cannot be read, or empty
 * @param lasting whether it stays so while the object stays the same
 */
record RunMarker(
    StoredObject object,
    String runId,
    String table,
    String period,
    String partition,
    Instant maxExportTime,
    List<File> files,
    String trouble,
    boolean lasting) {
  static final String NAME = "_ratemill.json";

  /** The size of a file that the marker does not size. */
  static final long UNKNOWN = -1;

  private static final int LARGEST = 64 << 20;
  private static final Pattern PERIOD = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** As BigQuery writes times as text: {@code 2026-11-10 05:49:32.199 UTC}. */
  private static final DateTimeFormatter BIGQUERY =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern("[ 'UTC'][XXX]")
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /**
   * A file that the marker names.
   *
   * @param bytes its size, or {@link #UNKNOWN}
   */
  record File(String name, long bytes) {}

  RunMarker {
    files = List.copyOf(files);
  }

  /** Whether an object is a marker by its name. */
  static boolean isMarker(StoredObject object) {
    return object.name().equals(NAME);
  }

  /**
   * Reads a marker; one that cannot be read as what it is, or that may not be read, is told.
   *
   * <p>Errors: {@link StoreException} if it is not there any more, changed, or out of reach.
   */
  static RunMarker read(ObjectStore store, StoredObject object) throws IOException {
    if (object.bytes() > LARGEST) {
      return broken(object, "it has " + object.bytes() + " bytes, which no marker has", true);
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

  private static RunMarker of(StoredObject object, JsonNode json) {
    String period = text(json, "period");
    String time = text(json, "maxExportTime");
    if (!period.isEmpty() && !PERIOD.matcher(period).matches()) {
      return broken(object, "its period '" + period + "' is not written as yyyy-MM", true);
    }
    if (!json.path("files").isArray()) {
      return broken(object, "it has no list files", true);
    }
    List<File> files = new ArrayList<>();
    for (JsonNode file : json.path("files")) {
      String name = file.isTextual() ? file.asText() : text(file, "name");
      if (name.isBlank()) {
        return broken(object, "one of its files has no name", true);
      }
      JsonNode bytes = file.path("bytes");
      files.add(new File(name, bytes.canConvertToLong() ? bytes.asLong() : UNKNOWN));
    }
    Instant exported;
    try {
      exported = time(time);
    } catch (DateTimeException e) {
      String form = "; write the newest export_time of the rows, as in 2026-11-01T06:00:00Z";
      return broken(
          object,
          (time.isEmpty()
                  ? "it has no maxExportTime"
                  : "its maxExportTime '" + time + "' is no time")
              + form,
          true);
    }
    return new RunMarker(
        object,
        text(json, "runId"),
        text(json, "table"),
        period,
        text(json, "partition"),
        exported,
        files,
        "",
        true);
  }

  private static Instant time(String text) {
    return text.length() > 10 && text.charAt(10) == 'T'
        ? OffsetDateTime.parse(text).toInstant()
        : BIGQUERY.parse(text, Instant::from);
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isTextual() || value.isNumber() ? value.asText().strip() : "";
  }

  private static RunMarker broken(StoredObject object, String trouble, boolean lasting) {
    return new RunMarker(object, "", "", "", "", object.modified(), List.of(), trouble, lasting);
  }

  boolean isBroken() {
    return !trouble.isEmpty();
  }
}
