package io.ratemill.sources.gcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * Cloud Storage's JSON interface as far as reading goes, with what the emulator leaves out:
 * generations that are asked for, preconditions, and faults on demand.
 */
final class FakeCloudStorage implements AutoCloseable {
  /** What goes wrong with an answer. */
  enum Fault {
    UNAUTHORIZED(401),
    FORBIDDEN(403),
    TOO_MANY(429),
    UNAVAILABLE(503),
    /** The body ends in its middle. */
    RESET(0);

    final int status;

    Fault(int status) {
      this.status = status;
    }
  }

  private record Stored(byte[] content, long generation) {}

  private final HttpServer server;
  private final Map<String, Stored> objects = new ConcurrentHashMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private long generations = 1_000;

  private FakeCloudStorage(HttpServer server) {
    this.server = server;
  }

  static FakeCloudStorage start() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    FakeCloudStorage fake = new FakeCloudStorage(HttpServer.create(any, 0));
    fake.server.createContext("/", fake::answer);
    fake.server.setExecutor(Executors.newCachedThreadPool());
    fake.server.start();
    return fake;
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized void put(String name, byte[] content) {
    objects.put(name, new Stored(content.clone(), generations++));
  }

  void remove(String name) {
    objects.remove(name);
  }

  /** Lets the next answers fail, one fault each. */
  synchronized void fail(Fault... each) {
    faults.addAll(List.of(each));
  }

  /** Lets all answers fail from now on. */
  synchronized void failAlways(Fault fault) {
    for (int i = 0; i < 1_000; i++) {
      faults.add(fault);
    }
  }

  /** The requests so far, as path and query. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private synchronized Fault next(HttpExchange exchange) {
    requests.add(exchange.getRequestURI().toString());
    return faults.poll();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Fault fault = next(exchange);
      String path = exchange.getRequestURI().getRawPath();
      int at = path.indexOf("/o/");
      if (fault != null && fault != Fault.RESET) {
        error(exchange, fault.status);
      } else if (at < 0) {
        list(exchange);
      } else {
        object(exchange, URLDecoder.decode(path.substring(at + 3), StandardCharsets.UTF_8), fault);
      }
    }
  }

  private void list(HttpExchange exchange) throws IOException {
    StringBuilder items = new StringBuilder();
    new TreeMap<>(objects)
        .forEach(
            (name, stored) -> items.append(items.isEmpty() ? "" : ",").append(json(name, stored)));
    send(exchange, 200, "{\"kind\": \"storage#objects\", \"items\": [" + items + "]}");
  }

  private void object(HttpExchange exchange, String name, Fault fault) throws IOException {
    Stored stored = objects.get(name);
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    if (stored == null || isOther(query, "generation=", stored)) {
      error(exchange, 404);
    } else if (isOther(query, "ifGenerationMatch=", stored)) {
      error(exchange, 412);
    } else if (query.contains("alt=media")) {
      media(exchange, stored, fault);
    } else {
      send(exchange, 200, json(name, stored));
    }
  }

  private static boolean isOther(String query, String parameter, Stored stored) {
    return Arrays.stream(query.split("&", -1))
        .anyMatch(
            each -> each.startsWith(parameter) && !each.equals(parameter + stored.generation()));
  }

  private static void media(HttpExchange exchange, Stored stored, Fault fault) throws IOException {
    int from = 0;
    int to = stored.content().length;
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range != null) {
      String[] ends = range.substring("bytes=".length()).split("-", -1);
      from = Integer.parseInt(ends[0]);
      to = ends[1].isEmpty() ? to : Math.min(to, Integer.parseInt(ends[1]) + 1);
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + stored.content().length);
    }
    exchange.getResponseHeaders().set("x-goog-generation", "" + stored.generation());
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    exchange.sendResponseHeaders(range == null ? 200 : 206, to - from);
    int sent = fault == null ? to - from : (to - from) / 2;
    OutputStream out = exchange.getResponseBody();
    out.write(stored.content(), from, sent);
    out.flush();
  }

  private static String json(String name, Stored stored) {
    return ("{\"kind\": \"storage#object\", \"bucket\": \"bills\", \"name\": \"%s\","
            + " \"generation\": \"%d\", \"size\": \"%d\", \"crc32c\": \"AAAAAA==\","
            + " \"updated\": \"2026-11-01T06:00:00.123Z\"}")
        .formatted(name, stored.generation(), stored.content().length);
  }

  private static void error(HttpExchange exchange, int status) throws IOException {
    send(
        exchange,
        status,
        "{\"error\": {\"code\": %d, \"message\": \"said no\", \"errors\": []}}".formatted(status));
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
