package io.ratemill.sinks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ReportKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportIdsTest {
  private static final ReportKey ONE = key("111122223333");
  private static final ReportKey TWO = key("444455556666");

  @TempDir Path workspace;

  @Test
  void digitsComeFromTheHashOfTheKey() throws IOException {
    String id = new ReportIds(workspace).assign(List.of(ONE)).get(ONE);
    assertThat(id).isEqualTo("UF-2026-10-" + expectedDigits(ONE));
  }

  @Test
  void aKeyKeepsItsIdInEveryRun() throws IOException {
    String first = new ReportIds(workspace).assign(List.of(ONE)).get(ONE);
    assertThat(new ReportIds(workspace).assign(List.of(TWO, ONE)).get(ONE)).isEqualTo(first);
    assertThat(new ReportIds(workspace).given()).containsEntry(first, ONE).hasSize(2);
  }

  @Test
  void aClashTakesTheNextThatIsFree() throws IOException {
    ReportIds ids = new ReportIds(workspace, key -> 99_999_999L);
    assertThat(ids.assign(List.of(ONE)).get(ONE)).isEqualTo("UF-2026-10-9999-9999");
    assertThat(ids.assign(List.of(TWO)).get(TWO)).isEqualTo("UF-2026-10-0000-0000");
    // Settled once: who came second stays second.
    assertThat(new ReportIds(workspace, key -> 99_999_999L).assign(List.of(TWO)).get(TWO))
        .isEqualTo("UF-2026-10-0000-0000");
  }

  @Test
  void keysGivenTogetherClashTheSameInAnyOrder(@TempDir Path other) throws IOException {
    assertThat(new ReportIds(workspace, key -> 5).assign(List.of(ONE, TWO)))
        .isEqualTo(new ReportIds(other, key -> 5).assign(List.of(TWO, ONE)));
  }

  @Test
  void thePeriodIsPartOfTheIdSoEqualDigitsOfTwoPeriodsDoNotClash() throws IOException {
    ReportKey november =
        new ReportKey(
            ONE.productId(), ONE.marketplaceId(), ONE.payerId(), new BillingPeriod(2026, 11));
    assertThat(new ReportIds(workspace, key -> 5).assign(List.of(ONE, november)).values())
        .containsExactlyInAnyOrder("UF-2026-10-0000-0005", "UF-2026-11-0000-0005");
  }

  @Test
  void theFileIsReadable() throws IOException {
    new ReportIds(workspace, key -> 12_345_678L).assign(List.of(ONE));
    assertThat(Files.readString(workspace.resolve("ids.json")))
        .isEqualTo(
            """
            {
              "UF-2026-10-1234-5678": {
                "product": "PRD-1",
                "marketplace": "MP-1",
                "payer": "111122223333",
                "period": "2026-10"
              }
            }
            """);
  }

  @Test
  void aDamagedFileIsRefusedAndNotReplaced() throws IOException {
    Path file = workspace.resolve("ids.json");
    Files.writeString(file, "{\"UF-2026-10-1234-5678\": {\"product\": \"PRD-1\"}}");
    assertThatThrownBy(() -> new ReportIds(workspace).assign(List.of(ONE)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ids.json, UF-2026-10-1234-5678: 'marketplace' is missing")
        .hasMessageContaining("Restore it from a copy");
    assertThat(Files.readString(file)).contains("PRD-1");
  }

  @Test
  void tasksThatAskAtOnceLoseNoId() throws Exception {
    int tasks = 8;
    ExecutorService pool = Executors.newFixedThreadPool(tasks);
    try {
      List<Callable<String>> asks = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        ReportKey key = key("payer-" + i);
        asks.add(() -> new ReportIds(workspace, any -> 7).assign(List.of(key)).get(key));
      }
      HashSet<String> ids = new HashSet<>();
      for (Future<String> id : pool.invokeAll(asks)) {
        ids.add(id.get());
      }
      assertThat(ids).hasSize(40).isEqualTo(new ReportIds(workspace).given().keySet());
    } finally {
      pool.shutdown();
    }
  }

  private static String expectedDigits(ReportKey key) {
    // The first eight bytes of the hash as a signed number, modulo 10^8.
    BigInteger number = new BigInteger(Arrays.copyOf(Sha256.of(key.text()), 8));
    String digits =
        String.format(Locale.ROOT, "%08d", number.mod(BigInteger.valueOf(100_000_000)).longValue());
    return digits.substring(0, 4) + "-" + digits.substring(4);
  }

  private static ReportKey key(String payer) {
    return new ReportKey("PRD-1", "MP-1", payer, new BillingPeriod(2026, 10));
  }
}
