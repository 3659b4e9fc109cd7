package io.ratemill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.jobs.cli.RunResult.Colour;
import io.ratemill.jobs.cli.RunResult.LedgerLine;
import io.ratemill.jobs.cli.RunResult.Reason;
import io.ratemill.jobs.cli.RunResult.ReportLine;
import io.ratemill.jobs.cli.RunResult.Unmapped;
import io.ratemill.jobs.config.Configuration;
import io.ratemill.jobs.config.ConfigurationReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunSummaryTest {
  private static final Path RESOURCES = Path.of("src/test/resources/config").toAbsolutePath();

  private static String print(RunResult result) {
    Configuration configuration =
        ConfigurationReader.read(RESOURCES.resolve("good.yaml")).required();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new RunSummary(new PrintStream(bytes, true, StandardCharsets.UTF_8), RESOURCES)
        .print(configuration, result);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static ReportLine report(String id, String payer, Map<String, String> customers) {
    return new ReportLine(
        id,
        "PRD-001-001-001",
        "MP-00001",
        payer,
        "2026-10",
        2,
        id.endsWith("1"),
        false,
        1234,
        "676.96222000",
        "EUR",
        customers,
        RESOURCES.resolve("out/reports/2026-10/" + id + "/2").toString());
  }

  @Test
  void aRunIsToldInWholeAndInTables() throws IOException {
    String longId =
        "ocid1.tenancy.oc1..aaaaaaaalnpeq6xok1okj8vknc9pzancima2g8bwvk2kk9jgwhgycacrie2q";
    RunResult result =
        new RunResult(
            List.of(
                report(
                    "UF-2026-10-0000-0001",
                    "111122223333",
                    Map.of("Zoë & Söhne", "600.96222", "Acme\nInc", "76.00000000")),
                report("UF-2026-10-0000-0002", longId, Map.of("Acme\nInc", "676.96222000"))),
            List.of(
                new LedgerLine(
                    "aws-main",
                    "2026-10",
                    "20261101T040000Z-" + longId,
                    "in-force",
                    22000,
                    22000,
                    true),
                new LedgerLine("focus", "2026-10", "x", "refused", 0, 0, true)),
            List.of(
                new Unmapped("aws", "", "", 1, "-0.5", "USD"),
                new Unmapped("oci", longId, "dev", 871, "479.3912345678901234567890", "USD")),
            List.of(
                new Reason("focus", Colour.YELLOW, "2 accounts are unmapped"),
                new Reason("focus", Colour.RED, "delivery x is refused: part 2 is not there")));

    assertThat(print(result))
        .isEqualTo(Files.readString(Path.of("src/test/resources/cli/summary.txt")));
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void aRunWithoutAnythingIsToldAsWell() {
    RunResult result = new RunResult(List.of(), List.of(), List.of(), List.of());

    assertThat(print(result))
        .contains("0 bill lines of 2 connectors", "None: no line", "No delivery was found.")
        .doesNotContain("Unmapped accounts", "Worth a look");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void longListsAreShortened() {
    Unmapped unmapped = new Unmapped("aws", "1", "", 1, "1", "USD");
    RunResult result =
        new RunResult(List.of(), List.of(), Collections.nCopies(1021, unmapped), List.of());

    assertThat(print(result)).contains("  ... and 1,001 more\n");
  }

  @Test
  void columnsStayInLineWhateverIsInThem() {
    List<String> lines =
        new Table("id", "amount>")
            .row("a".repeat(100) + "z", "1")
            .row("b\tb\n", "123456789012345678901234567890.12345678")
            .lines();

    assertThat(lines).extracting(String::length).containsExactly(83, 83, 83);
    assertThat(lines.get(1))
        .startsWith("  aaaaaaaaaaaaaaaaaaa..aaaaaaaaaaaaaaaaaaz  ")
        .endsWith("1");
  }
}
