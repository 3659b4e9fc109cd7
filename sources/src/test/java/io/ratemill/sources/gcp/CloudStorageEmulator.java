package io.ratemill.sources.gcp;

import io.ratemill.sources.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The storage emulator of firebase-tools, filled from outside with plain requests. */
public final class CloudStorageEmulator implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("listening on (http\\S+)");

  private final NodeProcess process;
  private final HttpClient http = HttpClient.newHttpClient();

  private CloudStorageEmulator(NodeProcess process) {
    this.process = process;
  }

  /** Starts it on a free port. Errors: it fails where it is not installed; nothing is skipped. */
  public static CloudStorageEmulator start() throws IOException {
    return new CloudStorageEmulator(NodeProcess.start("cloud-storage.js", READY));
  }

  public String endpoint() {
    return process.address();
  }

  /** Writes an object whose name is as given, whatever characters it has. */
  public void put(String bucket, String name, byte[] content) throws IOException {
    String at = "/upload/storage/v1/b/%s/o?uploadType=media&name=%s";
    send(
        HttpRequest.newBuilder(URI.create(endpoint() + at.formatted(bucket, encoded(name))))
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(content)));
  }

  void remove(String bucket, String name) throws IOException {
    String at = "/b/%s/o/%s";
    send(
        HttpRequest.newBuilder(URI.create(endpoint() + at.formatted(bucket, encoded(name))))
            .DELETE());
  }

  private void send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IOException(response.statusCode() + " " + response.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
