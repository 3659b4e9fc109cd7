package io.ratemill.sinks.report;

import io.ratemill.model.UsageRecord;
import java.util.Collection;

/**
 * The records of a report, in pieces that are made whenever they are asked for: of a million
 * records only those are in memory that are being written.
 *
 * <p>Shape: a piece's records are in any order, and all of them stand before those of the next one
 * by asset, item and resource, as UTF-8; records that have all three in common are in one piece.
 * Pieces may be asked for by several threads, and again.
 */
public interface ReportRecords {
  /** How many pieces there are. */
  int pieces();

  /** The records of a piece, of which the first has the number 0. */
  Collection<UsageRecord> piece(int number);

  /** Records that are in memory anyway. */
  static ReportRecords of(Collection<UsageRecord> records) {
    return new ReportRecords() {
      @Override
      public int pieces() {
        return 1;
      }

      @Override
      public Collection<UsageRecord> piece(int number) {
        return records;
      }
    };
  }
}
