package io.ratemill.sources.kafka;

import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import java.io.IOException;
import java.io.Serializable;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic and the brokers that have it: configuration only, which travels; clients are opened per
 * use.
 *
 * @param servers {@code host:port}, several divided by commas
 * @param secret {@code none}, or the file of client properties that says how to sign in
 * @param options {@link #DEAD_LETTER}, {@link #AVRO_SCHEMA} or {@link #SCHEMA_REGISTRY}, and how
 *     often it is looked at
 */
public record TopicPlace(String servers, String topic, Secret secret, Map<String, String> options)
    implements Serializable {
  /** The option that names the topic of messages that are no lines. */
  public static final String DEAD_LETTER = "dead-letter";

  /** The option that names the file of an Avro schema. */
  public static final String AVRO_SCHEMA = "avro-schema";

  /** The option that says where a registry of Avro schemas answers. */
  public static final String SCHEMA_REGISTRY = "schema-registry";

  /** The property that has the registry's login; Kafka itself knows nothing of it. */
  private static final String REGISTRY_LOGIN = "basic.auth.user.info";

  /** What a file of client properties may say otherwise. */
  private static final Map<String, String> USUAL =
      Map.of(
          "client.id", "ratemill",
          "default.api.timeout.ms", "20000",
          "request.timeout.ms", "10000",
          "delivery.timeout.ms", "30000",
          "max.poll.records", "5000");

  /** What reading each committed message exactly once rests on, whatever a file says. */
  private static final Map<String, String> FIXED =
      Map.of(
          "isolation.level", "read_committed",
          "enable.auto.commit", "false",
          "auto.offset.reset", "none",
          "allow.auto.create.topics", "false",
          "acks", "all",
          "enable.idempotence", "true");

  /** Brokers divided by commas, each with its port, and a name that a topic may have. */
  private static final Pattern ADDRESS =
      Pattern.compile("[^,:/\\s]+:\\d{1,5}(,[^,:/\\s]+:\\d{1,5})*/[A-Za-z0-9._-]{1,249}");

  public TopicPlace {
    options = Map.copyOf(options);
  }

  /** Whether a text, which follows {@code kafka://}, names brokers and a topic. */
  public static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  /** The place as people write it. */
  public String text() {
    return "kafka://" + servers + "/" + topic;
  }

  /** The topic of messages that are no lines. */
  String deadLetter() {
    return options.getOrDefault(DEAD_LETTER, topic + "-dead-letter");
  }

  /** How its messages are read: JSON unless a schema is named. Errors: a schema that is none. */
  LineDecoder decoder() throws StoreException {
    String schema = options.get(AVRO_SCHEMA);
    if (schema != null) {
      return new AvroLines(SchemaFile.read(schema));
    }
    String registry = options.get(SCHEMA_REGISTRY);
    return registry == null
        ? new JsonLines()
        : new AvroLines(new SchemaRegistry(registry, properties().getProperty(REGISTRY_LOGIN, "")));
  }

  Admin admin() throws StoreException {
    Properties properties = clients();
    try {
      return Admin.create(properties);
    } catch (KafkaException e) {
      throw TopicTrouble.of(this, e);
    }
  }

  Consumer<byte[], byte[]> consumer() throws StoreException {
    Properties properties = clients();
    try {
      return new KafkaConsumer<>(
          properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException e) {
      throw TopicTrouble.of(this, e);
    }
  }

  Producer<byte[], byte[]> producer() throws StoreException {
    Properties properties = clients();
    try {
      return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw TopicTrouble.of(this, e);
    }
  }

  private Properties clients() throws StoreException {
    Properties properties = properties();
    properties.remove(REGISTRY_LOGIN);
    return properties;
  }

  private Properties properties() throws StoreException {
    Properties properties = new Properties();
    properties.putAll(USUAL);
    if (secret.kind() == Secret.Kind.FILE) {
      try {
        properties.load(new StringReader(secret.content()));
      } catch (IllegalArgumentException e) {
        throw new StoreException(
            StoreException.Trouble.DENIED,
            "the file of secret "
                + secret
                + " has a broken \\u escape: write it as client properties, name=value per line",
            null);
      } catch (StoreException e) {
        throw e;
      } catch (IOException e) {
        throw new IllegalStateException("reading a text in memory failed", e);
      }
    }
    properties.putAll(FIXED);
    properties.put("bootstrap.servers", servers);
    return properties;
  }
}
