package io.ratemill.sources.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ratemill.columnar.Bytes;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The store of Azure's SDK against a service that fails as real ones do. */
class BlobFaultsTest {
  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          3,
          Duration.ofMillis(10),
          Duration.ofMillis(40));
  private static final byte[] CONTENT =
      "0123456789".repeat(50_000).getBytes(StandardCharsets.UTF_8);
  private static final String TAG = "\"0x8DABC\"";

  /** What goes wrong with the next answer. */
  private enum Fault {
    THROTTLED,
    FAILED,
    CUT,
    STALLED
  }

  @TempDir Path folder;
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final AtomicInteger gets = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile String tag = TAG;
  private volatile int status;
  private volatile String code = "";
  private HttpServer server;
  private ExecutorService threads;

  @BeforeEach
  void start() throws IOException {
    threads = Executors.newCachedThreadPool();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private ObjectStore store() throws IOException {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, "SAS_TOKEN=sv=2024-11-04&sp=rl&sig=HushHush%3D\n");
    BlobPlace place =
        new BlobPlace(
            "acme",
            "bills",
            "daily",
            AzureCloud.DEFAULT,
            "http://127.0.0.1:" + server.getAddress().getPort(),
            new Secret(Secret.Kind.FILE, secret.toString()),
            Duration.ZERO);
    return new BlobStore(place, BlobAccess.open(place, SHORT), SHORT);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (status != 0) {
        exchange.getResponseHeaders().add("x-ms-error-code", code);
        exchange.getResponseHeaders().add("x-ms-request-id", "request-1");
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      exchange.getResponseHeaders().add("ETag", tag);
      exchange.getResponseHeaders().add("Last-Modified", "Sun, 01 Nov 2026 06:00:00 GMT");
      exchange.getResponseHeaders().add("x-ms-blob-type", "BlockBlob");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().add("Content-Length", String.valueOf(CONTENT.length));
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      gets.incrementAndGet();
      range(exchange);
    }
  }

  private void range(HttpExchange exchange) throws IOException {
    Fault fault = faults.poll();
    if (fault == Fault.THROTTLED || fault == Fault.FAILED) {
      exchange.getResponseHeaders().add("x-ms-error-code", "ServerBusy");
      exchange.sendResponseHeaders(fault == Fault.FAILED ? 500 : 503, -1);
      return;
    }
    // Azure takes a tag with its quotes and without; the SDK leaves them out where it resumes.
    String asked = exchange.getRequestHeaders().getFirst("If-Match");
    if (asked == null || !tag.contains(asked.replace("\"", ""))) {
      exchange.getResponseHeaders().add("x-ms-error-code", "ConditionNotMet");
      exchange.sendResponseHeaders(412, -1);
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("x-ms-range");
    if (range == null) {
      range = exchange.getRequestHeaders().getFirst("Range");
    }
    String[] ends = range.substring("bytes=".length()).split("-", -1);
    int from = Integer.parseInt(ends[0]);
    int to = ends[1].isEmpty() ? CONTENT.length - 1 : Integer.parseInt(ends[1]);
    exchange
        .getResponseHeaders()
        .add("Content-Range", "bytes " + from + "-" + to + "/" + CONTENT.length);
    exchange.sendResponseHeaders(206, to - from + 1L);
    int sent = fault == null ? to - from + 1 : (to - from + 1) / 3;
    exchange.getResponseBody().write(CONTENT, from, sent);
    exchange.getResponseBody().flush();
    if (fault == Fault.STALLED) {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private byte[] read(ObjectStore store) throws IOException {
    try (Bytes bytes = store.open("p.csv", "0x8DABC")) {
      return bytes.open(0).readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({"THROTTLED", "FAILED", "CUT", "STALLED"})
  void aFaultThatPassesCostsNoByte(Fault fault) throws Exception {
    faults.add(fault);
    faults.add(fault);
    assertThat(read(store())).isEqualTo(CONTENT);
    assertThat(gets.get()).isGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"THROTTLED", "FAILED", "CUT", "STALLED"})
  void aFaultThatStaysIsToldAfterSomeTries(Fault fault) throws Exception {
    for (int i = 0; i < 100; i++) {
      faults.add(fault);
    }
    StoreException told = catchThrowableOfType(StoreException.class, () -> read(store()));
    assertThat(told.trouble()).isEqualTo(Trouble.UNREACHABLE);
    assertThat(told).hasMessageContainingAll("azblob://acme/bills/daily/p.csv", "next look");
    assertThat(told.getMessage()).doesNotContain("Hush");
    assertThat(gets.get()).isLessThan(40);
  }

  @Test
  void aBlobThatIsReplacedBetweenTwoRangesIsNeverMixed() throws Exception {
    try (Bytes bytes = store().open("p.csv", "0x8DABC")) {
      bytes.readFully(0, new byte[10], 0, 10);
      tag = "\"0x8DDEF\"";
      StoreException told =
          catchThrowableOfType(
              StoreException.class, () -> bytes.readFully(10, new byte[10], 0, 10));
      assertThat(told.trouble()).isEqualTo(Trouble.CHANGED);
    }
  }

  @ParameterizedTest(name = "{0} {1} is {2}: {3}")
  @CsvSource({
    "403, AuthenticationFailed, DENIED, rotated",
    "403, AuthorizationPermissionMismatch, DENIED, Storage Blob Data Reader",
    "403, AuthorizationFailure, DENIED, networking rules",
    "403, KeyBasedAuthenticationNotPermitted, DENIED, managed identity",
    "403, AccountIsDisabled, DENIED, enable it",
    "401, '', DENIED, secret file:",
    "404, ContainerNotFound, MISSING, container bills does not exist in account acme",
    "409, PublicAccessNotPermitted, DENIED, may not be read",
    "409, BlobArchived, DENIED, archive tier",
    "503, ServerBusy, UNREACHABLE, asked too often",
    "500, InternalError, UNREACHABLE, the store failed",
  })
  void anAnswerIsToldInWordsWithItsRequest(
      int answer, String errorCode, Trouble trouble, String words) {
    status = answer;
    code = errorCode;
    StoreException told = catchThrowableOfType(StoreException.class, () -> store().list());
    assertThat(told.trouble()).isEqualTo(trouble);
    assertThat(told).hasMessageContainingAll(words, "status " + answer, "request request-1");
    assertThat(told.getMessage()).doesNotContain("Hush");
  }

  @Test
  void anAccountThatIsNotThereIsToldByItsName() {
    BlobPlace place =
        new BlobPlace(
            "acme",
            "bills",
            "",
            AzureCloud.DEFAULT,
            "http://nowhere.invalid",
            Secret.NONE,
            Duration.ZERO);
    StoreException told =
        catchThrowableOfType(
            StoreException.class,
            () -> {
              Path secret = folder.resolve("key");
              Files.writeString(secret, "ACCOUNT_KEY=" + Azurite.KEY);
              BlobPlace keyed =
                  new BlobPlace(
                      place.account(),
                      place.container(),
                      "",
                      AzureCloud.DEFAULT,
                      place.endpoint(),
                      new Secret(Secret.Kind.FILE, secret.toString()),
                      Duration.ZERO);
              new BlobStore(keyed, BlobAccess.open(keyed, SHORT), SHORT).list();
            });
    assertThat(told.trouble()).isEqualTo(Trouble.UNREACHABLE);
    assertThat(told).hasMessageContaining("nowhere.invalid");
  }

  @ParameterizedTest(name = "{0} {1} is at {2}")
  @CsvSource({
    "DEFAULT, '', https://acme.blob.core.windows.net",
    "CHINA, '', https://acme.blob.core.chinacloudapi.cn",
    "DEFAULT, http://127.0.0.1:10000, http://127.0.0.1:10000/acme",
    "DEFAULT, http://azurite:10000/, http://azurite:10000/acme",
    "DEFAULT, http://127.0.0.1:10000/other, http://127.0.0.1:10000/other",
    "DEFAULT, https://acme.privatelink.blob.core.windows.net, https://acme.privatelink.blob.core.windows.net",
  })
  void anAccountIsAtItsCloudOrWhereTheEndpointSays(
      AzureCloud cloud, String endpoint, String address) {
    assertThat(
            new BlobPlace("acme", "bills", "/a/b/", cloud, endpoint, Secret.NONE, Duration.ZERO)
                .address())
        .isEqualTo(address);
  }
}
