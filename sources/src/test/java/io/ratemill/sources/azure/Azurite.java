package io.ratemill.sources.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.ratemill.sources.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Azurite, Microsoft's emulator of Blob storage, with the account and key that it is born with. */
public final class Azurite implements AutoCloseable {
  public static final String ACCOUNT = "devstoreaccount1";

  /** Azurite's own key, which its documentation prints. */
  public static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final String SCRIPT = "node_modules/azurite/dist/src/blob/main.js";
  private static final Pattern READY = Pattern.compile("successfully listens on (http\\S+)");

  private final NodeProcess process;

  private Azurite(NodeProcess process) {
    this.process = process;
  }

  /** Starts it on a free port, keeping its blobs in a folder. */
  public static Azurite start(Path folder, String... more) throws IOException {
    String[] own = {
      "--blobHost",
      "127.0.0.1",
      "--blobPort",
      "0",
      "--location",
      folder.toString(),
      "--silent",
      "--disableTelemetry",
      "--skipApiVersionCheck"
    };
    String[] all = Stream.concat(Stream.of(own), Stream.of(more)).toArray(String[]::new);
    return new Azurite(NodeProcess.start(SCRIPT, READY, all));
  }

  /** Its address, without an account. */
  public String endpoint() {
    return process.address();
  }

  /** A client with all rights, to fill containers with. */
  public BlobServiceClient service() {
    return service(new JdkHttpClientBuilder().build());
  }

  BlobServiceClient service(HttpClient transport) {
    return new BlobServiceClientBuilder()
        .endpoint(endpoint() + "/" + ACCOUNT)
        .credential(new StorageSharedKeyCredential(ACCOUNT, KEY))
        .httpClient(transport)
        .buildClient();
  }

  /** A new, empty container. */
  public BlobContainerClient container() {
    return service().createBlobContainer("bills-" + UUID.randomUUID());
  }

  /** Writes a blob whose name is as given, whatever characters it has. */
  public static void put(BlobContainerClient container, String name, byte[] content) {
    blob(container, name).upload(BinaryData.fromBytes(content), true);
  }

  public static BlobClient blob(BlobContainerClient container, String name) {
    return container.getBlobClient(name);
  }

  /** Copies a folder's files into a container, under a path. */
  public static void upload(Path folder, BlobContainerClient container, String path)
      throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      put(container, path.isEmpty() ? name : path + "/" + name, Files.readAllBytes(file));
    }
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
