package io.ratemill.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB as the oracle: another engine, other code, the same records to the last digit. */
final class BothEnginesAgreeITCase {
  @TempDir private Path folder;

  @Test
  void parquetAndTextAtEitherGrainGiveTheSameRecordsAsDuckDb() throws Exception {
    bench("--format", "parquet", "--codec", "zstd", "--parts", "1", "--grain", "resource");
    bench("--format", "csv");

    Path docs = folder.resolve("docs");
    List<CaseResult> cases = Results.read(docs).cases();
    assertThat(cases).hasSize(2);
    assertThat(cases)
        .allSatisfy(
            result -> {
              assertThat(result.records()).isGreaterThan(1_000);
              assertThat(result.ratemill().median()).isPositive();
              assertThat(result.duckDb().median()).isPositive();
            });
    assertThat(cases.get(0).records()).isGreaterThan(2 * cases.get(1).records());
    assertThat(docs.resolve("benchmarks.md"))
        .content()
        .contains(
            "Parquet zstd, 45 columns, by time, 1 part, a record per resource",
            "CSV gz, 45 columns, by time |");
    assertThat(docs.resolve("benchmarks.svg")).content().startsWith("<svg").endsWith("</svg>\n");
  }

  private void bench(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("--lines", "20000", "--columns", "45", "--accounts", "150"));
    arguments.addAll(List.of("--warm", "0", "--runs", "1"));
    arguments.addAll(List.of("--out", folder.resolve("bench").toString()));
    arguments.addAll(List.of("--docs", folder.resolve("docs").toString()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code = Main.run(arguments.toArray(String[]::new), printed, printed);
    assertThat(code).as("%s", out.toString(StandardCharsets.UTF_8)).isZero();
  }
}
