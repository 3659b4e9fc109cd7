package io.ratemill.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.benchmarks.BenchCase.Codec;
import io.ratemill.model.Grain;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultsTest {
  private static final Path DOCS = Path.of("..", "docs");

  /** As they were written before parts, codec and grain could be chosen. */
  private static final String OLD_CASE =
      """
      {"lines": 1000, "format": "PARQUET", "columns": 30, "accounts": 20, "order": "TIME", "seed": 1}
      """;

  @Test
  void theResultsOfThisCheckoutAreReadAndWrittenAsTheyAre(@TempDir Path folder) throws Exception {
    Results results = Results.read(DOCS);
    assertThat(results.cases()).isNotEmpty();
    results.write(folder);
    assertThat(Results.read(folder)).isEqualTo(results);
    assertThat(Files.readString(folder.resolve("benchmarks.md"))).contains("## Speed");
  }

  @Test
  void anOldCaseKeepsItsNameAndItsCommand() throws Exception {
    BenchCase old = Results.MAPPER.readValue(OLD_CASE, BenchCase.class);
    assertThat(old.id()).isEqualTo("parquet-1000x30-20a-time-s1");
    assertThat(old.words()).isEqualTo("Parquet, 30 columns, by time");
    assertThat(old.options()).isEqualTo("--lines 1000 --format parquet --columns 30 --accounts 20");
    assertThat(old.codec()).isEqualTo(Codec.SNAPPY);
    assertThat(old.grain()).isEqualTo(Grain.SERVICE);
    assertThat(old.files()).isEqualTo(4);
  }
}
