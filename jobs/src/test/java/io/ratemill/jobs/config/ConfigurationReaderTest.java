package io.ratemill.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostBasis;
import io.ratemill.model.Dated;
import io.ratemill.model.Grain;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Party;
import io.ratemill.model.Product;
import io.ratemill.model.Provider;
import io.ratemill.model.UsageSchema;
import io.ratemill.sources.store.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationReaderTest {
  private static final Path RESOURCES = Path.of("src/test/resources/config");
  private static final String REST =
      """
      products: [{id: P-1}]
      marketplaces: [{id: MP-1}]
      connectors:
        - {id: c, provider: focus, location: "file:bills", product: P-1, marketplace: MP-1}
      """;
  private static final String HEADER =
      "provider,account_id,customer_account_id,customer_company_name,asset_id\n";

  @TempDir Path folder;

  @Test
  void everyKeyOfTheContractIsRead() {
    Read read = ConfigurationReader.read(RESOURCES.resolve("good.yaml"));

    assertThat(read.problems()).isEmpty();
    assertThat(read.warnings()).isEmpty();
    Configuration configuration = read.required();
    Path base = RESOURCES.toAbsolutePath();
    assertThat(configuration.file()).isEqualTo(base.resolve("good.yaml"));
    assertThat(configuration.workspace()).isEqualTo(base.resolve("out"));
    assertThat(configuration.owners()).isEqualTo(new TablePlace.OfFile(base.resolve("owners.csv")));
    assertThat(configuration.rules())
        .isEqualTo(new TablePlace.OfFile(base.resolve("pricing-rules.csv")));
    assertThat(configuration.products())
        .containsExactly(
            new Product("PRD-001-001-001", "AWS Consolidated", UsageSchema.TR, Grain.SKU));
    assertThat(configuration.reports())
        .isEqualTo(
            new ReportsConfig(
                7, LocalTime.of(6, 30), ZoneId.of("Europe/Madrid"), Duration.ofMillis(500), true));
    assertThat(configuration.connectors())
        .containsExactly(
            new ConnectorConfig(
                "aws-main",
                Provider.AWS,
                "cur-legacy",
                new Location.Folder(base.resolve("bills/cur")),
                "eu-central-1",
                "http://127.0.0.1:9000",
                new Secret(Secret.Kind.ENV, "AWS"),
                "PRD-001-001-001",
                "MP-00001",
                true,
                Map.of()),
            new ConnectorConfig(
                "focus",
                Provider.FOCUS,
                "focus",
                new Location.Folder(Path.of("/bills/focus")),
                "",
                "",
                Secret.NONE,
                "PRD-001-001-001",
                "MP-00001",
                false,
                Map.of()));
  }

  @Test
  void aMarketplaceIsReadWithItsPartiesParametersAndPolicy() {
    Marketplace marketplace =
        ConfigurationReader.read(RESOURCES.resolve("good.yaml")).required().marketplaces().get(0);

    int october = day("2026-10-01");
    int november = day("2026-11-01");
    assertThat(marketplace.hub()).isEqualTo(new Party("HB-1234-1234", "NA Production"));
    assertThat(marketplace.contract().id()).isEqualTo("CRD-21674-67435-75488");
    assertThat(marketplace.parameters().byName())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "customMarkup",
                    List.of(Dated.always("1.1"), new Dated(november, Map.of("", "1.15"))),
                "customMarkupMarketplace", List.of(Dated.always("1.20")),
                "fxRate",
                    List.of(
                        new Dated(october, Map.of("USD", "0.72", "GBP", "0.85")),
                        new Dated(november, Map.of("USD", "0.73", "GBP", "0.86"))),
                "marketplaceCurrency", List.of(Dated.always("EUR")),
                "enableMultiplePayer", List.of(Dated.always("false")),
                "defaultPayer", List.of(Dated.always("111122223333"))));
    assertThat(marketplace.payers()).containsOnlyKeys("111122223333");
    assertThat(marketplace.resellerPayers()).isEqualTo(Map.of("RS-1", "111122223333"));
    assertThat(marketplace.rating().preset()).isEqualTo("msrp");
    assertThat(marketplace.rating().basis())
        .containsOnlyKeys(ChargeClass.values())
        .containsEntry(ChargeClass.COMMITTED_USAGE, CostBasis.LIST)
        .containsEntry(ChargeClass.CREDIT, CostBasis.BILLED);
    assertThat(marketplace.rating().spMargin()).isEqualByComparingTo("0.10");
    assertThat(marketplace.rating().spMarginMarketplace()).isEqualByComparingTo("0.05");
    assertThat(marketplace.rating().resellerMarginMarketplace()).isEqualByComparingTo("0.05");
  }

  @Test
  void allProblemsOfAllFilesComeAtOnceWithPlaceAndRemedy() throws IOException {
    Read read = ConfigurationReader.read(RESOURCES.resolve("broken.yaml"));

    assertThat(read.configuration()).isNull();
    assertThat(texts(read.problems()))
        .isEqualTo(Files.readString(RESOURCES.resolve("broken.problems.txt")));
    assertThat(texts(read.warnings()))
        .isEqualTo(Files.readString(RESOURCES.resolve("broken.warnings.txt")));
    assertThatThrownBy(read::required).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSecretInThePlaceOfItsReferenceIsNeverRepeated() {
    Read read = ConfigurationReader.read(RESOURCES.resolve("broken.yaml"));

    assertThat(read.problems()).anyMatch(each -> each.what().equals("secret is no reference"));
    assertThat(texts(read.problems())).doesNotContain("AKIAVERYSECRET");
  }

  @Test
  void whatIsLeftOutHasItsDefault() throws IOException {
    Configuration configuration = read("workspace: out\nowners: owners.csv\n" + REST).required();

    assertThat(configuration.rules()).isNull();
    assertThat(configuration.files())
        .containsExactly(configuration.file(), folder.resolve("owners.csv"));
    assertThat(configuration.products())
        .containsExactly(new Product("P-1", "P-1", UsageSchema.PR, Grain.SERVICE));
    assertThat(configuration.marketplaces().get(0).name()).isEqualTo("MP-1");
    assertThat(configuration.marketplaces().get(0).hub()).isEqualTo(Party.NONE);
    assertThat(configuration.marketplaces().get(0).rating().preset()).isEqualTo("msrp");
    assertThat(configuration.reports())
        .isEqualTo(
            new ReportsConfig(
                5, LocalTime.MIDNIGHT, ZoneId.of("UTC"), Duration.ofSeconds(5), false));
    assertThat(configuration.connectors().get(0).format()).isEqualTo("focus");
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsChangeNothing() throws IOException {
    String yaml = "workspace: out\nowners: owners.csv\n" + REST;
    Configuration plain = read(yaml).required();

    assertThat(read("\uFEFF" + yaml.replace("\n", "\r\n")).required()).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "workspace: [out                        | 2:9: this is no YAML",
        "workspace: out;workspace: in         | 2:1: workspace is in the configuration already, on line 1",
        "workspace: on                          | 1:12: workspace is the yes/no value on",
        "workspace: {a: b}                      | 1:12: workspace is a list or a mapping here",
        "workspace: owners.csv                  | 1:12: workspace 'owners.csv' is a file",
        "workspace: !x out                      | 1:12: workspace has the tag !x",
        "workspace:                             | 1:1: workspace has no value",
        "owners: portal                         | 1:9: owners from the portal cannot be read yet",
        "owners: kafka://b/t                    | 1:9: location 'kafka://b/t' is incomplete. Write it as kafka://host:port/topic",
        "owners: {location: portal}             | 1:20: location from the portal cannot be read yet",
        "owners: {secret: none}                 | 1:9: owners has no location",
        "owners: {location: o.csv, secret: file:k} | 1:35: a file needs no secret",
        "owners: {location: kafka://b:1/t, secret: env:K} | 1:43: owners reads no env:",
        "owners: {location: o.csv, topic: t}    | 1:27: unknown key 'topic' in owners",
        "owners: none.csv                       | 1:9: the file ",
        "products: PRD                          | 1:11: products is no list",
        "products: []                           | 1:11: products has no entry",
        "products: [PRD]                        | 1:12: products[0] is no mapping",
        "products: [{id: 007}]                  | 1:17: id 007 is a number, where an id belongs. Quote it: id: \"007\"",
        "products: [{id: 1e5}]                  | 1:17: id 1e5 is a number",
        "products: [{id: Yes}]                  | 1:17: id is the yes/no value Yes",
      })
  void eachMistakeIsShownWhereItIs(String yaml, String problem) throws IOException {
    Read read = read(yaml.replace(";", "\n") + "\n" + REST);

    assertThat(texts(read.problems())).contains("ratemill.yaml:" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "s3://             | 1:49: location 's3://' is incomplete. Write it as s3://bucket/prefix",
        "s3:b/p            | 1:49: location 's3:b/p' is incomplete",
        "azblob://acc      | 1:49: location 'azblob://acc' is incomplete",
        "oci://ns//x       | 1:49: location 'oci://ns//x' is incomplete",
        "bigquery://p/d/t  | 1:49: location 'bigquery://p/d/t' is no place that provider focus",
        "http://b/p        | 1:49: location 'http://b/p' is no place that provider focus is read",
      })
  void aLocationThatCannotBeReadIsShownWithWhatToDo(String location, String problem)
      throws IOException {
    assertThat(texts(connector("location: \"" + location + "\"").problems()))
        .contains("ratemill.yaml:" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "portal:main | secrets of the portal cannot be used yet",
        "env:1-2     | no beginning of an environment variable's name",
        "vault:x     | secret is no reference",
      })
  void aSecretThatIsNoReferenceIsRefused(String secret, String problem) throws IOException {
    assertThat(texts(connector("location: \"file:b\", secret: \"" + secret + "\"").problems()))
        .contains(problem);
  }

  @Test
  void theFileOfASecretIsRelativeToTheConfiguration() throws IOException {
    Read read = connector("location: \"file:b\", secret: \"file:keys/aws\"");
    assertThat(read.required().connectors().get(0).secret())
        .isEqualTo(new Secret(Secret.Kind.FILE, folder.resolve("keys/aws").toString()));
  }

  @Test
  void whoReadsABucketOfOciIsAnOptionOfThePlace() throws IOException {
    ConnectorConfig read =
        connector("location: \"oci://bling/T\", options: {principal: instance}")
            .required()
            .connectors()
            .get(0);
    assertThat(read.location()).isEqualTo(new Location.Oci("bling", "T", ""));
    assertThat(read.options()).isEqualTo(Map.of("principal", "instance"));
    assertThat(
            texts(connector("location: \"oci://bling/T\", options: {principal: root}").problems()))
        .contains("principal 'root' is not known", "user, instance, resource");
    assertThat(texts(connector("location: \"file:b\", options: {principal: user}").problems()))
        .contains("has no option 'principal'");
  }

  @Test
  void aTopicIsReadFromItsBrokersByItsOptions() throws IOException {
    ConnectorConfig read =
        connector(
                "kafka",
                "location: \"kafka://a:9092,b:9093/lines.focus\", secret: \"file:k.properties\","
                    + " options: {dead-letter: odd, avro-schema: line.avsc, look-every: 1 s}")
            .required()
            .connectors()
            .get(0);
    assertThat(read.format()).isEqualTo("focus");
    assertThat(read.location()).isEqualTo(new Location.Topic("a:9092,b:9093", "lines.focus"));
    assertThat(read.options())
        .isEqualTo(
            Map.of(
                "dead-letter",
                "odd",
                "avro-schema",
                folder.resolve("line.avsc").toString(),
                "look-every",
                "PT1S"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "location: \"kafka://host/topic\" | is incomplete. Write it as kafka://host:port/topic",
        "location: \"kafka://h:1/a/b\"    | is incomplete. Write it as kafka://host:port/topic",
        "location: \"kafka://h:1/t\", secret: \"env:KAFKA\" | provider kafka reads no env:",
        "location: \"kafka://h:1/t\", options: {schema-registry: \"http://r\", avro-schema: s}"
            + " | both say how messages were written",
        "location: \"kafka://h:1/t\", options: {dead-letter: t} | the topic of the lines itself",
      })
  void aTopicThatCannotBeReadIsShownWithWhatToDo(String rest, String problem) throws IOException {
    assertThat(texts(connector("kafka", rest).problems())).contains(problem);
  }

  @Test
  void aTableIsReadByTheAddressesOfItsTwoServices() throws IOException {
    ConnectorConfig read =
        connector(
                "gcp",
                "format: standard, location: \"bigquery://example.com:p/d/t 1\","
                    + " options: {read-endpoint: \"http://127.0.0.1:9\", look-every: 1 h}")
            .required()
            .connectors()
            .get(0);
    assertThat(read.location()).isEqualTo(new Location.BigQuery("example.com:p", "d", "t 1"));
    assertThat(read.options())
        .isEqualTo(Map.of("read-endpoint", "http://127.0.0.1:9", "look-every", "PT1H"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "location: \"bigquery://p/d\"     | is incomplete. Write it as bigquery://project/dataset",
        "location: \"bigquery://p/d/t/u\" | is incomplete",
        "location: \"bigquery://p/d/t`u\" | is incomplete",
        "location: \"bigquery://p/d/t\", options: {marker: none} | has no option 'marker'",
        "location: \"bigquery://p/d/t\", options: {export-to: bucket} | Write export-to: gs://",
      })
  void aTableThatCannotBeReadIsShownWithWhatToDo(String rest, String problem) throws IOException {
    assertThat(texts(connector("gcp", "format: standard, " + rest).problems())).contains(problem);
  }

  private Read connector(String rest) throws IOException {
    return connector("focus", rest);
  }

  private Read connector(String provider, String rest) throws IOException {
    return read(
        "connectors: [{id: c, provider: %s, %s, product: P-1, marketplace: MP-1}]\n"
                .formatted(provider, rest)
            + "workspace: out\nowners: owners.csv\nproducts: [{id: P-1}]\n"
            + "marketplaces: [{id: MP-1}]\n");
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    Path absent = folder.resolve("absent.yaml");

    assertThat(texts(ConfigurationReader.read(absent).problems()))
        .isEqualTo(absent + ": there is no such file. Name the configuration with -c FILE.\n");
  }

  @Test
  void anEmptyFileIsSaid() throws IOException {
    Path yaml = Files.writeString(folder.resolve("ratemill.yaml"), "# nothing\n");

    assertThat(texts(ConfigurationReader.read(yaml).problems()))
        .contains("ratemill.yaml:1:1: the configuration is empty.");
  }

  @Test
  void aListInPlaceOfTheKeysIsSaid() throws IOException {
    Path yaml = Files.writeString(folder.resolve("ratemill.yaml"), "- a\n");

    assertThat(texts(ConfigurationReader.read(yaml).problems()))
        .contains("ratemill.yaml:1:1: the configuration is no mapping.");
  }

  @Test
  void textThatIsNotUtf8IsSaid() throws IOException {
    Path yaml = folder.resolve("ratemill.yaml");
    Files.write(yaml, "workspace: \u00fcber".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(texts(ConfigurationReader.read(yaml).problems())).contains("is not UTF-8 text");
  }

  private Read read(String yaml) throws IOException {
    Files.writeString(folder.resolve("owners.csv"), HEADER);
    return ConfigurationReader.read(Files.writeString(folder.resolve("ratemill.yaml"), yaml));
  }

  private static int day(String text) {
    return (int) LocalDate.parse(text).toEpochDay();
  }

  private static String texts(List<Problem> problems) {
    StringBuilder texts = new StringBuilder();
    problems.forEach(each -> texts.append(each.text().replace(RESOURCES + "/", "")).append('\n'));
    return texts.toString();
  }
}
