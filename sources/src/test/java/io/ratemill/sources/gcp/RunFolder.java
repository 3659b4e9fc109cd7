package io.ratemill.sources.gcp;

import io.ratemill.sources.BillingFeedContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A run folder written by hand, its files first and its marker last. */
final class RunFolder {
  static final String TABLE = "p.billing.gcp_billing_export_v1_0000";
  static final String HEADER =
      "billing_account_id,invoice.month,cost_type,service.id,service.description,sku.id,"
          + "sku.description,usage_start_time,project.id,project.name,transaction_type,cost,"
          + "cost_at_list,currency,usage.amount_in_pricing_units,usage.pricing_unit,credits\n";

  private final Path folder;
  private final Instant time;
  private final List<Path> files = new ArrayList<>();
  private final Map<String, String> fields = new LinkedHashMap<>();

  RunFolder(Path root, String month, String run, Instant time) throws IOException {
    this.folder = root.resolve("billing_period=" + month).resolve(run);
    this.time = time;
    Files.createDirectories(folder);
    set("runId", run).set("table", TABLE).set("period", month).set("maxExportTime", "" + time);
  }

  /** Sets a field of the marker; null leaves it out. */
  RunFolder set(String field, String text) {
    fields.put(field, text);
    return this;
  }

  Path path() {
    return folder;
  }

  RunFolder file(String name, String content) throws IOException {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  RunFolder file(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, content);
    BillingFeedContract.touch(file, time);
    files.add(file);
    return this;
  }

  /** Writes the marker. */
  Path mark() throws IOException {
    List<String> named = new ArrayList<>();
    for (Path file : files) {
      named.add(
          "{\"name\": \"%s\", \"bytes\": %d, \"rows\": 1}"
              .formatted(file.getFileName(), Files.size(file)));
    }
    String texts =
        fields.entrySet().stream()
            .filter(field -> field.getValue() != null)
            .map(field -> "\"%s\": \"%s\", ".formatted(field.getKey(), field.getValue()))
            .collect(Collectors.joining());
    return write("{" + texts + "\"files\": [" + String.join(", ", named) + "]}");
  }

  /** Writes something else as the marker. */
  Path write(String json) throws IOException {
    Path marker = folder.resolve("_ratemill.json");
    Files.writeString(marker, json);
    BillingFeedContract.touch(marker, time);
    return marker;
  }

  /** A row of {@link #HEADER} at some cost, with credits as JSON. */
  static String row(String cost, String credits) {
    return row(Map.of("cost", cost, "credits", credits));
  }

  /** A row of {@link #HEADER} with some cells set. */
  static String row(Map<String, String> cells) {
    Map<String, String> row = new LinkedHashMap<>();
    for (String name : HEADER.strip().split(",", -1)) {
      row.put(name, "");
    }
    row.put("billing_account_id", "AAAA-BBBB");
    row.put("invoice.month", "202610");
    row.put("cost_type", "regular");
    row.put("service.id", "6F81-5844-456A");
    row.put("service.description", "Compute Engine");
    row.put("sku.id", "D2F0");
    row.put("sku.description", "N1 core");
    row.put("usage_start_time", "2026-10-05 07:00:00 UTC");
    row.put("project.id", "shop-1");
    row.put("project.name", "Shop");
    row.put("cost", "1");
    row.put("cost_at_list", "2");
    row.put("currency", "USD");
    row.put("usage.amount_in_pricing_units", "3");
    row.put("usage.pricing_unit", "hour");
    row.put("credits", "[]");
    row.putAll(cells);
    return row.values().stream()
            .map(cell -> cell.isEmpty() ? "" : '"' + cell.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining(","))
        + "\n";
  }
}
