package io.ratemill.sources.gcp;

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

/** The storage emulator of firebase-tools as a process of its own. */
final class CloudStorageEmulator implements AutoCloseable {
  private static final Path EMULATORS = Path.of("src", "test", "emulators").toAbsolutePath();

  private final Process process;
  private final String endpoint;
  private final HttpClient http = HttpClient.newHttpClient();

  private CloudStorageEmulator(Process process, int port) {
    this.process = process;
    this.endpoint = "http://127.0.0.1:" + port;
  }

  /** Starts it on a free port. Errors: it fails where it is not installed; nothing is skipped. */
  static CloudStorageEmulator start(Path folder) throws IOException {
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
    // It keeps what it is given in the folder for temporary files, whoever started it.
    builder.environment().put("TMPDIR", folder.toString());
    Process process = builder.start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("listening")) {
        return new CloudStorageEmulator(process, port);
      }
    }
    throw new IllegalStateException(
        "the emulator ended: " + Files.readString(folder.resolve("emulator.log")));
  }

  String endpoint() {
    return endpoint;
  }

  void put(String bucket, String name, byte[] content) throws IOException, InterruptedException {
    String at = "/upload/storage/v1/b/%s/o?uploadType=media&name=%s";
    send(
        HttpRequest.newBuilder(URI.create(endpoint + at.formatted(bucket, encoded(name))))
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(content)));
  }

  void remove(String bucket, String name) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(URI.create(endpoint + "/b/%s/o/%s".formatted(bucket, encoded(name))))
            .DELETE());
  }

  private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
