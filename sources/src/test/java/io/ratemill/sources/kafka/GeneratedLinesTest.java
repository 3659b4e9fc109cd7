package io.ratemill.sources.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.CostSums;
import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.Readings;
import io.ratemill.sources.focus.FocusFeed;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.synthetic.BillGenerator;
import io.ratemill.sources.synthetic.Messages;
import io.ratemill.sources.synthetic.SyntheticBill;
import io.ratemill.sources.synthetic.SyntheticBill.Encoding;
import io.ratemill.sources.synthetic.SyntheticBill.Trait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A generated bill as messages comes to what it comes to as files. */
final class GeneratedLinesTest {
  private final KafkaBroker broker = KafkaBroker.shared();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"JSON,none", "JSON,gzip", "JSON,snappy", "AVRO,lz4", "AVRO,zstd"})
  void aTopicHoldsWhatFilesOfTheSameBillHold(Encoding encoding, String packing) throws Exception {
    SyntheticBill.Builder files =
        SyntheticBill.builder("focus", "focus", folder.resolve("files")).lines(500);
    BillGenerator.write(
        files.traits(Trait.WIDE_DECIMALS, Trait.QUOTED_TEXT).build(), (lines, bytes) -> {});
    CostSums ofFiles = sum(FocusFeed.of("f", folder.resolve("files/bills"), Grain.RESOURCE));

    Path properties = Files.writeString(folder.resolve("p"), "compression.type=" + packing);
    Secret secret = new Secret(Secret.Kind.FILE, properties.toString());
    TopicPlace place = new TopicPlace(broker.servers(), broker.topic(3), secret, Map.of());
    SyntheticBill bill = bill(encoding);
    send(bill, place);
    assertThat(read(place, encoding)).isEqualTo(ofFiles.lines());
    // The same lines sent again count once, since each has an id.
    send(bill, place);
    TopicPlace read = reading(place, encoding);
    CostSums ofTopic = sum(new KafkaFeed("lines", read, Grain.RESOURCE));
    assertThat(ofTopic.same(ofFiles)).as("%s, files %s", ofTopic, ofFiles).isTrue();
  }

  private SyntheticBill bill(Encoding encoding) {
    return SyntheticBill.builder("kafka", "focus", folder.resolve("lines"))
        .lines(500)
        .encoding(encoding)
        .traits(Trait.WIDE_DECIMALS, Trait.QUOTED_TEXT)
        .build();
  }

  private TopicPlace reading(TopicPlace place, Encoding encoding) {
    Map<String, String> options =
        encoding == Encoding.AVRO
            ? Map.of(TopicPlace.AVRO_SCHEMA, folder.resolve("lines/lines.avsc").toString())
            : Map.of();
    return new TopicPlace(place.servers(), place.topic(), place.secret(), options);
  }

  private long read(TopicPlace place, Encoding encoding) throws Exception {
    return sum(new KafkaFeed("once", reading(place, encoding), Grain.RESOURCE)).lines();
  }

  private static void send(SyntheticBill bill, TopicPlace place) throws IOException {
    try (TopicWriter writer = TopicWriter.ofLines(place)) {
      BillGenerator.send(bill, new Sent(place, writer), (lines, bytes) -> {});
    }
  }

  private record Sent(TopicPlace place, TopicWriter writer) implements Messages {
    @Override
    public String location() {
      return place.text();
    }

    @Override
    public String secret() {
      return place.secret().text();
    }

    @Override
    public void send(byte[] id, byte[] value) throws IOException {
      writer.line(id, value);
    }

    @Override
    public void flush() throws IOException {
      writer.flush();
    }
  }

  @Test
  void aLoginThatMayNotWriteIsToldWhatItLacks() throws Exception {
    String topic = broker.topic(1);
    Path login =
        Files.writeString(folder.resolve("login"), KafkaBroker.login(KafkaBroker.PASSWORD));
    TopicPlace place =
        new TopicPlace(
            broker.serversSignedIn(),
            topic,
            new Secret(Secret.Kind.FILE, login.toString()),
            Map.of());
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> TopicWriter.ofLines(place))
        .hasMessageContaining("may not write to topic " + topic)
        .hasMessageContaining("allow it Describe and Write");
  }

  private static CostSums sum(BillingFeed feed) throws Exception {
    CostSums sum = CostSums.NONE;
    for (Delivery delivery : feed.discover(Instant.now())) {
      sum = sum.plus(Readings.of(feed, delivery).sum());
    }
    return sum;
  }
}
