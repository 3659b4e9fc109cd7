package io.ratemill.sources.oci;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Object Storage as its API describes it, as far as reading goes: one namespace and bucket, listing
 * by pages, looking at and reading objects by ranges on condition of their ETag.
 *
 * <p>Shape: every request must carry the signature of the one API key it knows, over method, path,
 * date and host; anything else is answered as Oracle does. Faults are scripted per request.
 */
public final class FakeObjectStorage implements AutoCloseable {
  public static final String NAMESPACE = "bling";
  public static final String TENANCY = "ocid1.tenancy.oc1..fakefakefake";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  /** What is done to a request instead of answering it. */
  private record Fault(int status, String code, long cutAfter, boolean stall) {}

  private record Stored(byte[] content, String etag, Instant modified, String encoding) {}

  private final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final ArrayDeque<Fault> faults = new ArrayDeque<>();
  private final AtomicLong etags = new AtomicLong();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final ApiKey key;
  private final int port;
  private volatile boolean hidden;
  private volatile Runnable beforeBody = () -> {};

  public FakeObjectStorage() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    port = server.getAddress().getPort();
    key = ApiKey.create(TENANCY);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** The one API key that may read. */
  public ApiKey key() {
    return key;
  }

  public void put(String name, byte[] content, Instant modified) {
    put(name, content, modified, "");
  }

  /**
   * Stores an object with a content encoding that its bytes have, which is only a word about it.
   */
  void put(String name, byte[] content, Instant modified, String encoding) {
    String etag = "etag-%08d".formatted(etags.incrementAndGet());
    objects.put(name, new Stored(content, etag, modified, encoding));
  }

  public void remove(String name) {
    objects.remove(name);
  }

  /** Answers the next requests with a status. */
  public void fail(int times, int status, String code) {
    script(times, new Fault(status, code, -1, false));
  }

  /** Breaks the connection of the next bodies after some bytes. */
  public void cut(int times, long afterBytes) {
    script(times, new Fault(0, "", afterBytes, false));
  }

  /** Says nothing to the next requests until the store is closed. */
  void stall(int times) {
    script(times, new Fault(0, "", -1, true));
  }

  /** Behaves as to somebody whom no policy lets see the bucket, until {@link #show}. */
  public void hide() {
    hidden = true;
  }

  public void show() {
    hidden = false;
  }

  /** Runs something between the headers of the next body and its bytes. */
  void beforeBody(Runnable action) {
    beforeBody = action;
  }

  /** Requests answered since the last call. */
  int requests() {
    return requests.getAndSet(0);
  }

  /** Bytes of bodies handed to connections so far. */
  long sent() {
    return sent.get();
  }

  private void script(int times, Fault fault) {
    synchronized (faults) {
      for (int i = 0; i < times; i++) {
        faults.add(fault);
      }
    }
  }

  private Fault nextFault() {
    synchronized (faults) {
      return faults.poll();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      Fault fault = nextFault();
      if (fault != null && fault.stall()) {
        closing.await();
        return;
      }
      if (fault != null && fault.status() > 0) {
        refuse(exchange, fault.status(), fault.code());
        return;
      }
      if (!key.signed(exchange)) {
        refuse(exchange, 401, "NotAuthenticated");
        return;
      }
      String path = exchange.getRequestURI().getRawPath();
      String bucket = "/n/" + NAMESPACE + "/b/" + encoded(TENANCY) + "/o";
      if (hidden || !path.startsWith(bucket)) {
        refuse(exchange, 404, hidden ? "BucketNotFound" : "NamespaceNotFound");
      } else if (path.length() <= bucket.length() + 1) {
        list(exchange);
      } else {
        String name = decoded(path.substring(bucket.length() + 1));
        object(exchange, name, fault == null ? -1 : fault.cutAfter());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void list(HttpExchange exchange) throws IOException {
    String prefix = parameter(exchange, "prefix", "");
    String start = parameter(exchange, "start", "");
    int limit = Math.min(1000, Integer.parseInt(parameter(exchange, "limit", "1000")));
    ObjectNode page = JSON.createObjectNode();
    ArrayNode listed = page.putArray("objects");
    for (Map.Entry<String, Stored> each : objects.tailMap(start, true).entrySet()) {
      if (!each.getKey().startsWith(prefix)) {
        continue;
      }
      if (listed.size() == limit) {
        page.put("nextStartWith", each.getKey());
        break;
      }
      ObjectNode object = listed.addObject();
      object.put("name", each.getKey());
      String fields = parameter(exchange, "fields", "name");
      Stored stored = each.getValue();
      if (fields.contains("size")) {
        object.put("size", stored.content().length);
      }
      if (fields.contains("etag")) {
        object.put("etag", stored.etag());
      }
      if (fields.contains("timeModified")) {
        object.put(
            "timeModified", Instant.ofEpochMilli(stored.modified().toEpochMilli()).toString());
      }
    }
    byte[] body = JSON.writeValueAsBytes(page);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private void object(HttpExchange exchange, String name, long cutAfter) throws IOException {
    Stored stored = objects.get(name);
    if (stored == null) {
      refuse(exchange, 404, "ObjectNotFound");
      return;
    }
    String match = exchange.getRequestHeaders().getFirst("If-Match");
    if (match != null && !match.equals(stored.etag())) {
      refuse(exchange, 412, "IfMatchFailed");
      return;
    }
    var headers = exchange.getResponseHeaders();
    headers.set("ETag", stored.etag());
    headers.set("Last-Modified", HTTP_DATE.format(stored.modified()));
    headers.set("Content-Type", "application/octet-stream");
    if (!stored.encoding().isEmpty()) {
      headers.set("Content-Encoding", stored.encoding());
    }
    byte[] content = stored.content();
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", String.valueOf(content.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    int to = content.length;
    if (range != null) {
      String[] ends = range.substring("bytes=".length()).split("-", 2);
      from = Integer.parseInt(ends[0]);
      to = ends[1].isEmpty() ? to : Math.min(to, Integer.parseInt(ends[1]) + 1);
      if (from >= content.length) {
        refuse(exchange, 416, "InvalidRange");
        return;
      }
      headers.set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, to == from ? -1 : to - from);
    Runnable action = beforeBody;
    beforeBody = () -> {};
    action.run();
    int end = cutAfter < 0 ? to : (int) Math.min(to, from + cutAfter);
    for (int at = from; at < end; at += 8192) {
      int count = Math.min(8192, end - at);
      exchange.getResponseBody().write(content, at, count);
      sent.addAndGet(count);
    }
    exchange.getResponseBody().flush();
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    exchange.getResponseHeaders().set("opc-request-id", "fake-request");
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    byte[] body =
        JSON.writeValueAsBytes(Map.of("code", code, "message", "the words of the service"));
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static String parameter(HttpExchange exchange, String name, String otherwise) {
    String query = exchange.getRequestURI().getRawQuery();
    return Arrays.stream(query == null ? new String[0] : query.split("&", -1))
        .map(each -> each.split("=", 2))
        .filter(each -> each[0].equals(name))
        .map(each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8))
        .findFirst()
        .orElse(otherwise);
  }

  /** A path says a plus sign as it is, other than a query. */
  private static String decoded(String path) {
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String encoded(String segment) {
    return segment.toLowerCase(Locale.ROOT);
  }
}
