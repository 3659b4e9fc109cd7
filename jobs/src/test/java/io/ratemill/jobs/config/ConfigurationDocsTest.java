package io.ratemill.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ratemill.model.ChargeClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationDocsTest {
  private static final Path DOCS = Path.of("../docs");

  @TempDir Path folder;

  private static JsonNode at(String pointer) throws IOException {
    return JsonMapper.builder()
        .build()
        .readTree(DOCS.resolve("ratemill.schema.json").toFile())
        .at(pointer + "/properties");
  }

  private static List<String> keys(JsonNode properties) {
    List<String> keys = new ArrayList<>();
    properties.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void theSchemaHasTheKeysThatAreRead() throws IOException {
    String marketplace = "/properties/marketplaces/items";
    assertThat(keys(at(""))).containsExactlyElementsOf(ConfigurationReader.KEYS);
    assertThat(keys(at("/properties/products/items")))
        .containsExactlyElementsOf(ConfigurationReader.PRODUCT);
    assertThat(keys(at(marketplace))).containsExactlyElementsOf(MarketplaceReader.KEYS);
    assertThat(keys(at(marketplace + "/properties/parameters")))
        .containsExactlyElementsOf(ParametersReader.OF_MARKETPLACE);
    assertThat(keys(at(marketplace + "/properties/payers/items/properties/parameters")))
        .containsExactlyElementsOf(ParametersReader.OF_PAYER);
    assertThat(keys(at(marketplace + "/properties/rating")))
        .containsExactlyElementsOf(RatingReader.KEYS);
    assertThat(keys(at(marketplace + "/properties/rating/properties/basis")))
        .containsExactlyElementsOf(
            Arrays.stream(ChargeClass.values()).map(ChargeClass::text).toList());
    assertThat(keys(at("/properties/connectors/items")))
        .containsExactlyElementsOf(ConnectorReader.KEYS);
    for (String table : List.of("owners", "pricing-rules")) {
      assertThat(keys(at("/properties/" + table))).containsExactlyElementsOf(TableReader.KEYS);
    }
    assertThat(keys(at("/properties/reports"))).containsExactlyElementsOf(ReportsReader.KEYS);
  }

  @Test
  void theDocumentNamesEveryKeyAndColumn() throws IOException {
    String text = Files.readString(DOCS.resolve("configuration.md"));
    List<String> names = new ArrayList<>();
    names.addAll(ConfigurationReader.KEYS);
    names.addAll(ConfigurationReader.PRODUCT);
    names.addAll(MarketplaceReader.KEYS);
    names.addAll(ParametersReader.OF_MARKETPLACE);
    names.addAll(RatingReader.KEYS);
    names.addAll(ConnectorReader.KEYS);
    names.addAll(ReportsReader.KEYS);
    names.addAll(OwnersReader.COLUMNS.names());
    names.addAll(RulesReader.COLUMNS.names());
    for (String name : names) {
      assertThat(text).contains("`" + name + "`");
    }
  }

  @Test
  void theExamplesOfTheDocumentAreRead() throws IOException {
    String text = Files.readString(DOCS.resolve("configuration.md"));
    List<String> blocks =
        Pattern.compile("```(?:yaml|csv)\\n(.*?)```", Pattern.DOTALL)
            .matcher(text)
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();
    assertThat(blocks).hasSize(3);
    Path yaml = Files.writeString(folder.resolve("ratemill.yaml"), blocks.get(0));
    Files.writeString(folder.resolve("owners.csv"), blocks.get(1));
    Files.writeString(folder.resolve("pricing-rules.csv"), blocks.get(2));

    Read read = ConfigurationReader.read(yaml);

    assertThat(read.problems()).isEmpty();
    assertThat(read.warnings()).isEmpty();
    assertThat(read.owners()).hasSize(2);
    assertThat(read.rules()).hasSize(2);
  }
}
