package io.ratemill.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The two engines came to different records, so that no time of theirs means anything. */
final class DisagreementException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 10;

  private DisagreementException(String message) {
    super(message);
  }

  /** Compares all rows of both, each in order. */
  static void check(List<RatedRow> ratemill, List<RatedRow> duckDb) throws DisagreementException {
    if (ratemill.isEmpty()) {
      throw new DisagreementException("there are no records: nothing was compared");
    }
    List<String> differences = new ArrayList<>();
    int different = 0;
    int left = 0;
    int right = 0;
    while (left < ratemill.size() || right < duckDb.size()) {
      int order =
          left == ratemill.size()
              ? 1
              : right == duckDb.size() ? -1 : ratemill.get(left).compareTo(duckDb.get(right));
      if (order != 0) {
        different++;
        if (differences.size() < SHOWN) {
          differences.add(
              order < 0
                  ? "only ratemill: " + ratemill.get(left)
                  : "only DuckDB: " + duckDb.get(right));
        }
      }
      left += order <= 0 ? 1 : 0;
      right += order >= 0 ? 1 : 0;
    }
    if (different > 0) {
      throw new DisagreementException(
          different
              + " rows are not in both results ("
              + ratemill.size()
              + " from ratemill, "
              + duckDb.size()
              + " from DuckDB); the first:\n  "
              + String.join("\n  ", differences));
    }
  }
}
