package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.e2e.Setup.Market;
import io.ratemill.e2e.Setup.Owner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A configuration that cannot be meant ends with 2, says where and what to do, and writes nothing.
 */
final class BrokenConfigurationITCase {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "workspace: out|workspace: [out|ratemill.yaml|1",
        "workspace: out|wrokspace: out|ratemill.yaml|wrokspace",
        "usage-schema: PR|usage-schema: XX|ratemill.yaml|XX",
        "provider: aws|provider: awz|ratemill.yaml|awz",
        "enableMultiplePayer: no|defaultPayer: 111122223333|ratemill.yaml|defaultPayer",
        "marketplace: MP-1|marketplace: MP-9|ratemill.yaml|MP-9"
      })
  void aBrokenConfigurationFileIsRefused(String is, String becomes, String file, String names) {
    Path configuration = write();
    String yaml = Workspace.read(configuration);
    assertThat(yaml).contains(is);
    Setup.text(configuration, yaml.replace(is, becomes));
    assertThat(refused("run").text()).contains(file).contains(names);
    assertThat(refused("check").text()).contains(file).contains(names);
  }

  @Test
  void ownersWithOverlappingDatesAreRefusedWithTheirRows() {
    write();
    String owners = setup().ownersCsv();
    String again = owners.substring(owners.indexOf('\n') + 1);
    Setup.text(folder.resolve("owners.csv"), owners + again);
    assertThat(refused("run").text())
        .contains("owners.csv")
        .contains("000000000001")
        .containsPattern("\\b3\\b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "much"})
  void aRuleWithABadFactorIsRefusedWithItsRow(String factor) {
    write();
    Setup.text(
        folder.resolve("pricing-rules.csv"),
        setup().rulesCsv() + "R-1,,,,,,,,1.1,,\nR-2,,,,,,,," + factor + ",,\n");
    assertThat(refused("run").text())
        .contains("pricing-rules.csv")
        .contains("R-2")
        .containsPattern("\\b3\\b");
  }

  @Test
  void everyProblemIsNamedAtOnce() {
    Path configuration = write();
    Setup.text(
        configuration, Workspace.read(configuration).replace("provider: aws", "provider: awz"));
    Setup.text(folder.resolve("pricing-rules.csv"), setup().rulesCsv() + "R-2,,,,,,,,0,,\n");
    assertThat(refused("check").text()).contains("awz").contains("R-2");
  }

  @Test
  void aMissingConfigurationAndAnUnknownCommandAreBadUsage() {
    Engine.run(folder, "run", "-c", "nowhere.yaml").exits(2);
    Engine.run(folder, "frobnicate").exits(2);
    Engine.run(folder, "run").exits(2);
    assertThat(Engine.run(folder, "--help").exits(0).text()).contains("demo").contains("run");
  }

  @Test
  void aSoundConfigurationPassesTheCheck() {
    write();
    assertThat(Engine.run(folder, "check", "-c", "ratemill.yaml").exits(0).text()).isNotBlank();
  }

  private Engine.Ended refused(String command) {
    Engine.Ended ended = Engine.run(folder, command, "-c", "ratemill.yaml").exits(2);
    assertThat(ended.text()).doesNotContain("\tat ");
    assertThat(Files.exists(folder.resolve("out"))).as("something was written").isFalse();
    return ended;
  }

  private Path write() {
    CaseFolder place = CaseFolder.of(folder, setup());
    place.deliver(
        RandomCase.OCTOBER,
        "a",
        0,
        List.of(CurRow.usage(RandomCase.OCTOBER, "000000000001", "AmazonEC2", "1")));
    return place.configuration();
  }

  private static Setup setup() {
    return new Setup(
        "service",
        "PR",
        "MP-1",
        List.of(Market.of("MP-1", "1")),
        List.of(Owner.of("000000000001", "A")),
        List.of());
  }
}
