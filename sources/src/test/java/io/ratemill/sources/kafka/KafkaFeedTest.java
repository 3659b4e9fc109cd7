package io.ratemill.sources.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.model.AccountCharges;
import io.ratemill.model.Charge;
import io.ratemill.model.CostSums;
import io.ratemill.model.Grain;
import io.ratemill.model.Money;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.DeliveryStamp;
import io.ratemill.sources.Drained;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Readings;
import io.ratemill.sources.Slice;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.SliceTotals;
import io.ratemill.sources.charges.ChargeTable;
import io.ratemill.sources.focus.FocusFeed;
import io.ratemill.sources.store.Secret;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics against a whole broker. */
final class KafkaFeedTest {
  private static final Instant DAY = Instant.parse("2026-11-05T00:00:00Z");

  private final KafkaBroker broker = KafkaBroker.shared();

  @TempDir private Path folder;

  private KafkaFeed feed(String topic) {
    return feed(broker.servers(), topic, Secret.NONE);
  }

  private static KafkaFeed feed(String servers, String topic, Secret secret) {
    return new KafkaFeed("lines", new TopicPlace(servers, topic, secret, Map.of()), Grain.RESOURCE);
  }

  private static Instant hours(int hours) {
    return DAY.plus(Duration.ofHours(hours));
  }

  private static List<Delivery> look(KafkaFeed feed) throws FeedException {
    return feed.discover(Instant.now());
  }

  private void send(String topic, int partition, Instant time, String id, String value) {
    broker.send(
        List.of(
            KafkaBroker.message(
                topic, partition, time, id, value.getBytes(StandardCharsets.UTF_8))));
  }

  private void line(String topic, int hours, String id, String billed) {
    String json =
        new String(
            TopicLines.json(TopicLines.line("1", "Compute", billed)), StandardCharsets.UTF_8);
    send(topic, 0, hours(hours), id, json);
  }

