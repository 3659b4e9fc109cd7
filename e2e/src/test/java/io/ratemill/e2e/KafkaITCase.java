package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ratemill.sources.kafka.KafkaBroker;
import io.ratemill.sources.kafka.TopicLines;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * FOCUS lines of a topic through the whole engine, watched and in one go; owners and pricing rules
 * from topics, and from a file.
 */
final class KafkaITCase {
  private static final String CONNECTOR = "kafka-main";
  private static final Map<String, String> MARKUPS = Map.of("account-0", "1.1", "account-1", "1.1");

  @TempDir private Path folder;

  private final KafkaBroker broker = KafkaBroker.shared();
  private final String topic = broker.topic(2);
  private final String owners = broker.compacted(2);
  private final String rules = broker.compacted(1);
  private final Random dice = new Random(17);
  private final List<Map<String, String>> counted = new ArrayList<>();

  private Path place(String name) {
    Path place = folder.resolve(name);
    Setup setup =
        new Setup(
            "service", "PR", "MP-1", List.of(Setup.Market.of("MP-1", "1.1")), List.of(), List.of());
    setup.write(place);
    Setup.text(
        place.resolve("ratemill.yaml"),
        setup
                .yaml()
                .replace("id: " + Setup.CONNECTOR, "id: " + CONNECTOR)
                .replace("provider: aws", "provider: kafka")
                .replace("format: cur-legacy", "format: focus")
                .replace(
                    "location: file:bills",
                    "location: kafka://"
                        + broker.servers()
                        + "/"
                        + topic
                        + "\n    options: {look-every: 200 ms}")
            + "reports: {settle: 500 ms}\n");
    Setup.text(
        place.resolve("owners.csv"),
        """
        provider,account_id,customer_account_id,customer_company_name,asset_id
        some cloud,account-0,CU-0,Zero,AS-0
        some cloud,account-1,CU-1,One,AS-1
        """);
    return place;
  }

  /** The same, but for owners and rules that are messages. */
  private Path placeOfTopics(String name) {
    Path place = place(name);
    Path yaml = place.resolve("ratemill.yaml");
    String at = "{location: \"kafka://" + broker.servers() + "/";
    Setup.text(
        yaml,
        Workspace.read(yaml)
            .replace("owners: owners.csv", "owners: " + at + owners + "\", secret: none}")
            .replace("pricing-rules: pricing-rules.csv", "pricing-rules: " + at + rules + "\"}"));
    for (int i = 0; i < 2; i++) {
      own(i);
    }
    return place;
  }

  private void own(int account) {
    broker.row(
        owners,
        account % 2,
        "some cloud/account-" + account,
        """
        {"provider": "some cloud", "account_id": "account-%1$d", "customer_account_id": "CU-%1$d",
         "customer_company_name": "%2$s", "asset_id": "AS-%1$d"}
        """
            .formatted(account, List.of("Zero", "One", "Two").get(account)));
  }

