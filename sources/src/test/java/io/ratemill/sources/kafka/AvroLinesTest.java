package io.ratemill.sources.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ratemill.model.Grain;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Readings;
import io.ratemill.sources.SliceTotals;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AvroLinesTest {
  private static final Instant DAY = Instant.parse("2026-11-05T01:00:00Z");
  private static final String TEXT =
      """
      {"type": "record", "name": "Line", "fields": [
        {"name": "BilledCost", "type": {"type": "bytes", "logicalType": "decimal", "precision": 38, "scale": 12}},
        {"name": "ListCost", "type": ["null", "double"]},
        {"name": "BillingCurrency", "type": "string"},
        {"name": "ChargeCategory", "type": {"type": "enum", "name": "Category", "symbols": ["Usage", "Tax"]}},
        {"name": "BillingPeriodStart", "type": {"type": "int", "logicalType": "date"}},
        {"name": "ChargePeriodStart", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "ServiceName", "type": ["null", "string"]},
        {"name": "BillingAccountId", "type": "string"},
        {"name": "SubAccountId", "type": ["null", "string"]},
        {"name": "Tags", "type": {"type": "map", "values": "string"}}]}
      """;
  private static final Schema SCHEMA = new Schema.Parser().parse(TEXT);

  @TempDir private Path folder;

  private HttpServer registry;

  @AfterEach
  void stop() {
    if (registry != null) {
      registry.stop(0);
    }
  }

  private static GenericRecord line(String billed) {
    GenericRecord line = new GenericData.Record(SCHEMA);
    Schema cost = SCHEMA.getField("BilledCost").schema();
    line.put(
        "BilledCost",
        new Conversions.DecimalConversion()
            .toBytes(new BigDecimal(billed).setScale(12), cost, cost.getLogicalType()));
    line.put("ListCost", 5e-6);
    line.put("BillingCurrency", "USD");
    line.put(
        "ChargeCategory",
        new GenericData.EnumSymbol(SCHEMA.getField("ChargeCategory").schema(), "Usage"));
    line.put(
        "BillingPeriodStart",
        (int) (Instant.parse("2026-11-01T00:00:00Z").toEpochMilli() / 86_400_000));
    line.put("ChargePeriodStart", Instant.parse("2026-11-05T03:04:05Z").toEpochMilli() * 1000);
    line.put("ServiceName", "Compute");
    line.put("BillingAccountId", "payer");
    line.put("SubAccountId", null);
    line.put("Tags", Map.of("a", "b"));
    return line;
  }

  private static byte[] bytes(byte[] head, GenericRecord line) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(SCHEMA).write(line, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static byte[] singleObject(long fingerprint) {
    return ByteBuffer.allocate(10)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xC3)
        .put((byte) 1)
        .putLong(fingerprint)
        .array();
  }

  private static byte[] numbered(int number) {
    return ByteBuffer.allocate(5).put((byte) 0).putInt(number).array();
  }

  private static Readings read(Map<String, String> options, Secret secret, List<byte[]> values)
      throws FeedException {
    KafkaBroker broker = KafkaBroker.shared();
    String topic = broker.topic(1);
    broker.send(
        values.stream().map(each -> KafkaBroker.message(topic, 0, DAY, null, each)).toList());
    KafkaFeed feed =
        new KafkaFeed(
            "lines", new TopicPlace(broker.servers(), topic, secret, options), Grain.SERVICE);
    Delivery delivery = feed.discover(Instant.now()).get(0);
    return Readings.of(feed, delivery);
  }

  private static List<String> odd(Readings readings) {
    return readings.warnings().stream()
        .map(SliceTotals.Warning::what)
        .map(what -> what.substring(0, what.indexOf(',')))
        .toList();
  }

  @Test
  void linesAreReadByTheSchemaOfAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("line.avsc"), TEXT);
    byte[] plain = bytes(new byte[0], line("1.000000000001"));
    byte[] cut = java.util.Arrays.copyOf(plain, plain.length - 1);
    // A text whose length would be two thousand million bytes.
    byte[] huge = {2, 1, 0, (byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F};
    List<byte[]> values = new ArrayList<>(List.of(plain, cut, huge));
    values.add(bytes(singleObject(SchemaNormalization.parsingFingerprint64(SCHEMA)), line("2")));
    values.add(bytes(singleObject(1), line("4")));
    values.add("{\"BilledCost\": 8}".getBytes(StandardCharsets.UTF_8));

    Readings readings = read(Map.of(TopicPlace.AVRO_SCHEMA, file.toString()), Secret.NONE, values);

    assertThat(readings.sum().billed()).isEqualByComparingTo("3.000000000001");
    assertThat(readings.sum().list()).isEqualByComparingTo("0.00001");
    assertThat(readings.accountRefs().get(0).ids()).containsExactly("payer");
    assertThat(odd(readings))
        .containsExactlyInAnyOrder("another Avro schema", "no Avro record of its schema");
    assertThat(readings.warnings().stream().mapToLong(SliceTotals.Warning::count).sum())
        .isEqualTo(4);
  }

  @Test
  void aSchemaThatIsNoneIsSaidBeforeAMessageNeedsIt() throws Exception {
    Path file = Files.writeString(folder.resolve("line.avsc"), "\"string\"");
    FeedException fault =
        catchThrowableOfType(
            FeedException.class,
            () -> read(Map.of(TopicPlace.AVRO_SCHEMA, file.toString()), Secret.NONE, List.of()));
    assertThat(fault.refusal().text()).contains("it is the schema of a string", "avro-schema");
  }

  @Test
  void linesAreReadBySchemasOfARegistry() throws Exception {
    String address = serve();
    Path file = folder.resolve("kafka.properties");
    Secret secret = new Secret(Secret.Kind.FILE, file.toString());
    Map<String, String> options = Map.of(TopicPlace.SCHEMA_REGISTRY, address);
    List<byte[]> values = List.of(bytes(numbered(7), line("1")), bytes(numbered(7), line("2")));
    Files.writeString(file, "basic.auth.user.info=name:another\n");
    FeedException denied =
        catchThrowableOfType(FeedException.class, () -> read(options, secret, values));
    assertThat(denied.refusal().text()).contains("wants another login").doesNotContain("another\n");

    Files.writeString(file, "basic.auth.user.info=name:word\n");
    List<byte[]> more = new ArrayList<>(values);
    more.add(bytes(numbered(8), line("4")));
    more.add(bytes(numbered(9), line("8")));
    more.add(new byte[] {1, 0, 0, 0, 7});
    Readings readings = read(options, secret, more);
    assertThat(readings.sum().billed()).isEqualByComparingTo("3");
    assertThat(odd(readings))
        .containsExactlyInAnyOrder("unknown Avro schema", "unreadable schema", "no schema number");

    FeedException silent =
        catchThrowableOfType(
            FeedException.class,
            () -> read(options, secret, List.of(bytes(numbered(500), line("1")))));
    assertThat(silent.refusal().code()).isEqualTo("unreachable");
    assertThat(silent.refusal().text()).contains("it answers 500");
  }

  @Test
  void aLoginIsNeverSentInTheClear() {
    StoreException fault =
        catchThrowableOfType(
            StoreException.class, () -> new SchemaRegistry("http://192.0.2.1:8081", "name:word"));
    assertThat(fault).hasMessageContaining("in the clear");
  }

  @Test
  void aSchemaThatRefersToOthersIsReadWithThem() throws Exception {
    String category =
        "{\"type\": \"enum\", \"name\": \"Category\", \"symbols\": [\"Usage\", \"Tax\"]}";
    String holder =
        "{\"type\": \"record\", \"name\": \"Holder\", \"fields\": [{\"name\": \"c\", \"type\":"
            + " \"Category\"}]}";
    String line =
        TEXT.replace(category, "\"Category\"")
            .replace(
                "\"fields\": [",
                "\"fields\": [{\"name\": \"h\", \"type\": [\"null\", \"Holder\"]},");
    Map<String, String> answers =
        Map.of(
            "/schemas/ids/7",
            answer(line, "a b/holder", "category"),
            "/schemas/ids/8",
            answer(line, "gone"),
            "/schemas/ids/9",
            answer(line, "round"),
            "/subjects/round/versions/3",
            answer(category, "round"),
            "/subjects/a%20b%2Fholder/versions/3",
            answer(holder, "category"),
            "/subjects/category/versions/3",
            answer(category));
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/",
        exchange -> {
          String body = answers.get(exchange.getRequestURI().getRawPath());
          respond(exchange, body == null ? 404 : 200, body == null ? "{}" : body);
        });
    registry.start();
    String address = "http://127.0.0.1:" + registry.getAddress().getPort();
    List<byte[]> values = new ArrayList<>();
    for (int number : new int[] {7, 7, 8, 9}) {
      byte[] head = numbered(number);
      // The first field is a union, of which null is chosen.
      values.add(bytes(java.util.Arrays.copyOf(head, head.length + 1), line("1")));
    }

    Readings readings = read(Map.of(TopicPlace.SCHEMA_REGISTRY, address), Secret.NONE, values);

    assertThat(readings.sum().billed()).isEqualByComparingTo("2");
    assertThat(odd(readings)).containsExactlyInAnyOrder("unknown Avro schema", "unreadable schema");
  }

  /** What a registry answers about a schema that refers to the third version of some subjects. */
  private static String answer(String schema, String... subjects) {
    StringBuilder references = new StringBuilder();
    for (String subject : subjects) {
      references
          .append(references.isEmpty() ? "" : ", ")
          .append("{\"name\": \"x\", \"subject\": \"%s\", \"version\": 3}".formatted(subject));
    }
    return "{\"schema\": \"%s\", \"references\": [%s]}"
        .formatted(schema.replace("\"", "\\\"").replace("\n", " "), references);
  }

  private String serve() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext("/schemas/ids/", AvroLinesTest::answer);
    registry.start();
    return "http://127.0.0.1:" + registry.getAddress().getPort() + "/";
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String login =
        "Basic " + Base64.getEncoder().encodeToString("name:word".getBytes(StandardCharsets.UTF_8));
    String path = exchange.getRequestURI().getPath();
    String number = path.substring(path.lastIndexOf('/') + 1);
    String body = answer(TEXT);
    int code = 200;
    if (!login.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      code = 401;
    } else if (number.equals("9")) {
      body = "{\"schemaType\": \"PROTOBUF\", \"schema\": \"syntax\"}";
    } else if (!number.equals("7")) {
      code = number.equals("500") ? 500 : 404;
    }
    respond(exchange, code, body);
  }

  private static void respond(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
