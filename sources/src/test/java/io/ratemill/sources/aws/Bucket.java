package io.ratemill.sources.aws;

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

/** A folder laid out like a bucket of AWS. */
record Bucket(Path root) {
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

  Path gz(String key, String content, Instant time) throws IOException {
    return put(key, gzip(content), time);
  }

  Path resource(String key, String resource, Instant time) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Bucket.class.getResourceAsStream("/aws/" + resource), resource)) {
      return put(key, in.readAllBytes(), time);
    }
  }

  static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** A legacy manifest as AWS writes it. */
  static String curManifest(String assembly, List<String> keys) {
    return """
        {"assemblyId": "%s", "account": "123456789012", "columns": [], "charset": "UTF-8",
         "compression": "GZIP", "contentType": "text/csv", "reportId": "abc", "reportName": "hourly",
         "billingPeriod": {"start": "20261001T000000.000Z", "end": "20261101T000000.000Z"},
         "bucket": "original-bucket", "reportKeys": [%s], "additionalArtifactKeys": []}
        """
        .formatted(assembly, quoted(keys));
  }

  /** A data export's manifest as AWS writes it. */
  static String exportManifest(String execution, String columns, List<String> files) {
    return """
        {"executionId": "%s", "exportArn": "arn:aws:bcm-data-exports:us-east-1:1:export/x",
         "columns": [%s], "dataFiles": [%s], "additionalOutputFiles": []}
        """
        .formatted(execution, columns, quoted(files));
  }

  private static String quoted(List<String> texts) {
    return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(", "));
  }
}
