package io.ratemill.jobs.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.jobs.sql.RatedRecord;
import io.ratemill.model.UsageRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReportPiecesTest {
  /** Texts in the order of their bytes, with characters below the separator of parts. */
  private static final List<String> TEXTS =
      List.of("", "A", "A\t", "A\tb", "A b", "AB", "Ab", "a", "é", "雲", "\uFFFD", "\uD83D\uDE80");

  private static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private static final Comparator<UsageRecord> BY_PLACE =
      Comparator.comparing(UsageRecord::assetId, BY_BYTES)
          .thenComparing(UsageRecord::itemMpn, BY_BYTES)
          .thenComparing(UsageRecord::resourceId, BY_BYTES);

  private static RatedRecord record(int number, String asset, String item, String resource) {
    String said =
        String.join(
            "\u001f",
            List.of(
                "PR",
                "RESOURCE",
                "EUR",
                asset,
                item,
                resource,
                "",
                "",
                "0",
                "ACC-1",
                "Müller",
                "ext",
                "HB-1",
                "Item",
                "Unit",
                "1.5",
                "2",
                "3"));
    return new RatedRecord(
        "P\u001fM\u001f123\u001f2026-10",
        "UR-%05d".formatted(number),
        false,
        said.getBytes(StandardCharsets.UTF_8));
  }

  private static List<UsageRecord> piece(ReportPieces pieces, int number) {
    return List.copyOf(pieces.piece(number));
  }

  @Test
  void piecesFollowEachOtherByAssetItemAndResource() {
    Random random = new Random(11);
    List<RatedRecord> records = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      records.add(
          record(
              i,
              TEXTS.get(random.nextInt(TEXTS.size())),
              TEXTS.get(random.nextInt(TEXTS.size())),
              TEXTS.get(random.nextInt(TEXTS.size()))));
    }

    ReportPieces pieces = ReportPieces.of(records);

    assertThat(pieces.pieces()).isGreaterThan(10);
    List<String> ids = new ArrayList<>();
    UsageRecord last = null;
    for (int number = 0; number < pieces.pieces(); number++) {
      List<UsageRecord> piece = new ArrayList<>(piece(pieces, number));
      assertThat(piece).isNotEmpty().hasSizeLessThan(5_000);
      piece.sort(BY_PLACE);
      if (last != null) {
        assertThat(BY_PLACE.compare(last, piece.get(0))).isNegative();
      }
      last = piece.get(piece.size() - 1);
      piece.forEach(each -> ids.add(each.recordId()));
    }
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(records.stream().map(RatedRecord::recordId).toList());
  }

  @Test
  void recordsOfOnePlaceAreInOnePiece() {
    List<RatedRecord> records = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      records.add(record(i, "AS-1", "EC2", "i-1"));
    }
    records.add(record(10_000, "AS-0", "EC2", "i-1"));

    ReportPieces pieces = ReportPieces.of(records);

    List<Integer> sizes = new ArrayList<>();
    for (int number = 0; number < pieces.pieces(); number++) {
      if (!piece(pieces, number).isEmpty()) {
        sizes.add(piece(pieces, number).size());
      }
    }
    assertThat(sizes).containsExactly(1, 10_000);
  }

  @Test
  void aReportWithoutRecordsIsOneEmptyPiece() {
    ReportPieces pieces = ReportPieces.of(List.of());

    assertThat(pieces.pieces()).isEqualTo(1);
    assertThat(piece(pieces, 0)).isEmpty();
  }
}
