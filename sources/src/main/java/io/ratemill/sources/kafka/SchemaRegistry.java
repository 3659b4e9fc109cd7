package io.ratemill.sources.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ratemill.sources.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Schemas by their number in a registry, for messages that begin with a zero byte and the number.
 *
 * <p>Shape: a number never changes its schema, so each is asked for once, with the schemas that it
 * refers to. Source: the wire format and the API of Confluent's Schema Registry.
 */
final class SchemaRegistry implements WriterSchemas {
  private static final int HEAD = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String address;
  private final String login;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Map<Integer, Schema> known = new HashMap<>();

  /**
   * @param address where the registry answers, with its scheme
   * @param login {@code name:password}, or empty; Errors: over plain http to another machine it is
   *     refused with {@code DENIED}
   */
  SchemaRegistry(String address, String login) throws StoreException {
    this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    this.login = login;
    if (!login.isEmpty() && !isPrivate(URI.create(address))) {
      throw new StoreException(
          StoreException.Trouble.DENIED,
          "the login for the schema registry would be sent in the clear: write https:// in"
              + " options: {schema-registry: ...}",
          null);
    }
  }

  private static boolean isPrivate(URI address) {
    try {
      return !"http".equals(address.getScheme())
          || InetAddress.getByName(address.getHost()).isLoopbackAddress();
    } catch (IOException e) {
      // Whoever cannot be found gets no login; asking for a schema says that it cannot be found.
      return false;
    }
  }

  @Override
  public Written of(byte[] value) throws PoisonException, StoreException {
    if (value.length < HEAD || value[0] != 0) {
      throw new PoisonException(
          "no schema number", "the value does not begin with a zero byte and a schema's number");
    }
    int number = ByteBuffer.wrap(value).getInt(1);
    Schema schema = known.get(number);
    if (schema == null) {
      schema = schema(number);
      known.put(number, schema);
    }
    return new Written(schema, HEAD);
  }

  private Schema schema(int number) throws PoisonException, StoreException {
    String name = "schema number " + number;
    JsonNode answer = ask("/schemas/ids/" + Integer.toUnsignedLong(number), name);
    Schema.Parser parser = new Schema.Parser();
    refer(answer, name, parser, new HashSet<>());
    return parse(answer, name, parser);
  }

  /** Makes known what a schema refers to, the farthest first: Avro wants names before their use. */
  private void refer(JsonNode answer, String name, Schema.Parser parser, Set<String> met)
      throws PoisonException, StoreException {
    for (JsonNode reference : answer.path("references")) {
      String subject = reference.path("subject").asText();
      int version = reference.path("version").asInt();
      String there = "version " + version + " of subject " + subject + ", referred to by " + name;
      String path =
          "/subjects/"
              + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20")
              + "/versions/"
              + version;
      if (met.add(path)) {
        JsonNode schema = ask(path, there);
        refer(schema, name, parser, met);
        parse(schema, there, parser);
      }
    }
  }

  private JsonNode ask(String path, String name) throws PoisonException, StoreException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(PATIENCE)
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
    if (!login.isEmpty()) {
      String token = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
      request.header("Authorization", "Basic " + token);
    }
    try {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return switch (answer.statusCode()) {
        case OK -> JSON.readTree(answer.body());
        case NOT_FOUND ->
            throw new PoisonException("unknown Avro schema", "the registry knows no " + name);
        case UNAUTHORIZED, FORBIDDEN ->
            throw new StoreException(
                StoreException.Trouble.DENIED,
                "the schema registry at "
                    + address
                    + " wants another login: write basic.auth.user.info=name:password into the"
                    + " client properties, secret: file:PATH",
                null);
        default -> throw silent("it answers " + answer.statusCode(), null);
      };
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw silent(e.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent("asking was interrupted", e);
    }
  }

  private StoreException silent(String why, @Nullable Exception cause) {
    return new StoreException(
        StoreException.Trouble.UNREACHABLE,
        "the schema registry at "
            + address
            + " does not answer as it should ("
            + why
            + "): correct options: {schema-registry: URL}, or see whether it is well",
        cause);
  }

  private static Schema parse(JsonNode answer, String name, Schema.Parser parser)
      throws PoisonException {
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new PoisonException(
          "unreadable schema", name + " is of type " + type + ", which is not read");
    }
    try {
      return parser.parse(answer.path("schema").asText());
    } catch (AvroRuntimeException e) {
      throw new PoisonException(
          "unreadable schema", name + " is no Avro schema: " + e.getMessage());
    }
  }
}