  /** Lines of one day, each known by its id; every fifth is sent again at the end. */
  private void send(Instant day, int lines) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      Map<String, String> line =
          TopicLines.line(
              "account-" + dice.nextInt(3),
              dice.nextBoolean() ? "Compute" : "Storage",
              BigDecimal.valueOf(dice.nextLong(2_000_000_000_000L), 10).toPlainString());
      line.put("BillingPeriodStart", "2026-10-01T00:00:00Z");
      line.put("ChargePeriodStart", "2026-10-2" + dice.nextInt(10) + "T00:00:00Z");
      counted.add(line);
      messages.add(
          KafkaBroker.message(
              topic, i % 2, day.plusMillis(i), "line-" + counted.size(), TopicLines.json(line)));
    }
    for (int i = 0; i < lines; i += 5) {
      messages.add(messages.get(i));
    }
    broker.send(messages);
  }

  @Test
  void aWatchedTopicEndsWhereOneRunOverItEndsAndNothingCountsTwice() {
    Instant now = Instant.now();
    send(now.minus(Duration.ofDays(2)), 400);
    send(now.minus(Duration.ofDays(1)), 300);
    broker.send(
        List.of(
            KafkaBroker.message(
                topic, 0, now, null, "{\"BilledCost\":".getBytes(StandardCharsets.UTF_8))));
    send(now.plusMillis(1), 200);
    Path watched = placeOfTopics("watched");
    try (Engine.Running running = Engine.start(watched, "run", "-c", "ratemill.yaml", "--watch")) {
      running.await(() -> ledger(watched).equals(expected()));
      // Today goes on: a longer version of it replaces the one that was just read.
      send(now.plusMillis(2), 100);
      running.await(() -> amounts(watched).equals(expectedAmounts(MARKUPS)));
      assertThat(ledger(watched)).isEqualTo(expected());
      changeOwnersAndRules(watched, running);
    }
    JsonNode status = workspace(watched).connectorStatus(CONNECTOR);
    assertThat(status.path("colour").asText()).isEqualTo("yellow");
    assertThat(status.toString())
        .contains("no JSON object, see topic " + topic + "-dead-letter (1 line)")
        .contains("unmapped-accounts");
    // One file for each day of each partition, whatever versions of it were read.
    assertThat(workspace(watched).ledger(CONNECTOR).values())
        .hasSizeBetween(6, 8)
        .allMatch(file -> file.path("state").asText().equals("in-force"));

    Path bounded = place("bounded");
    Engine.run(bounded, "run", "-c", "ratemill.yaml").exits(0);
    assertThat(ledger(bounded)).isEqualTo(expected());
    assertThat(workspace(bounded).newestRecords()).isEqualTo(workspace(watched).newestRecords());
  }

  @Test
  void aGeneratedBillIsSentToATopicAndReadByItsConfiguration() {
    String place = "kafka://" + broker.servers() + "/" + topic;
    Engine.run(
            folder,
            "generate",
            "--topic",
            place,
            "--encoding",
            "avro",
            "--lines",
            "300",
            "--out",
            "b")
        .exits(0);
    Path bill = folder.resolve("b");
    Engine.run(bill, "run", "-c", "ratemill.yaml").exits(0);
    JsonNode sent = Workspace.json(bill.resolve("_synthetic.json")).path("deliveries").get(0);
    assertThat(ledger(bill, "synthetic"))
        .isEqualTo(
            "300 "
                + new BigDecimal(sent.path("billed").asText())
                    .stripTrailingZeros()
                    .toPlainString());
    assertThat(workspace(bill).newest()).isNotEmpty();
  }

  /** What comes late counts, what is broken does not, and what is taken away is gone. */
  private void changeOwnersAndRules(Path watched, Engine.Running running) {
    own(2);
    broker.row(
        rules,
        0,
        "R-1",
        "{\"rule_id\": \"R-1\", \"customer_account_id\": \"CU-2\", \"factor\": 1.50}");
    Map<String, String> more = new TreeMap<>(MARKUPS);
    more.put("account-2", "1.50");
    running.await(() -> amounts(watched).equals(expectedAmounts(more)));

    broker.row(owners, 0, "some cloud/account-2", "{\"provider\": 7}");
    running.await(() -> configuration(watched).path("colour").asText().equals("red"));
    assertThat(configuration(watched).toString())
        .contains(owners + ", partition 0, offset 2, key 'some cloud/account-2', provider")
        .contains("is a number, where a text belongs");
    assertThat(amounts(watched)).isEqualTo(expectedAmounts(more));

    broker.row(owners, 0, "some cloud/account-2", null);
    broker.row(rules, 0, "R-1", null);
    running.await(() -> amounts(watched).equals(expectedAmounts(MARKUPS)));
    running.await(() -> configuration(watched).path("colour").asText().equals("green"));
  }

  private static JsonNode configuration(Path place) {
    return workspace(place).status().path("configuration");
  }

  private static Workspace workspace(Path place) {
    return new Workspace(place.resolve("out"));
  }

  private static String ledger(Path place) {
    return ledger(place, CONNECTOR);
  }

  /** Lines and billed cost of all files in force. */
  private static String ledger(Path place, String connector) {
    long lines = 0;
    BigDecimal billed = BigDecimal.ZERO;
    for (JsonNode file : workspace(place).ledger(connector).values()) {
      if (file.path("state").asText().equals("in-force")) {
        assertThat(file.path("balanced").asBoolean()).isTrue();
        for (JsonNode out : file.path("out")) {
          lines += out.path("lines").asLong();
          billed = billed.add(new BigDecimal(out.path("billed").asText()));
        }
      }
    }
    return lines + " " + billed.stripTrailingZeros().toPlainString();
  }

  private String expected() {
    BigDecimal billed =
        counted.stream()
            .map(line -> new BigDecimal(line.get("BilledCost")))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return counted.size() + " " + billed.stripTrailingZeros().toPlainString();
  }

  /** Amounts by asset and item. */
  private static Map<String, String> amounts(Path place) {
    Map<String, String> amounts = new TreeMap<>();
    for (Workspace.Revision revision : workspace(place).newest().values()) {
      for (Map<String, String> row : revision.table().rows()) {
        amounts.put(row.get("asset_id") + " " + row.get("item_mpn"), row.get("amount"));
      }
    }
    return amounts;
  }

  /** What the customers of some accounts pay, at the markup of each. */
  private Map<String, String> expectedAmounts(Map<String, String> markups) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (Map<String, String> line : counted) {
      String account = line.get("SubAccountId");
      String markup = markups.get(account);
      if (markup != null) {
        sums.merge(
            account.replace("account", "AS") + " " + line.get("ServiceName"),
            new BigDecimal(line.get("BilledCost")).multiply(new BigDecimal(markup)),
            BigDecimal::add);
      }
    }
    Map<String, String> amounts = new TreeMap<>();
    sums.forEach(
        (key, sum) -> amounts.put(key, sum.setScale(8, RoundingMode.HALF_UP).toPlainString()));
    return amounts;
  }
}
