package io.ratemill.sources.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compacted topics against a whole broker. */
final class KeyedTopicTest {
  private final KafkaBroker broker = KafkaBroker.shared();

  @TempDir private Path folder;

  private TopicPlace place(String topic) {
    return new TopicPlace(broker.servers(), topic, Secret.NONE, Map.of());
  }

  private static Map<String, String> rows(KeyedTopic.Content content) {
    Map<String, String> rows = new TreeMap<>();
    for (KeyedMessage each : content.messages()) {
      rows.put(each.key(), new String(each.value(), StandardCharsets.UTF_8));
    }
    assertThat(rows).hasSameSizeAs(content.messages());
    return rows;
  }

  private Map<String, String> whole(String topic) throws StoreException {
    try (KeyedTopic afresh = new KeyedTopic(place(topic))) {
      return rows(afresh.look());
    }
  }

  @Test
  void theNewestMessageOfAKeyCountsUntilNullTakesItAway() throws Exception {
    String topic = broker.compacted(2);
    try (KeyedTopic rows = new KeyedTopic(place(topic))) {
      assertThat(rows.look().messages()).isEmpty();
      broker.row(topic, 0, "a", "1");
      broker.row(topic, 0, "a", "2");
      broker.row(topic, 1, "b", "3");
      KeyedTopic.Content first = rows.look();
      assertThat(rows(first)).isEqualTo(Map.of("a", "2", "b", "3"));
      assertThat(first.messages()).extracting(KeyedMessage::offset).containsExactly(1L, 0L);
      assertThat(rows.look()).isSameAs(first);
      broker.row(topic, 0, "a", null);
      broker.row(topic, 0, "never", null);
      broker.row(topic, 1, "c", "4");
      KeyedTopic.Content second = rows.look();
      assertThat(second.state()).isNotEqualTo(first.state());
      assertThat(rows(second)).isEqualTo(Map.of("b", "3", "c", "4")).isEqualTo(whole(topic));
      broker.row(topic, 0, "a", "5");
      assertThat(rows(rows.look())).isEqualTo(whole(topic)).containsEntry("a", "5");
    }
  }

  @Test
  void whatTheBrokerCompactsIsNotMissed() throws Exception {
    String topic = broker.compacted(1);
    try (KeyedTopic watched = new KeyedTopic(place(topic))) {
      for (int i = 0; i < 40; i++) {
        broker.row(topic, 0, "key-" + i % 4, "" + i);
        if (i == 10) {
          assertThat(rows(watched.look())).containsEntry("key-2", "10");
        }
      }
      broker.row(topic, 0, "key-0", null);
      broker.row(topic, 0, "last", "x");
      Map<String, String> expected =
          Map.of("key-1", "37", "key-2", "38", "key-3", "39", "last", "x");
      await(() -> kept(topic) < 10);
      assertThat(whole(topic)).isEqualTo(expected);
      assertThat(rows(watched.look())).isEqualTo(expected);
    }
  }

  private int kept(String topic) throws StoreException {
    int kept = 0;
    try (Messages messages = Messages.open(place(topic), new TopicPartition(topic, 0), 0, 42)) {
      List<ConsumerRecord<byte[], byte[]>> some = messages.next();
      while (some != null) {
        kept += some.size();
        some = messages.next();
      }
    }
    return kept;
  }

  /** Marks of a transaction's end come a little after the producer was told of it. */
  private static void await(Callable<Boolean> reached) throws Exception {
    Instant deadline = Instant.now().plusSeconds(30);
    while (!reached.call()) {
      assertThat(Instant.now()).isBefore(deadline);
      LockSupport.parkNanos(20_000_000L);
    }
  }