  private static Map<String, BigDecimal> billed(List<Readings> readings) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (Readings each : readings) {
      for (AccountCharges account : each.accounts()) {
        for (Charge charge : account.charges()) {
          sums.merge(account.account().ids().get(0), charge.sums().billed(), BigDecimal::add);
        }
      }
    }
    sums.replaceAll((account, sum) -> sum.stripTrailingZeros());
    return sums;
  }

  private static List<Readings> readAll(KafkaFeed feed) throws FeedException {
    List<Readings> readings = new ArrayList<>();
    for (Delivery delivery : look(feed)) {
      readings.add(Readings.of(feed, delivery));
    }
    return readings;
  }

  private static BigDecimal sum(List<Readings> readings) {
    return billed(readings).values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Every charge with its account and sums, added up over all readings. */
  private static Map<String, String> charges(List<Readings> readings) {
    return charged(readings.stream().flatMap(each -> each.accounts().stream()).toList());
  }

  private static Map<String, String> charged(List<AccountCharges> accounts) {
    Map<String, CostSums> sums = new TreeMap<>();
    for (AccountCharges account : accounts) {
      for (Charge charge : account.charges()) {
        sums.merge(account.account() + " " + charge.key(), charge.sums(), CostSums::plus);
      }
    }
    Map<String, String> texts = new TreeMap<>();
    sums.forEach(
        (key, sum) ->
            texts.put(
                key,
                sum.lines()
                    + " "
                    + sum.listMissing()
                    + " "
                    + Money.textOrNull(sum.billed())
                    + " "
                    + Money.textOrNull(sum.list())
                    + " "
                    + Money.textOrNull(sum.effective())));
    return texts;
  }

  @Test
  void aTopicOfSeveralPartitionsAndDaysHoldsWhatAFileWithItsLinesHolds() throws Exception {
    String topic = broker.topic(2);
    List<Map<String, String>> lines = TopicLines.random(7, 3000);
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      messages.add(
          KafkaBroker.message(
              topic, i % 2, hours(i / 40).plusMillis(i), null, TopicLines.json(lines.get(i))));
    }
    broker.send(messages);
    KafkaFeed feed = feed(topic);
    assertThat(look(feed))
        .extracting(Delivery::slot)
        .containsExactly(
            "0/2026-11-05",
            "0/2026-11-06",
            "0/2026-11-07",
            "0/2026-11-08",
            "1/2026-11-05",
            "1/2026-11-06",
            "1/2026-11-07",
            "1/2026-11-08");
    assertThat(look(feed).get(0).id()).isEqualTo("0:0-480");
    assertThat(look(feed)).isEqualTo(look(feed(topic)));
    List<Readings> read = readAll(feed);
    assertThat(billed(read)).isEqualTo(TopicLines.billed(lines));

    Files.writeString(folder.resolve("lines.csv"), TopicLines.csv(lines));
    FocusFeed file = FocusFeed.of("lines", folder, Grain.RESOURCE);
    Readings ofFile = Readings.of(file, file.discover(Instant.now()).get(0));
    assertThat(charges(read)).isEqualTo(charges(List.of(ofFile)));
  }

  @Test
  void theCurrentDayGrowsAndPastDaysStay() throws Exception {
    String topic = broker.topic(1);
    KafkaFeed feed = feed(topic);
    assertThat(look(feed)).isEmpty();
    assertThat(feed.insteadOfDeliveries()).contains("no messages");
    line(topic, 1, null, "1");
    Delivery first = look(feed).get(0);
    line(topic, 1, null, "2");
    Delivery second = look(feed).get(0);
    assertThat(second.slot()).isEqualTo(first.slot());
    assertThat(second.id()).isEqualTo("0:0-2");
    assertThat(DeliveryStamp.of(first).olderThan(DeliveryStamp.of(second))).isTrue();
    // A late message whose own time is of the day before belongs to the day in which it came.
    line(topic, 25, null, "4");
    line(topic, 3, null, "8");
    assertThat(look(feed)).extracting(Delivery::id).containsExactly("0:0-2", "0:2-4");
    assertThat(look(feed).get(0)).isEqualTo(look(feed(topic)).get(0));
    assertThat(DeliveryStamp.of(look(feed).get(0)).olderThan(DeliveryStamp.of(second))).isFalse();
    assertThat(sum(readAll(feed))).isEqualByComparingTo("15");
    assertThat(feed.gap(DeliveryStamp.of(first), second)).isNull();
    assertThat(feed.isRest(DeliveryStamp.of(first), second)).isFalse();
  }

  @Test
  void aLineThatComesAgainWithinSevenDaysCountsOnce() throws Exception {
    String topic = broker.topic(1);
    line(topic, 0, "a", "1");
    line(topic, 1, "a", "2");
    line(topic, 1, "b", "4");
    line(topic, 24, "a", "8");
    line(topic, 24, null, "16");
    line(topic, 7 * 24, "b", "32");
    line(topic, 15 * 24, "b", "64");
    KafkaFeed feed = feed(topic);
    assertThat(sum(readAll(feed))).isEqualByComparingTo("85");
    // Once more by the same reader, and each day by a reader that knows nothing of the others.
    assertThat(sum(readAll(feed))).isEqualByComparingTo("85");
    List<Readings> alone = new ArrayList<>();
    for (Delivery delivery : look(feed)) {
      alone.add(Readings.of(feed(topic), delivery));
    }
    assertThat(sum(alone)).isEqualByComparingTo("85");
  }

  @Test
  void aBrokenLineDoesNotUseUpItsId() throws Exception {
    String topic = broker.topic(1);
    send(topic, 0, hours(0), "a", "{\"BilledCost\": 1}");
    line(topic, 30, "a", "2");
    line(topic, 31, "a", "4");
    assertThat(sum(readAll(feed(topic)))).isEqualByComparingTo("2");
  }

  @Test
  void onlyWhatIsCommittedIsThere() throws Exception {
    String topic = broker.topic(1);
    line(topic, 0, null, "1");
    Map<String, Object> transactional = Map.of("transactional.id", "t-" + topic);
    try (Producer<byte[], byte[]> producer = broker.producer(transactional)) {
      producer.initTransactions();
      producer.beginTransaction();
      byte[] two = TopicLines.json(TopicLines.line("1", "Compute", "2"));
      KafkaBroker.done(
          () -> producer.send(KafkaBroker.message(topic, 0, hours(1), null, two)).get());
      line(topic, 1, null, "4");
      KafkaFeed feed = feed(topic);
      assertThat(look(feed)).extracting(Delivery::id).containsExactly("0:0-1");
      producer.abortTransaction();
      awaitEnd(feed, 4);
      assertThat(sum(readAll(feed))).isEqualByComparingTo("5");
      producer.beginTransaction();
      byte[] eight = TopicLines.json(TopicLines.line("1", "Compute", "8"));
      KafkaBroker.done(
          () -> producer.send(KafkaBroker.message(topic, 0, hours(2), null, eight)).get());
      producer.commitTransaction();
      awaitEnd(feed, 6);
      assertThat(sum(readAll(feed))).isEqualByComparingTo("13");
    }
  }

  /**
   * The mark of a transaction's end comes a little after the producer was told of it, and has the
   * broker's time.
   */
  private static void awaitEnd(KafkaFeed feed, long offset) throws FeedException {
    Instant deadline = Instant.now().plusSeconds(20);
    while (look(feed).stream().noneMatch(each -> each.id().endsWith("-" + offset))) {
      assertThat(Instant.now()).isBefore(deadline);
    }
  }

  @Test
  void whatIsNoLineGoesToTheDeadLettersOnceAndIsCounted() throws Exception {
    String topic = broker.topic(1);
    List<String> bad =
        List.of(
            "not json",
            "[1]",
            "{\"BilledCost\": 1} {}",
            "{\"BilledCost\": {\"usd\": 1}}",
            new String(TopicLines.json(TopicLines.line("1", "C", "a lot")), StandardCharsets.UTF_8),
            new String(TopicLines.json(TopicLines.line("1", "C", "")), StandardCharsets.UTF_8));
    for (String each : bad) {
      send(topic, 0, hours(1), "id", each);
    }
    line(topic, 2, null, "3");
    KafkaFeed feed = feed(topic);
    List<Readings> first = readAll(feed);
    assertThat(sum(first)).isEqualByComparingTo("3");
    assertThat(first.get(0).warnings())
        .containsExactlyInAnyOrder(
            warning(topic, "BilledCost is no single value", 1),
            warning(topic, "BilledCost missing", 1),
            warning(topic, "BilledCost unreadable", 1),
            warning(topic, "no JSON object", 3));
    line(topic, 3, null, "4");
    assertThat(sum(readAll(feed))).isEqualByComparingTo("7");
    assertThat(sum(readAll(feed(topic)))).isEqualByComparingTo("7");
    List<ConsumerRecord<byte[], byte[]>> letters = letters(topic);
    assertThat(letters).hasSize(bad.size());
    for (int i = 0; i < bad.size(); i++) {
      ConsumerRecord<byte[], byte[]> letter = letters.get(i);
      assertThat(new String(letter.key(), StandardCharsets.UTF_8)).isEqualTo(topic + "-0-" + i);
      assertThat(new String(letter.value(), StandardCharsets.UTF_8)).isEqualTo(bad.get(i));
      assertThat(letter.headers().lastHeader("ratemill-line-id")).isNotNull();
    }
    assertThat(
            new String(
                letters.get(4).headers().lastHeader(DeadLetters.REASON).value(),
                StandardCharsets.UTF_8))
        .contains("BilledCost 'a lot' is not a number");
  }

  private static SliceTotals.Warning warning(String topic, String kind, long count) {
    return new SliceTotals.Warning(
        "no-line", kind + ", see topic " + topic + "-dead-letter", count);
  }

  private List<ConsumerRecord<byte[], byte[]>> letters(String topic) throws IOException {
    TopicPlace place = new TopicPlace(broker.servers(), topic, Secret.NONE, Map.of());
    TopicPartition partition = new TopicPartition(topic + "-dead-letter", 0);
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    long end;
    try (var consumer = place.consumer()) {
      end = consumer.endOffsets(List.of(partition)).get(partition);
    }
    try (Messages messages = Messages.open(place, partition, 0, end)) {
      for (var some = messages.next(); some != null; some = messages.next()) {
        all.addAll(some);
      }
    }
    return all;
  }

  @Test
  void whatTheTopicForgetsStaysAndWhatCannotBeAddedIsSaid() throws Exception {
    String topic = broker.topic(1);
    for (int i = 0; i < 6; i++) {
      line(topic, i, null, "1");
    }
    KafkaFeed feed = feed(topic);
    DeliveryStamp read = DeliveryStamp.of(look(feed).get(0));
    assertThat(read.id()).isEqualTo("0:0-6");
    broker.forget(topic, 0, 4);
    Delivery rest = look(feed).get(0);
    assertThat(rest.id()).isEqualTo("0:4-6");
    assertThat(feed.isRest(read, rest)).isTrue();
    assertThat(sum(readAll(feed))).isEqualByComparingTo("2");
    line(topic, 7, null, "1");
    Delivery late = look(feed).get(0);
    assertThat(feed.isRest(read, late)).isFalse();
    assertThat(feed.gap(read, late).text()).contains("keep its messages for more than a day");
    line(topic, 25, null, "1");
    broker.forget(topic, 0, 7);
    assertThat(look(feed)).extracting(Delivery::id).containsExactly("0:7-8");
  }

  @Test
  void aReadingThatStartsAgainInTheMiddleEndsWithTheSameCharges() throws Exception {
    String topic = broker.topic(1);
    List<Map<String, String>> lines = TopicLines.random(3, 9000);
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String id = i % 10 == 9 ? "" + (i - 5) : "" + i;
      messages.add(KafkaBroker.message(topic, 0, hours(1), id, TopicLines.json(lines.get(i))));
    }
    broker.send(messages);
    KafkaFeed feed = feed(topic);
    Delivery delivery = look(feed).get(0);
    Map<String, String> whole = charges(List.of(Readings.of(feed, delivery)));
    Slice slice = new Slice(delivery.parts().get(0), 0, Long.MAX_VALUE);
    List<AccountCharges> accounts = new ArrayList<>();
    long position;
    SliceTotals totals;
    try (SliceReader reader = feed.open(delivery, slice)) {
      ChargeTable table = Drained.table();
      assertThat(reader.step(table)).isTrue();
      position = reader.lines();
      accounts.addAll(Drained.from(table));
      assertThat(reader.step(table)).isTrue();
    }
    assertThat(position).isPositive().isLessThan(8100);
    try (SliceReader reader = feed(topic).open(delivery, slice)) {
      ChargeTable table = Drained.table();
      reader.skip(position, table);
      while (reader.step(table)) {
        assertThat(reader.bytes()).isPositive();
      }
      accounts.addAll(Drained.from(table));
      totals = reader.totals();
    }
    assertThat(totals.sums().stream().mapToLong(each -> each.sums().lines()).sum()).isEqualTo(8100);
    assertThat(charged(accounts)).isEqualTo(whole);
  }

  @Test
  void whatIsWrongWithThePlaceIsSaidInWords() throws Exception {
    assertThat(fault(feed("nowhere")).refusal().text())
        .contains("there is no topic nowhere at " + broker.servers(), "create it");
    broker.create("alone", 1);
    FeedException noLetters = fault(feed("alone"));
    assertThat(noLetters.refusal().text()).contains("alone-dead-letter", "{dead-letter: TOPIC}");
    assertThat(noLetters.category()).isEqualTo(FeedException.Category.USER_CONFIG);

    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Path quick = folder.resolve("quick.properties");
    Files.writeString(quick, "default.api.timeout.ms=1000\nrequest.timeout.ms=500\n");
    FeedException silent =
        fault(feed("127.0.0.1:" + closed, "t", new Secret(Secret.Kind.FILE, quick.toString())));
    assertThat(silent.refusal().code()).isEqualTo("unreachable");
    assertThat(silent.refusal().text()).contains("no broker at 127.0.0.1:" + closed);
  }

  @Test
  void aLoginIsReadFromItsFileAndNeverShown() throws Exception {
    String topic = broker.topic(1);
    Path file = folder.resolve("login.properties");
    Secret secret = new Secret(Secret.Kind.FILE, file.toString());
    KafkaFeed feed = feed(broker.serversSignedIn(), topic, secret);
    Files.writeString(file, KafkaBroker.login(KafkaBroker.PASSWORD));
    FeedException denied = fault(feed);
    assertThat(denied.refusal().code()).isEqualTo("denied");
    assertThat(denied.refusal().text())
        .contains("may not use topic " + topic, "allow it Describe and Read");
    Files.writeString(file, KafkaBroker.login("another"));
    FeedException unknown = fault(feed);
    assertThat(unknown.refusal().code()).isEqualTo("denied");
    assertThat(unknown.refusal().text()).contains("do not accept the login");
    Files.writeString(
        file,
        "sasl.jaas.config="
            + KafkaBroker.PASSWORD
            + "\nssl.protocol=\n"
            + "request.timeout.ms="
            + KafkaBroker.PASSWORD
            + "\n");
    FeedException broken = fault(feed);
    assertThat(broken.refusal().text()).contains("request.timeout.ms");
    for (FeedException each : List.of(denied, unknown, broken)) {
      assertThat(each.toString() + each.getCause()).doesNotContain(KafkaBroker.PASSWORD, "another");
    }
  }

  private static FeedException fault(KafkaFeed feed) {
    return catchThrowableOfType(FeedException.class, () -> look(feed));
  }
}
