package io.ratemill.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB as the oracle: another engine, other code, the same records to the last digit. */
final class BothEnginesAgreeITCase {
  @TempDir private Path folder;

  @Test
  void parquetAndTextGiveTheSameRecordsAsDuckDb() throws Exception {
    Path docs = folder.resolve("docs");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        Main.run(
            new String[] {
              "--lines", "20000",
              "--format", "parquet,csv",
              "--columns", "45",
              "--accounts", "150",
              "--warm", "0",
              "--runs", "1",
              "--out", folder.resolve("bench").toString(),
              "--docs", docs.toString()
            },
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(code).as("%s", out.toString(StandardCharsets.UTF_8)).isZero();
    List<CaseResult> cases = Results.read(docs).cases();
    assertThat(cases).hasSize(2);
    assertThat(cases)
        .allSatisfy(
            result -> {
              assertThat(result.records()).isGreaterThan(1_000);
              assertThat(result.ratemill().median()).isPositive();
              assertThat(result.duckDb().median()).isPositive();
            });
    assertThat(cases.get(0).records()).isEqualTo(cases.get(1).records());
    assertThat(docs.resolve("benchmarks.md")).content().contains("Parquet, 45 columns", "CSV gz");
    assertThat(docs.resolve("benchmarks.svg")).content().startsWith("<svg").endsWith("</svg>\n");
  }
}
