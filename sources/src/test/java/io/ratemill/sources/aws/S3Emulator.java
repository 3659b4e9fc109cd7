package io.ratemill.sources.aws;

import io.ratemill.sources.store.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/** S3Proxy as a child process: keeps objects in memory and checks signatures. */
public final class S3Emulator implements AutoCloseable {
  public static final String BUCKET = "bills";
  private static final String ID = "AKIATEST";
  public static final String KEY = "test-secret-key-that-is-never-shown";
  private static final Path JAR = Path.of("target/emulators/s3proxy-jar-with-dependencies.jar");
  private static final Pattern STARTED =
      Pattern.compile(".*Started .*ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)}.*");

  private final Process process;
  private final Path secret;
  private final String endpoint;
  private final S3Client client;

  private S3Emulator(Process process, Path secret, String endpoint) {
    this.process = process;
    this.secret = secret;
    this.endpoint = endpoint;
    this.client =
        S3Client.builder()
            .endpointOverride(URI.create(endpoint))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, KEY)))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .serviceConfiguration(S3Configuration.builder().expectContinueEnabled(false).build())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            // A body that is streamed is not sent again by the JDK where the server had closed the
            // connection it kept, and the JDK keeps five: more attempts than that.
            .overrideConfiguration(each -> each.retryStrategy(retry -> retry.maxAttempts(8)))
            .build();
    client.createBucket(request -> request.bucket(BUCKET));
  }

  public static S3Emulator start(Path folder) throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("s3proxy.properties"),
            """
            s3proxy.endpoint=http://127.0.0.1:0
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.identity=%s
            s3proxy.credential=%s
            jclouds.provider=transient-nio2
            jclouds.identity=any
            jclouds.credential=any
            """
                .formatted(ID, KEY));
    Path secret =
        Files.writeString(
            folder.resolve("secret"), "ACCESS_KEY_ID=" + ID + "\nSECRET_ACCESS_KEY=" + KEY + "\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toAbsolutePath().toString(),
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .start();
    return new S3Emulator(process, secret, "http://127.0.0.1:" + port(process));
  }

  /** Waits for the line that tells the port, and keeps reading so that the process never blocks. */
  private static String port(Process process) throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    List<String> seen = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.matches()) {
        Thread drain = new Thread(() -> drain(lines), "s3proxy output");
        drain.setDaemon(true);
        drain.start();
        return started.group(1);
      }
      seen.add(line);
    }
    throw new IOException("S3Proxy did not start:\n" + String.join("\n", seen));
  }

  private static void drain(BufferedReader lines) {
    try {
      while (lines.readLine() != null) {
        // Nobody asks for it.
      }
    } catch (IOException ended) {
      // With the process its output ends, one way or the other.
      return;
    }
  }

  S3Place place(String prefix) {
    return place(prefix, new Secret(Secret.Kind.FILE, secret.toString()), Map.of());
  }

  S3Place place(String prefix, Secret with, Map<String, String> options) {
    return new S3Place(BUCKET, prefix, "us-east-1", endpoint, with, options);
  }

  public String endpoint() {
    return endpoint;
  }

  /** A file with the credentials that it knows. */
  public Path secret() {
    return secret;
  }

  /** Puts the files below a folder into the bucket, oldest first, as they were written. */
  public void upload(Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = new ArrayList<>(all.filter(Files::isRegularFile).sorted().toList());
    }
    Map<Path, FileTime> written = new HashMap<>();
    for (Path file : files) {
      written.put(file, Files.getLastModifiedTime(file));
    }
    files.sort(Comparator.comparing(written::get));
    for (Path file : files) {
      put(root.relativize(file).toString(), Files.readAllBytes(file));
    }
  }

  public void put(String key, byte[] content) {
    client.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
  }

  void remove(String key) {
    client.deleteObject(request -> request.bucket(BUCKET).key(key));
  }

  @Override
  public void close() throws InterruptedException {
    client.close();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
