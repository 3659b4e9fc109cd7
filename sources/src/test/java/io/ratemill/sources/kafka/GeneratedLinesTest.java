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
import io.ratemill.sources.synthetic.SyntheticBill;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generated bill that was loaded into a topic as the connector's page says. */
final class GeneratedLinesTest {
  private static final Instant DAY = Instant.parse("2026-11-05T01:00:00Z");

  private static final List<String> PACKINGS = List.of("none", "gzip", "snappy", "lz4", "zstd");

  @TempDir private Path folder;

  @Test
  void aTopicHoldsWhatTheFilesHoldThatItWasLoadedFrom() throws Exception {
    BillGenerator.write(
        SyntheticBill.builder("focus", "focus", folder).lines(2000).parts(2).build(),
        (lines, bytes) -> {});
    Path json = folder.resolve("lines.json");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM read_csv('"
              + folder.resolve("bills")
              + "/*.csv.gz', all_varchar = true)) TO '"
              + json
              + "' (FORMAT json)");
    }
    KafkaBroker broker = KafkaBroker.shared();
    String topic = broker.topic(3);
    List<String> lines = Files.readAllLines(json);
    for (int packing = 0; packing < PACKINGS.size(); packing++) {
      Map<String, Object> packed = Map.of("compression.type", PACKINGS.get(packing));
      List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
      for (int i = packing; i < lines.size(); i += PACKINGS.size()) {
        byte[] line = lines.get(i).getBytes(StandardCharsets.UTF_8);
        messages.add(KafkaBroker.message(topic, i % 3, DAY, null, line));
      }
      try (Producer<byte[], byte[]> producer = broker.producer(packed)) {
        KafkaBroker.send(producer, messages);
      }
    }

    CostSums ofFiles = sum(FocusFeed.of("files", folder.resolve("bills"), Grain.RESOURCE));
    TopicPlace place = new TopicPlace(broker.servers(), topic, Secret.NONE, Map.of());
    CostSums ofTopic = sum(new KafkaFeed("lines", place, Grain.RESOURCE));
    assertThat(ofTopic.lines()).isEqualTo(2000);
    assertThat(ofTopic.same(ofFiles)).as("%s, files %s", ofTopic, ofFiles).isTrue();
  }

  private static CostSums sum(BillingFeed feed) throws Exception {
    CostSums sum = CostSums.NONE;
    for (Delivery delivery : feed.discover(Instant.now())) {
      sum = sum.plus(Readings.of(feed, delivery).sum());
    }
    return sum;
  }
}
