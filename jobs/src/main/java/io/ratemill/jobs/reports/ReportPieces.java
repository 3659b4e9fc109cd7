package io.ratemill.jobs.reports;

import io.ratemill.jobs.sql.RatedRecord;
import io.ratemill.jobs.sql.RecordPlace;
import io.ratemill.model.UsageRecord;
import io.ratemill.sinks.report.ReportRecords;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The records of a report as they are kept, in pieces that are made when they are asked for.
 *
 * <p>Shape: places that some of the records have, drawn evenly, divide the pieces, so that no piece
 * has to wait for another one to be sorted.
 */
final class ReportPieces implements ReportRecords {
  /** Records of a piece, about: as many as the processor's caches hold while they are written. */
  private static final int PIECE = 1 << 10;

  /** Records that are looked at to divide a piece from the next one. */
  private static final int DRAWN = 16;

  private final RatedRecord[] records;

  /** Where each piece begins, and where the last one ends. */
  private final int[] starts;

  private ReportPieces(RatedRecord[] records, int[] starts) {
    this.records = records;
    this.starts = starts;
  }

  static ReportPieces of(List<RatedRecord> records) {
    RecordPlace[] borders = borders(records);
    int[] pieceOf =
        IntStream.range(0, records.size())
            .parallel()
            .map(i -> piece(borders, RecordPlace.of(records.get(i))))
            .toArray();
    int[] starts = new int[borders.length + 2];
    for (int piece : pieceOf) {
      starts[piece + 1]++;
    }
    for (int piece = 0; piece <= borders.length; piece++) {
      starts[piece + 1] += starts[piece];
    }
    RatedRecord[] divided = new RatedRecord[pieceOf.length];
    int[] next = starts.clone();
    for (int i = 0; i < pieceOf.length; i++) {
      divided[next[pieceOf[i]]++] = records.get(i);
    }
    return new ReportPieces(divided, starts);
  }

  /** Where pieces begin, but for the first. */
  private static RecordPlace[] borders(List<RatedRecord> records) {
    int pieces = records.size() / PIECE + 1;
    RecordPlace[] drawn = new RecordPlace[pieces == 1 ? 0 : pieces * DRAWN];
    for (int i = 0; i < drawn.length; i++) {
      int at = (int) ((long) i * records.size() / drawn.length);
      drawn[i] = RecordPlace.of(records.get(at));
    }
    Arrays.sort(drawn);
    return IntStream.range(1, pieces)
        .mapToObj(piece -> drawn[piece * DRAWN])
        .distinct()
        .toArray(RecordPlace[]::new);
  }

  /** The last piece that does not begin behind a place. */
  private static int piece(RecordPlace[] borders, RecordPlace place) {
    int at = Arrays.binarySearch(borders, place);
    return at < 0 ? -at - 1 : at + 1;
  }

  @Override
  public int pieces() {
    return starts.length - 1;
  }

  @Override
  public Collection<UsageRecord> piece(int number) {
    return RatedRecord.shown(Arrays.asList(records).subList(starts[number], starts[number + 1]));
  }
}
