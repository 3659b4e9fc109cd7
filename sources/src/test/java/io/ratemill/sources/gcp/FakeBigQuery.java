package io.ratemill.sources.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The two services of BigQuery as far as reading goes: tables and queries over HTTP, read sessions
 * over gRPC, with paging, snapshots, streams that are read from an offset, and faults on demand.
 * The one query that is asked is understood; any other is refused.
 */
public final class FakeBigQuery implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROWS_OF_PAGE = 2;
  private static final String SILENCE = "silence";
  private static final Pattern QUERY =
      Pattern.compile(
          "SELECT (?:UNIX_SECONDS\\(TIMESTAMP_TRUNC\\(TIMESTAMP\\((\\w+)\\), (\\w+)\\)\\)"
              + "|CAST\\(NULL AS INT64\\)) AS begins, UNIX_MICROS\\(MAX\\((\\w+)\\)\\) AS newest,"
              + " COUNT\\(\\*\\) AS counted, COUNTIF\\((\\w+) IS NULL\\) AS untimed,"
              + " UNIX_MICROS\\(CURRENT_TIMESTAMP\\(\\)\\) AS seen,"
              + " (?:CAST\\(NULL AS STRING\\)|(invoice\\.month)) AS month FROM `([^`]+)`"
              + "(?: WHERE (\\w+) >= \\w+ '[^']+'( OR \\7 IS NULL)?)? GROUP BY begins, month");

  private static final Pattern EXPORT =
      Pattern.compile(
          "EXPORT DATA OPTIONS \\(uri = '([^']+)/\\*\\.parquet', format = 'PARQUET',"
              + " compression = 'SNAPPY'\\) AS SELECT \\* FROM `([^`]+)` FOR SYSTEM_TIME AS OF"
              + " TIMESTAMP '([^']+)' WHERE (.*) AND invoice\\.month = '(\\d{6})'");

  /** Where exports go. */
  public interface Exporter {
    void write(String folder, List<String> rows) throws IOException;
  }

  private final Map<String, FakeTable> tables = new ConcurrentHashMap<>();
  private final Map<String, List<List<String>>> jobs = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final FakeReads reads = new FakeReads(this);
  private final HttpServer http;
  private final Server grpc;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Instant now = Instant.parse("2026-11-02T00:00:00Z");
  private String refusal = "";
  private Exporter exporter =
      (folder, rows) -> {
        throw new IOException("nothing takes exports");
      };

  private FakeBigQuery() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/bigquery/v2/", this::answer);
    http.setExecutor(threads);
    grpc =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(reads)
            .build();
  }

  public static FakeBigQuery start() throws IOException {
    FakeBigQuery fake = new FakeBigQuery();
    fake.http.start();
    fake.grpc.start();
    return fake;
  }

  public String endpoint() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  public String readEndpoint() {
    return "http://127.0.0.1:" + grpc.getPort();
  }

  /** Makes a table, cut as {@link FakeTable} says. */
  public FakeTable table(String name, List<FakeTable.Column> columns, String unit, String field) {
    FakeTable table = new FakeTable(name, columns, unit, field);
    tables.put(name, table);
    return table;
  }

  /** Adds rows at once, a little after the last ones, to the partition of a time if one is said. */
  public synchronized void load(String table, Instant partition, List<String> rows) {
    now = now.plusSeconds(1);
    rows.forEach(row -> tables.get(table).add(partition, row, now));
  }

  synchronized void pass(Duration time) {
    now = now.plus(time);
  }

  synchronized Instant now() {
    return now;
  }

  public void exportBy(Exporter taker) {
    exporter = taker;
  }

  /** What is read, and what goes wrong with it. */
  FakeReads reads() {
    return reads;
  }

  FakeTable table(String name) {
    return tables.get(name);
  }

  int number() {
    return numbers.incrementAndGet();
  }

  void execute(Runnable work) {
    threads.execute(work);
  }

  /** Lets everything over HTTP be refused: a status, a reason and what it says. */
  void refuse(int status, String reason) {
    refusal = status == 0 ? "" : status + " " + reason;
  }

  /** Lets everything over HTTP stay without an answer. */
  void keepSilent() {
    refusal = SILENCE;
  }

  /** What was asked: requests over HTTP, sessions with their columns, streams with their offset. */
  List<String> calls() {
    return calls;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/bigquery/v2".length());
    String query = exchange.getRequestURI().getQuery();
    JsonNode body = JSON.readTree(body(exchange));
    calls.add(exchange.getRequestMethod() + " " + path);
    if (refusal.equals(SILENCE)) {
      return;
    }
    if (!refusal.isEmpty()) {
      String[] words = refusal.split(" ", -1);
      error(exchange, Integer.parseInt(words[0]), words[1], "refused by the test");
      return;
    }
    Matcher table = Pattern.compile("/projects/(.+)/datasets/(.+)/tables/(.+)").matcher(path);
    Matcher job = Pattern.compile("/projects/.+/jobs/(.+)").matcher(path);
    Matcher data = Pattern.compile("/projects/.+/datasets/_results/tables/(.+)/data").matcher(path);
    Matcher results = Pattern.compile("/projects/.+/queries/(.+)").matcher(path);
    if (table.matches() && !data.matches()) {
      FakeTable found = tables.get(table.group(1) + "." + table.group(2) + "." + table.group(3));
      if (found == null) {
        error(exchange, 404, "notFound", "Not found: Table");
      } else {
        send(exchange, 200, found.description());
      }
    } else if (results.matches()) {
      send(exchange, 200, page(results.group(1), query == null ? "" : query));
    } else if (job.matches()) {
      send(exchange, 200, job(job.group(1)));
    } else if (data.matches()) {
      send(exchange, 200, page(data.group(1), query == null ? "" : query));
    } else if (path.endsWith("/queries")) {
      ask(exchange, body.path("query").asText());
    } else {
      error(exchange, 404, "notFound", "no such method: " + path);
    }
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    InputStream in = exchange.getRequestBody();
    boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    return (packed ? new GZIPInputStream(in) : in).readAllBytes();
  }

  private void ask(HttpExchange exchange, String sql) throws IOException {
    Matcher matcher = QUERY.matcher(sql);
    Matcher export = EXPORT.matcher(sql);
    List<List<String>> rows = new ArrayList<>();
    FakeTable table = matcher.matches() ? tables.get(matcher.group(6)) : null;
    if (export.matches()) {
      export(export);
    } else if (table != null && fits(table, matcher)) {
      rows = groups(table, matcher);
    } else {
      error(exchange, 400, "invalidQuery", "not understood: " + sql);
      return;
    }
    String id = "job-" + number();
    jobs.put(id, rows);
    // As for a query that takes its time: the answer is to be asked for.
    ObjectNode answer = JSON.createObjectNode().put("kind", "bigquery#queryResponse");
    answer.put("jobComplete", false);
    reference(answer, id);
    send(exchange, 200, answer);
  }

  /** A query that is done, its rows in a table that BigQuery made for them. */
  private static ObjectNode job(String id) {
    ObjectNode job = JSON.createObjectNode().put("kind", "bigquery#job").put("id", "p:EU." + id);
    reference(job, id);
    job.putObject("status").put("state", "DONE");
    job.putObject("statistics").putObject("query");
    job.putObject("configuration")
        .put("jobType", "QUERY")
        .putObject("query")
        .put("query", "SELECT 1")
        .putObject("destinationTable")
        .put("projectId", "p")
        .put("datasetId", "_results")
        .put("tableId", id);
    return job;
  }

  private static boolean fits(FakeTable table, Matcher query) {
    String column = table.field.isEmpty() ? "_PARTITIONTIME" : table.field;
    boolean cut = query.group(1) != null;
    return cut == !table.unit.isEmpty()
        && (!cut || (query.group(1).equals(column) && query.group(2).equals(table.unit)))
        && table.columns.stream().anyMatch(each -> each.name().equals(query.group(3)));
  }

  private void export(Matcher export) throws IOException {
    FakeTable table = tables.get(export.group(2));
    List<String> rows = new ArrayList<>();
    Instant at = FakeTable.time(JSON.getNodeFactory().textNode(export.group(3)));
    for (FakeTable.Row row : table.rows(at, export.group(4))) {
      if (row.cells().path("invoice").path("month").asText().equals(export.group(5))) {
        rows.add(row.cells().toString());
      }
    }
    exporter.write(export.group(1), rows);
  }

  private List<List<String>> groups(FakeTable table, Matcher query) {
    Map<Group, List<FakeTable.Row>> groups = new TreeMap<>();
    for (FakeTable.Row row : table.rows(now(), "")) {
      Instant begins = table.begins(row);
      if (begins != null || table.unit.isEmpty() || query.group(8) != null) {
        long key = begins == null ? Long.MIN_VALUE : begins.getEpochSecond();
        String month =
            query.group(5) == null ? "" : row.cells().path("invoice").path("month").asText();
        groups.computeIfAbsent(new Group(key, month), first -> new ArrayList<>()).add(row);
      }
    }
    List<List<String>> rows = new ArrayList<>();
    groups.forEach((key, group) -> rows.add(counted(key, group, query.group(3))));
    return rows;
  }

  /** What rows are counted by. */
  private record Group(long begins, String month) implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      int order = Long.compare(begins, other.begins);
      return order != 0 ? order : month.compareTo(other.month);
    }
  }

  private List<String> counted(Group key, List<FakeTable.Row> rows, String exportTime) {
    List<Instant> times = new ArrayList<>();
    rows.forEach(row -> times.add(FakeTable.time(row.cells().get(exportTime))));
    long untimed = times.stream().filter(time -> time == null).count();
    List<String> cells = new ArrayList<>();
    cells.add(key.begins() == Long.MIN_VALUE ? null : "" + key.begins());
    cells.add(
        times.stream()
            .filter(time -> time != null)
            .max(Instant::compareTo)
            .map(time -> "" + micros(time))
            .orElse(null));
    cells.add("" + rows.size());
    cells.add("" + untimed);
    cells.add("" + micros(now()));
    cells.add(key.month().isEmpty() ? null : key.month());
    return cells;
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static void reference(ObjectNode answer, String job) {
    answer.putObject("jobReference").put("projectId", "p").put("jobId", job).put("location", "EU");
  }

  /** A page of a query's rows. */
  private ObjectNode page(String job, String query) {
    List<List<String>> rows = jobs.get(job);
    Matcher token = Pattern.compile("pageToken=(\\d+)").matcher(query);
    int from = token.find() ? Integer.parseInt(token.group(1)) : 0;
    ObjectNode answer = JSON.createObjectNode().put("kind", "bigquery#getQueryResultsResponse");
    answer.put("jobComplete", true).put("totalRows", "" + rows.size());
    reference(answer, job);
    ArrayNode fields = answer.putObject("schema").putArray("fields");
    for (String name : List.of("begins", "newest", "counted", "untimed", "seen", "month")) {
      String type = name.equals("month") ? "STRING" : "INTEGER";
      fields.addObject().put("name", name).put("type", type).put("mode", "NULLABLE");
    }
    ArrayNode all = answer.putArray("rows");
    int to = Math.min(rows.size(), from + ROWS_OF_PAGE);
    for (List<String> row : rows.subList(from, to)) {
      ArrayNode cells = all.addObject().putArray("f");
      row.forEach(cell -> cells.addObject().put("v", cell));
    }
    if (to < rows.size()) {
      answer.put("pageToken", "" + to);
    }
    return answer;
  }

  private static void error(HttpExchange exchange, int status, String reason, String message)
      throws IOException {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode error = body.putObject("error").put("code", status).put("message", message);
    error.putArray("errors").addObject().put("reason", reason).put("message", message);
    send(exchange, status, body);
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** How often each kind of call was made. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    calls.forEach(call -> counts.merge(call.split(" ", -1)[0], 1L, Long::sum));
    return counts;
  }

  @Override
  public void close() {
    http.stop(0);
    grpc.shutdownNow();
    threads.shutdownNow();
  }
}
