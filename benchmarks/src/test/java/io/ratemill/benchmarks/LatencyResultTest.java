package io.ratemill.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.benchmarks.BenchCase.Codec;
import io.ratemill.benchmarks.BenchCase.Format;
import io.ratemill.benchmarks.BenchCase.Order;
import io.ratemill.model.Grain;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LatencyResultTest {
  private static final BenchCase BEFORE =
      new BenchCase(
          100_000,
          Format.PARQUET,
          30,
          2_000,
          Order.TIME,
          1,
          BenchCase.DEFAULT_PARTS,
          Codec.SNAPPY,
          Grain.SERVICE);

  @Test
  void mediansAndExtremesOfTheLinesStandInTheDocument(@TempDir Path folder) throws Exception {
    LatencyResult result =
        LatencyResult.of(
            "Kafka",
            BEFORE,
            List.of(
                new Arrival("UR-1", 50_001, 0.5, 0.75, 1.5, 3.5),
                new Arrival("UR-1", 50_003, 2, 2.25, 3.25, 5.25),
                new Arrival("UR-1", 50_002, 1, 1.25, 2, 4)),
            1,
            "2026-11-28");
    Results results = Results.read(folder).withLatencies(List.of(result));
    results.write(folder);

    assertThat(Results.read(folder)).isEqualTo(results);
    assertThat(Files.readString(folder.resolve("benchmarks.md")))
        .contains("## From a line to a report")
        .contains(
            "| Kafka | 100,000 | 3 | 50,003 | 1.00 | 0.50 to 2.00 | 1.25 | 0.75 to 2.25 |"
                + " **2.00** | 1.50 to 3.25 | **4.00** | 3.50 to 5.25 | 1 | 2026-11-28 |");
    assertThat(LatencyResult.section(List.of())).isEmpty();
  }

  @Test
  void aLineIsOfAnAccountThatHasOneOwner(@TempDir Path folder) throws Exception {
    Path owners = folder.resolve("owners.csv");
    Files.writeString(
        owners,
        """
        provider,account_id,payer_id,valid_from,valid_to
        gcp,project-1,,,
        aws,111111111111,999999999999,2026-10-15,
        aws,222222222222,999999999999,,
        """);
    FocusLine line = FocusLine.of(owners);
    assertThat(line.columns())
        .containsEntry("SubAccountId", "222222222222")
        .containsEntry("BillingAccountId", "999999999999");
    assertThat(new String(line.csv(2), StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .allMatch(row -> row.split(",").length == line.columns().size());
    assertThat(FocusLine.amount(2)).isEqualByComparingTo("2.75");

    Files.writeString(owners, "provider,account_id,payer_id,valid_from,valid_to\n");
    assertThatThrownBy(() -> FocusLine.of(owners)).hasMessageContaining("--accounts");
  }
}
