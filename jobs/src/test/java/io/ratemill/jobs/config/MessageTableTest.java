package io.ratemill.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.Owner;
import io.ratemill.model.PricingRule;
import io.ratemill.sources.kafka.KeyedMessage;
import io.ratemill.sources.kafka.KeyedTopic;
import io.ratemill.sources.kafka.TopicPlace;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTableTest {
  private static final String TOPIC = "kafka://b:1/rows";

  private final Problems problems = new Problems();
  private final List<KeyedMessage> messages = new ArrayList<>();

  @TempDir Path folder;

  private void message(int partition, String key, String value) {
    messages.add(
        new KeyedMessage(
            partition,
            messages.size() + 10,
            key,
            value.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  private List<Owner> owners() {
    return OwnersReader.read(
        MessageTable.rows(TOPIC, messages, OwnersReader.COLUMNS, problems),
        List.of("MP-1"),
        problems);
  }

  private List<PricingRule> rules() {
    return RulesReader.read(
        MessageTable.rows(TOPIC, messages, RulesReader.COLUMNS, problems),
        List.of("MP-1"),
        problems);
  }

  private List<String> texts() {
    return problems.problems().stream().map(Problem::text).toList();
  }

  @Test
  void messagesAreReadAsRowsOfAFileAre() {
    message(
        0,
        "1",
        "{'provider': ' AWS', 'account_id': '012345678901', 'customer_account_id': 'C',"
            + " 'customer_company_name': 'Zürich, \\u00e4', 'asset_id': 'A', 'hub_id': null,"
            + " 'valid_to': '2026-11-01'}");
    message(
        1,
        "2",
        "{'provider': 'aws', 'account_id': '012345678901', 'customer_account_id': 'D',"
            + " 'asset_id': 'B', 'valid_from': '2026-11-01', 'valid_to': ''}");
    String csv =
        """
        provider,account_id,customer_account_id,customer_company_name,asset_id,valid_from,valid_to
         AWS,012345678901,C,"Zürich, ä",A,,2026-11-01
        aws,012345678901,D,,B,2026-11-01,
        """;
    List<Row> rows =
        CsvTable.read(Path.of("owners.csv"), csv, OwnersReader.COLUMNS, problems).rows();

    assertThat(owners()).isEqualTo(OwnersReader.read(rows, List.of("MP-1"), problems)).hasSize(2);
    assertThat(texts()).isEmpty();
  }

  @Test
  void aFactorMayBeANumberAndKeepsItsDigits() {
    message(0, "R-1", "{'rule_id': 'R-1', 'factor': 1.15}");
    message(0, "R-2", "{'rule_id': 'R-2', 'factor': '0.98000000000000000001'}");

    assertThat(rules())
        .extracting(rule -> rule.factor().toString())
        .containsExactly("1.15", "0.98000000000000000001");
    assertThat(texts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello | the value is no JSON: Unrecognized token 'hello'",
        "[1] | the value is no JSON object. Send the key again with a JSON object of columns, or",
        "{'rule_id': 'R-1' | the value is no JSON: Unexpected end-of-input",
        "{'rule_id': | the value is no JSON: Unexpected end-of-input",
        "{} {} | something follows the JSON object",
        "{'rule_id': 'R-1', 'factr': 1} | unknown column 'factr'. Did you mean factor?",
        "{'rule_id': 'a', 'rule_id': 'b', 'factor': 1} | rule_id: the column rule_id is there twice",
        "{'rule_id': 7, 'factor': 1} | rule_id: rule_id 7 is a number, where a text belongs. Quote it: 'rule_id': '7'",
        "{'rule_id': true, 'factor': 1} | rule_id: rule_id true is a yes/no value",
        "{'rule_id': ['a'], 'factor': 1} | rule_id: rule_id is an object or an array",
        "{'factor': 1} | rule_id: rule_id is blank. Give the rule an id of its own",
        "{'rule_id': 'R-1'} | factor: the factor '' of rule 'R-1' is blank",
        "{'rule_id': 'R-1', 'factor': 1, 'valid_from': 'May'} | valid_from: valid_from 'May' is no day",
      })
  void whatIsNoRowIsSaidWithItsMessage(String value, String problem) {
    message(3, "key 1", value);
    rules();

    String place = TOPIC + ", partition 3, offset 10, key 'key 1'";
    String rest = problem.replace('\'', '"');
    assertThat(texts())
        .singleElement()
        .asString()
        .startsWith(place)
        .satisfies(text -> assertThat(text.replace('\'', '"')).contains(rest));
  }

  @Test
  void rowsThatContradictEachOtherNameBothMessages() {
    String row = "{'provider': 'aws', 'account_id': '1', 'customer_account_id': 'C', 'asset_id': ";
    message(0, "a", row + "'A'}");
    message(1, "b", row + "'B'}");
    owners();
    assertThat(texts())
        .containsExactly(
            TOPIC
                + ", partition 1, offset 11, key 'b', account_id: the account aws 1 has an owner in"
                + " message 'a' whose days overlap those of message 'b'. End one with valid_to"
                + " (exclusive) on the day the other starts in valid_from.");
  }

  @Test
  void aKeyOfTwoPartitionsAndNoKeyAreRefused() {
    message(0, "a", "{'rule_id': 'R-1', 'factor': 1}");
    message(1, "a", "{'rule_id': 'R-2', 'factor': 1}");
    message(1, "", "{'rule_id': 'R-3', 'factor': 1}");
    message(1, "b", "{'rule_id': 'R-1', 'factor': 1}");
    assertThat(rules()).hasSize(2);
    assertThat(texts())
        .hasSize(3)
        .anyMatch(text -> text.contains("offset 11, key 'a': the key is in partition 0 too"))
        .anyMatch(text -> text.contains("offset 12, key '': the message has no key. Send"))
        .anyMatch(text -> text.contains("the rule_id 'R-1' is taken by message 'a'"));
  }

  @Test
  void aConfigurationNamesATopicAndItsLogin() throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve("ratemill.yaml"),
            """
            workspace: out
            owners: {location: "kafka://a:1,b:2/owners", secret: file:k.properties}
            pricing-rules: kafka://a:1/rules
            products: [{id: P-1}]
            marketplaces: [{id: MP-1}]
            connectors:
              - {id: c, provider: focus, location: "file:bills", product: P-1, marketplace: MP-1}
            """);
    TopicPlace owners =
        new TopicPlace(
            "a:1,b:2",
            "owners",
            new Secret(Secret.Kind.FILE, folder.resolve("k.properties").toString()),
            Map.of());
    TopicPlace rules = new TopicPlace("a:1", "rules", Secret.NONE, Map.of());
    message(
        0,
        "1",
        "{'provider': 'aws', 'account_id': '1', 'customer_account_id': 'C', 'asset_id': 'A'}");
    Topics topics =
        place -> new KeyedTopic.Content(place.topic(), place.equals(owners) ? messages : List.of());

    Read read = ConfigurationReader.read(yaml, topics);

    assertThat(read.problems()).isEmpty();
    assertThat(read.owners()).extracting(Owner::accountId).containsExactly("1");
    assertThat(read.topics()).isEqualTo(Map.of(owners, "owners", rules, "rules"));
    assertThat(read.required().owners()).isEqualTo(new TablePlace.OfTopic(owners));
    assertThat(read.required().files()).containsExactly(yaml.toAbsolutePath());

    Read silent =
        ConfigurationReader.read(
            yaml,
            place -> {
              throw new StoreException(StoreException.Trouble.UNREACHABLE, "no broker", null);
            });
    assertThat(silent.problems())
        .extracting(Problem::text)
        .anyMatch(
            text ->
                text.contains(
                    "ratemill.yaml:3:16: pricing-rules cannot be read from kafka://a:1/rules: no"
                        + " broker. What the topic and the login need is in"));
  }
}