  @Test
  void onlyWhatIsCommittedIsSeen() throws Exception {
    String topic = broker.compacted(1);
    broker.row(topic, 0, "a", "1");
    try (KeyedTopic rows = new KeyedTopic(place(topic));
        Producer<byte[], byte[]> producer =
            broker.producer(Map.of("transactional.id", "t-" + topic))) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, topic, "a", "2");
      assertThat(rows(rows.look())).isEqualTo(Map.of("a", "1"));
      producer.abortTransaction();
      producer.beginTransaction();
      send(producer, topic, "b", "3");
      send(producer, topic, "a", null);
      producer.commitTransaction();
      await(() -> rows(rows.look()).equals(Map.of("b", "3")));
      assertThat(whole(topic)).isEqualTo(Map.of("b", "3"));
    }
  }

  private static void send(
      Producer<byte[], byte[]> producer, String topic, String key, String value) {
    KafkaBroker.send(
        producer,
        List.of(
            new ProducerRecord<>(
                topic,
                0,
                key.getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void aTopicThatIsMadeAnewIsReadAnew() throws Exception {
    String topic = broker.compacted(1);
    broker.row(topic, 0, "a", "1");
    try (KeyedTopic rows = new KeyedTopic(place(topic))) {
      assertThat(rows(rows.look())).containsKey("a");
      KafkaBroker.done(() -> broker.admin().deleteTopics(List.of(topic)).all().get());
      await(() -> trouble(rows) == Trouble.MISSING);
      broker.compacted(topic, 1);
      broker.row(topic, 0, "b", "2");
      await(() -> trouble(rows) == null);
      assertThat(rows(rows.look())).isEqualTo(Map.of("b", "2"));
    }
  }

  private static Trouble trouble(KeyedTopic rows) {
    try {
      rows.look();
      return null;
    } catch (StoreException e) {
      return e.trouble();
    }
  }

  private static StoreException fault(TopicPlace place) {
    try (KeyedTopic topic = new KeyedTopic(place)) {
      return catchThrowableOfType(StoreException.class, topic::look);
    }
  }

  private Secret properties(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("client.properties"), text);
    return new Secret(Secret.Kind.FILE, file.toString());
  }

  @Test
  void whatIsWrongWithTheTopicIsSaidInWords() throws Exception {
    assertThat(fault(place("no-rows"))).hasMessageContaining("there is no topic no-rows at");
    broker.create("rows-that-age", 1);
    assertThat(fault(place("rows-that-age")))
        .hasMessageContaining("has cleanup.policy=delete")
        .hasMessageContaining("set cleanup.policy=compact");
    StoreException denied =
        fault(
            new TopicPlace(
                broker.serversSignedIn(),
                broker.compacted(1),
                properties(KafkaBroker.login(KafkaBroker.PASSWORD)),
                Map.of()));
    assertThat(denied.trouble()).isEqualTo(Trouble.DENIED);
    assertThat(denied).hasMessageContaining("allow it Describe, DescribeConfigs and Read on it");
  }

  @Test
  void whoWatchesIsNotHeldUpByBrokersThatDoNotAnswerAndSeesThemComeBack() throws Exception {
    String topic = broker.compacted(1);
    broker.row(topic, 0, "a", "1");
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Secret quick = properties("default.api.timeout.ms=1500\nrequest.timeout.ms=500\n");
    TopicPlace place = new TopicPlace("127.0.0.1:" + closed, topic, quick, Map.of());
    try (TopicWatch watch = new TopicWatch(place, "as it was")) {
      assertThat(watch.look(true)).isEqualTo("as it was");
      long begun = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        watch.look(true);
      }
      assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L);
      await(() -> watch.look(false).startsWith("UNREACHABLE: no broker at 127.0.0.1:" + closed));
      assertThat(catchThrowableOfType(StoreException.class, watch::content)).isNotNull();
      try (ServerSocket door = new ServerSocket(closed, 50, InetAddress.getLoopbackAddress())) {
        start(() -> forward(door));
        await(() -> !watch.look(false).startsWith("UNREACHABLE"));
        assertThat(rows(watch.content())).isEqualTo(Map.of("a", "1"));
        String before = watch.look(true);
        broker.row(topic, 0, "a", "2");
        await(() -> !watch.look(true).equals(before));
        assertThat(rows(watch.content())).isEqualTo(Map.of("a", "2"));
      }
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  /** Hands what comes to a door over to the broker, until the door is closed. */
  private void forward(ServerSocket door) {
    int port = Integer.parseInt(broker.servers().substring(broker.servers().indexOf(':') + 1));
    while (!door.isClosed()) {
      try {
        Socket outside = door.accept();
        Socket inside = new Socket(InetAddress.getLoopbackAddress(), port);
        start(() -> copy(outside, inside));
        start(() -> copy(inside, outside));
      } catch (IOException e) {
        assertThat(door.isClosed()).isTrue();
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // One of both ends has hung up.
      assertThat(e).isNotNull();
    }
  }
}
