package io.ratemill.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The storage emulator of firebase-tools as a process of its own, filled from outside. */
final class CloudStorage implements AutoCloseable {
  private static final Path EMULATORS =
      Path.of("..", "sources", "src", "test", "emulators").toAbsolutePath().normalize();

  private final Process process;
  private final String endpoint;
  private final HttpClient http = HttpClient.newHttpClient();

  private CloudStorage(Process process, int port) {
    this.process = process;
    this.endpoint = "http://127.0.0.1:" + port;
  }

  static CloudStorage start(Path folder) throws IOException {
    if (!Files.isDirectory(EMULATORS.resolve("node_modules/firebase-tools"))) {
      throw new IllegalStateException(
          "firebase-tools is not installed in "
              + EMULATORS
              + ": run npm ci --ignore-scripts there");
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder("node", "cloud-storage.js", String.valueOf(port))
            .directory(EMULATORS.toFile())
            .redirectError(folder.resolve("emulator.log").toFile());
    builder.environment().put("TMPDIR", folder.toString());
    Process process = builder.start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("listening")) {
        return new CloudStorage(process, port);
      }
    }
    throw new IllegalStateException(
        "the emulator ended: " + Files.readString(folder.resolve("emulator.log")));
  }

  String endpoint() {
    return endpoint;
  }

  /** A folder of a bucket to put files into. */
  GcpRunITCase.Place place(String bucket, String prefix) {
    return (key, content) -> put(bucket, prefix + "/" + key, content);
  }

  private void put(String bucket, String name, byte[] content) throws IOException {
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    String at = endpoint + "/upload/storage/v1/b/%s/o?uploadType=media&name=%s";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(at.formatted(bucket, encoded)))
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(content))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IOException(response.statusCode() + " " + response.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
