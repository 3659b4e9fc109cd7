package io.ratemill.sinks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.model.Grain;
import io.ratemill.model.UsageRecord;
import io.ratemill.model.UsageSchema;
import io.ratemill.sinks.workbook.UsageTabs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordsPassTest {
  private static final UsageTabs TABS =
      UsageTabs.of(SampleReport.header(UsageSchema.PR, Grain.SKU));

  /** Records that are divided as a test says. */
  private record Divided(List<? extends Collection<UsageRecord>> all) implements ReportRecords {
    @Override
    public int pieces() {
      return all.size();
    }

    @Override
    public Collection<UsageRecord> piece(int number) {
      return all.get(number);
    }
  }

  private static UsageRecord record(int number) {
    return SampleReport.record(
        "UR-%06d".formatted(number), "AS-%03d".formatted(number / 700), "EC2", number + ".125");
  }

  /** Sixty thousand records, a thousand in a piece, each piece from its end to its beginning. */
  private static Divided many() {
    List<List<UsageRecord>> pieces = new ArrayList<>();
    for (int piece = 0; piece < 60; piece++) {
      List<UsageRecord> records = new ArrayList<>();
      for (int i = 999; i >= 0; i--) {
        records.add(record(piece * 1_000 + i));
      }
      pieces.add(records);
    }
    return new Divided(pieces);
  }

  private static String csv(ReportRecords records, ReportTotals.Sums sums) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RecordsPass.write(out, TABS, records, sums);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void piecesThatAreMadeSideBySideStandInOrder() throws IOException {
    String[] lines = csv(many(), new ReportTotals.Sums(TABS)).split("\n");

    assertThat(lines).hasSize(60_001);
    for (int i = 0; i < 60_000; i++) {
      assertThat(lines[i + 1]).startsWith("UR-%06d,".formatted(i));
    }
  }

  @Test
  void whatPiecesComeToIsWhatTheirRecordsComeTo() throws IOException {
    ReportTotals.Sums inPieces = new ReportTotals.Sums(TABS);
    csv(many(), inPieces);
    List<UsageRecord> all = new ArrayList<>();
    many().all().forEach(all::addAll);
    ReportTotals.Sums atOnce = new ReportTotals.Sums(TABS);
    csv(ReportRecords.of(all), atOnce);

    assertThat(inPieces.totals()).isEqualTo(atOnce.totals());
    assertThat(inPieces.totals().records()).isEqualTo(60_000);
    assertThat(inPieces.totals().amount()).isEqualByComparingTo("1799977500");
    assertThat(inPieces.totals().byCustomer())
        .containsExactly(Map.entry("Acme, Inc.", new BigDecimal("1799977500.00000000")));
  }

  @Test
  void theRecordsOfAllPiecesFollowEachOther() {
    List<String> ids = new ArrayList<>();
    RecordsPass.inOrder(many()).forEachRemaining(each -> ids.add(each.recordId()));

    assertThat(ids).hasSize(60_000).isSorted();
  }

  @Test
  void emptyPiecesAreNothing() throws IOException {
    Divided divided = new Divided(List.of(List.of(), List.of(record(1)), List.of()));

    assertThat(csv(divided, new ReportTotals.Sums(TABS)).lines()).hasSize(2);
    assertThat(RecordsPass.inOrder(divided)).toIterable().containsExactly(record(1));
    assertThat(RecordsPass.inOrder(new Divided(List.of()))).isExhausted();
  }

  @Test
  void piecesThatDoNotFollowEachOtherAreRefused() {
    Divided swapped = new Divided(List.of(List.of(record(2)), List.of(record(1))));
    Divided twice = new Divided(List.of(List.of(record(1)), List.of(record(1))));

    assertThatThrownBy(() -> csv(swapped, new ReportTotals.Sums(TABS)))
        .hasMessageContaining("record UR-000001 of asset AS-000")
        .hasMessageContaining("does not stand behind record UR-000002");
    assertThatThrownBy(() -> csv(twice, new ReportTotals.Sums(TABS)))
        .hasMessageContaining("does not stand behind record UR-000001");
  }
}
