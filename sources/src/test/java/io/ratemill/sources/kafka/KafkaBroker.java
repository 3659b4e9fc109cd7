package io.ratemill.sources.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;

/**
 * A whole broker of Kafka within the tests' own process, one for all of them.
 *
 * <p>Who comes to the plain listener may do everything; who signs in may do nothing.
 */
public final class KafkaBroker {
  /** A login that the broker knows, and that may do nothing. */
  public static final String USER = "reader";

  public static final String PASSWORD = "not-to-be-seen";

  private static final String LOGIN_MODULE =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";
  private static final AtomicInteger TOPICS = new AtomicInteger();

  /** Started when it is first asked for; it ends with the process. */
  private static final class Shared {
    private static final KafkaBroker BROKER = start();
  }

  private final String servers;
  private final String signedIn;
  private final Admin admin;
  private final Producer<byte[], byte[]> producer;

  private KafkaBroker(String servers, String signedIn) {
    this.servers = servers;
    this.signedIn = signedIn;
    this.admin = Admin.create(Map.of("bootstrap.servers", servers));
    this.producer = producer(Map.of());
  }

  public static KafkaBroker shared() {
    return Shared.BROKER;
  }

  private static KafkaBroker start() {
    try {
      Path folder = Files.createTempDirectory("kafka-broker-");
      List<Integer> ports = freePorts(3);
      Properties properties = properties(folder, ports);
      Path file = folder.resolve("server.properties");
      StringBuilder text = new StringBuilder();
      properties.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
      Files.writeString(file, text);
      String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      int code = StorageTool.execute(format, new PrintStream(said, true, StandardCharsets.UTF_8));
      if (code != 0) {
        throw new IllegalStateException("no storage: " + said.toString(StandardCharsets.UTF_8));
      }
      KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
      server.startup();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder)));
      return new KafkaBroker("127.0.0.1:" + ports.get(0), "127.0.0.1:" + ports.get(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(KafkaRaftServer server, Path folder) {
    server.shutdown();
    server.awaitShutdown();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Properties properties(Path folder, List<Integer> ports) {
    Properties all = new Properties();
    all.put("process.roles", "broker,controller");
    all.put("node.id", "1");
    all.put("controller.quorum.voters", "1@127.0.0.1:" + ports.get(2));
    all.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:"
            + ports.get(0)
            + ",SASL_PLAINTEXT://127.0.0.1:"
            + ports.get(1)
            + ",CONTROLLER://127.0.0.1:"
            + ports.get(2));
    all.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
    all.put("controller.listener.names", "CONTROLLER");
    all.put("inter.broker.listener.name", "PLAINTEXT");
    all.put("sasl.enabled.mechanisms", "PLAIN");
    all.put(
        "listener.name.sasl_plaintext.plain.sasl.jaas.config",
        LOGIN_MODULE + " user_" + USER + "=\"" + PASSWORD + "\";");
    all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    all.put("super.users", "User:ANONYMOUS");
    all.put("log.dirs", folder.resolve("log").toString());
    all.put("log.retention.ms", "-1");
    all.put("log.cleaner.backoff.ms", "100");
    all.put("auto.create.topics.enable", "false");
    all.put("offsets.topic.replication.factor", "1");
    all.put("offsets.topic.num.partitions", "1");
    all.put("transaction.state.log.replication.factor", "1");
    all.put("transaction.state.log.min.isr", "1");
    all.put("transaction.state.log.num.partitions", "1");
    all.put("controlled.shutdown.enable", "false");
    return all;
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  public String servers() {
    return servers;
  }

  /** The listener that asks for a login. */
  public String serversSignedIn() {
    return signedIn;
  }

  /** Client properties of a login. */
  public static String login(String password) {
    return "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config="
        + LOGIN_MODULE
        + " username=\""
        + USER
        + "\" password=\""
        + password
        + "\";\ndefault.api.timeout.ms=12000\n";
  }

  public Admin admin() {
    return admin;
  }

  /** A new topic and the one for its dead letters; its name. */
  public String topic(int partitions) {
    String name = "lines-" + TOPICS.incrementAndGet();
    create(name, partitions);
    create(name + "-dead-letter", 1);
    return name;
  }

  public void create(String name, int partitions) {
    done(() -> admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get());
  }

  /** A new topic whose messages are rows, compacted as soon as they can be. */
  public String compacted(int partitions) {
    String name = "rows-" + TOPICS.incrementAndGet();
    compacted(name, partitions);
    return name;
  }

  void compacted(String name, int partitions) {
    NewTopic topic = new NewTopic(name, partitions, (short) 1);
    topic.configs(
        Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "1",
            "min.cleanable.dirty.ratio", "0",
            "delete.retention.ms", "60000"));
    done(() -> admin.createTopics(List.of(topic)).all().get());
  }

  /** A row under its key; null takes it away. */
  public void row(String topic, int partition, String key, String value) {
    byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    send(
        List.of(
            new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), bytes)));
  }

  /** Deletes all messages before an offset, as retention does. */
  public void forget(String topic, int partition, long before) {
    TopicPartition of = new TopicPartition(topic, partition);
    done(() -> admin.deleteRecords(Map.of(of, RecordsToDelete.beforeOffset(before))).all().get());
  }

  public Producer<byte[], byte[]> producer(Map<String, Object> properties) {
    Properties all = new Properties();
    all.putAll(properties);
    all.put("bootstrap.servers", servers);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A message; its id may be null. */
  public static ProducerRecord<byte[], byte[]> message(
      String topic, int partition, Instant time, String id, byte[] value) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(topic, partition, time.toEpochMilli(), null, value);
    if (id != null) {
      message.headers().add("ratemill-line-id", id.getBytes(StandardCharsets.UTF_8));
    }
    return message;
  }

  /** Sends messages and waits until all are there. */
  public void send(List<ProducerRecord<byte[], byte[]>> messages) {
    send(producer, messages);
  }

  static void send(
      Producer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> messages) {
    List<Future<?>> sent = new ArrayList<>();
    messages.forEach(message -> sent.add(producer.send(message)));
    producer.flush();
    sent.forEach(each -> done(each::get));
  }

  /** Something that waits for the broker. */
  public interface Wait {
    void done() throws ExecutionException, InterruptedException;
  }

  public static void done(Wait wait) {
    try {
      wait.done();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
