package io.ratemill.sources.azure;

import io.ratemill.sources.BillingFeedContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** A folder laid out like a container with exports of Cost Management. */
record Container(Path root) {
  static final String EXPORT =
      "/providers/Microsoft.Billing/billingAccounts/8611537/providers/Microsoft.CostManagement/exports/";

  Path put(String key, byte[] content, Instant time) throws IOException {
    Path file = root.resolve(key);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    BillingFeedContract.touch(file, time);
    return file;
  }

  Path put(String key, String content, Instant time) throws IOException {
    return put(key, content.getBytes(StandardCharsets.UTF_8), time);
  }

  Path resource(String key, String resource, Instant time) throws IOException {
    return put(key, bytes(resource), time);
  }

  static byte[] bytes(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            Container.class.getResourceAsStream("/azure/" + resource), resource)) {
      return in.readAllBytes();
    }
  }

  static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** A manifest as Azure writes it since 2024, for October 2026. */
  static String manifest(String type, String export, String run, Instant time, List<String> blobs) {
    return manifest(type, EXPORT + export, run, time, "", blobs);
  }

  /**
   * A manifest as Azure writes it since 2024, for October 2026.
   *
   * @param more further fields, such as {@code "dataRowCount": 0,}
   */
  static String manifest(
      String type, String resource, String run, Instant time, String more, List<String> blobs) {
    return """
        {"manifestVersion": "2024-04-01", "byteCount": 4711, "blobCount": %d, %s
         "exportConfig": {"exportName": "%s", "resourceId": "%s", "dataVersion": "2023-12-01-preview",
          "apiVersion": "2023-07-01-preview", "type": "%s", "timeFrame": "MonthToDate",
          "granularity": "Daily"},
         "deliveryConfig": {"partitionData": true, "dataOverwriteBehavior": "CreateNewReport",
          "fileFormat": "Csv", "compressionMode": "None",
          "containerUri": "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/acme/containers/exports",
          "rootFolderPath": "billing"},
         "runInfo": {"executionType": "Scheduled", "submittedTime": "%s", "runId": "%s",
          "startDate": "2026-10-01T00:00:00", "endDate": "2026-10-31T00:00:00"},
         "blobs": [%s]}
        """
        .formatted(
            blobs.size(),
            more,
            resource.substring(resource.lastIndexOf('/') + 1),
            resource,
            type,
            time.toString().replace("Z", ".1234567Z"),
            run,
            blobs.stream()
                .map(blob -> "{\"blobName\": \" %s\", \"byteCount\": 1}".formatted(blob))
                .collect(Collectors.joining(", ")));
  }
}
