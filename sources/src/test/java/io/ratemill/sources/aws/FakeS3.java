package io.ratemill.sources.aws;

import io.ratemill.sources.store.Secret;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.CRC32;

/**
 * A small S3 on a socket of its own, for what no other does on demand: it counts requests, and
 * answers as told by the faults that were put in line.
 */
final class FakeS3 implements AutoCloseable {
  static final String BUCKET = "bills";
  static final String SESSION = "session-token-that-is-never-shown";
  private static final int PAGE = 1000;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  /** One request as it came. */
  record Request(
      String method, String path, String query, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** What a fault does to an answer. */
  enum Kind {
    /** Another status, with an error of S3's form. */
    STATUS,
    /** So many bytes of the body, then the connection is reset. */
    RESET,
    /** So many bytes of the body, then the connection ends as if all were said. */
    CUT,
    /** So many bytes of the body, then nothing more. */
    STALL,
    /** The whole body, with one byte of it changed. */
    DAMAGE
  }

  /** One fault, for the next request whose method is the one named. */
  record Fault(String method, Kind kind, int number, String code, String message) {
    static Fault status(String method, int status, String code, String message) {
      return new Fault(method, Kind.STATUS, status, code, message);
    }

    static Fault body(Kind kind, int bytes) {
      return new Fault("GET", kind, bytes, "", "");
    }
  }

  private record Stored(byte[] content, Instant modified, String tag) {}

  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final Map<Integer, Runnable> changes = new ConcurrentHashMap<>();
  private volatile boolean open = true;

  FakeS3() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  S3Place place(String prefix, Map<String, String> options) {
    return place(prefix, Secret.NONE, options);
  }

  S3Place place(String prefix, Secret secret, Map<String, String> options) {
    return new S3Place(BUCKET, prefix, "us-east-1", endpoint(), secret, options);
  }

  String endpoint() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  void put(String key, byte[] content, Instant time) {
    objects.put(key, new Stored(content, time, tag(content)));
  }

  void remove(String key) {
    objects.remove(key);
  }

  synchronized void fail(Fault... next) {
    faults.addAll(List.of(next));
  }

  synchronized int faultsLeft() {
    return faults.size();
  }

  /** Changes something right before the request of a number, counted from 1, is answered. */
  void before(int request, Runnable change) {
    changes.put(request, change);
  }

  List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  void forgetRequests() {
    requests.clear();
  }

  private synchronized Fault fault(String method) {
    Fault next = faults.peek();
    return next != null && next.method().equals(method) ? faults.poll() : null;
  }

  private void accept() {
    while (open) {
      try {
        Socket connection = socket.accept();
        threads.execute(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(connection.getInputStream());
      Request request = read(in);
      while (request != null && answer(connection, request)) {
        request = read(in);
      }
    } catch (IOException gone) {
      // The client let go of the connection.
      return;
    }
  }

  private static Request read(InputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return null;
    }
    String[] words = first.split(" ", -1);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String each = line(in); !each.isEmpty(); each = line(in)) {
      int colon = each.indexOf(':');
      headers.put(each.substring(0, colon), each.substring(colon + 1).strip());
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
    URI target = URI.create(words[1]);
    String query = target.getRawQuery();
    return new Request(
        words[0],
        target.getPath(),
        query == null ? "" : query,
        headers,
        new String(body, StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Whether the connection can go on. */
  private boolean answer(Socket connection, Request request) throws IOException {
    requests.add(request);
    Runnable change = changes.remove(requests.size());
    if (change != null) {
      change.run();
    }
    OutputStream out = connection.getOutputStream();
    Fault fault = fault(request.method());
    if (fault != null && fault.kind() == Kind.STATUS) {
      return error(out, request, fault.number(), fault.code(), fault.message());
    }
    if (request.method().equals("POST")) {
      byte[] body = token(request).getBytes(StandardCharsets.UTF_8);
      return send(connection, request, 200, Map.of("Content-Type", "text/xml"), body, fault);
    }
    String bucket = "/" + BUCKET;
    if (!request.path().startsWith(bucket)) {
      return error(out, request, 404, "NoSuchBucket", "The specified bucket does not exist");
    }
    if (request.query().contains("list-type=2")) {
      byte[] body = list(request).getBytes(StandardCharsets.UTF_8);
      return send(connection, request, 200, Map.of("Content-Type", "application/xml"), body, fault);
    }
    Stored stored = objects.get(request.path().substring(bucket.length() + 1));
    if (stored == null) {
      return error(out, request, 404, "NoSuchKey", "The specified key does not exist.");
    }
    String match = request.header("If-Match");
    if (!match.isEmpty() && !match.equals(stored.tag())) {
      return error(out, request, 412, "PreconditionFailed", "At least one did not hold");
    }
    Map<String, String> headers = new TreeMap<>();
    headers.put("ETag", stored.tag());
    headers.put("Last-Modified", DATE.format(stored.modified()));
    byte[] body = stored.content();
    String range = request.header("Range");
    if (range.isEmpty()) {
      CRC32 checksum = new CRC32();
      checksum.update(body);
      byte[] sum = HexFormat.of().parseHex("%08x".formatted(checksum.getValue()));
      headers.put("x-amz-checksum-crc32", Base64.getEncoder().encodeToString(sum));
      return send(connection, request, 200, headers, body, fault);
    }
    String[] ends = range.substring("bytes=".length()).split("-", -1);
    int from = Integer.parseInt(ends[0]);
    int to = Math.min(Integer.parseInt(ends[1]) + 1, body.length);
    headers.put("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + body.length);
    return send(connection, request, 206, headers, Arrays.copyOfRange(body, from, to), fault);
  }

  /** The token service's answer: credentials for a while. */
  private static String token(Request request) {
    String action =
        request.body().contains("Action=AssumeRoleWithWebIdentity")
            ? "AssumeRoleWithWebIdentity"
            : "AssumeRole";
    return """
        <%1$sResponse><%1$sResult><Credentials><AccessKeyId>ASIATEMPORARY</AccessKeyId>
        <SecretAccessKey>temporary-key</SecretAccessKey><SessionToken>%2$s</SessionToken>
        <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></%1$sResult></%1$sResponse>
        """
        .formatted(action, SESSION);
  }

  private String list(Request request) {
    Map<String, String> query = new TreeMap<>();
    for (String each : request.query().split("&", -1)) {
      String[] sides = each.split("=", 2);
      query.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    String prefix = query.getOrDefault("prefix", "");
    String after = query.getOrDefault("continuation-token", "");
    List<String> keys =
        objects.keySet().stream()
            .filter(key -> key.startsWith(prefix) && key.compareTo(after) > 0)
            .limit(PAGE + 1)
            .toList();
    StringBuilder xml = new StringBuilder("<ListBucketResult><Name>bills</Name>");
    for (String key : keys.subList(0, Math.min(PAGE, keys.size()))) {
      Stored stored = objects.get(key);
      xml.append("<Contents><Key>").append(key).append("</Key><LastModified>");
      xml.append(stored.modified()).append("</LastModified><ETag>").append(stored.tag());
      xml.append("</ETag><Size>").append(stored.content().length).append("</Size></Contents>");
    }
    boolean more = keys.size() > PAGE;
    xml.append("<IsTruncated>").append(more).append("</IsTruncated>");
    if (more) {
      xml.append("<NextContinuationToken>").append(keys.get(PAGE - 1));
      xml.append("</NextContinuationToken>");
    }
    return xml.append("</ListBucketResult>").toString();
  }

  private boolean error(OutputStream out, Request request, int status, String code, String message)
      throws IOException {
    byte[] body =
        ("<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>")
            .getBytes(StandardCharsets.UTF_8);
    head(out, status, Map.of("Content-Type", "application/xml"), body.length);
    if (!request.method().equals("HEAD")) {
      out.write(body);
    }
    out.flush();
    return true;
  }

  private static void head(OutputStream out, int status, Map<String, String> headers, int length)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Any\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: " + length + "\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.UTF_8));
  }

  private boolean send(
      Socket connection,
      Request request,
      int status,
      Map<String, String> headers,
      byte[] body,
      Fault fault)
      throws IOException {
    OutputStream out = connection.getOutputStream();
    head(out, status, headers, body.length);
    if (request.method().equals("HEAD")) {
      out.flush();
      return true;
    }
    if (fault == null) {
      out.write(body);
      out.flush();
      return true;
    }
    if (fault.kind() == Kind.DAMAGE) {
      byte[] damaged = body.clone();
      damaged[Math.min(fault.number(), body.length - 1)] ^= 1;
      out.write(damaged);
      out.flush();
      return true;
    }
    out.write(body, 0, Math.min(fault.number(), body.length));
    out.flush();
    switch (fault.kind()) {
      case RESET -> connection.setSoLinger(true, 0);
      case STALL -> untilTheClientLetsGo(connection);
      case CUT, STATUS, DAMAGE -> connection.shutdownOutput();
    }
    return false;
  }

  private static void untilTheClientLetsGo(Socket connection) throws IOException {
    while (connection.getInputStream().read() >= 0) {
      // A client that waits says nothing.
    }
  }

  private static String tag(byte[] content) {
    try {
      byte[] sum = MessageDigest.getInstance("MD5").digest(content);
      return "\"" + HexFormat.of().formatHex(sum).toLowerCase(Locale.ROOT) + "\"";
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    open = false;
    socket.close();
    threads.shutdownNow();
  }
}
