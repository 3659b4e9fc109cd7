package io.ratemill.benchmarks;

import io.ratemill.model.Grain;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** The two engines came to different records, so that no time of theirs means anything. */
final class DisagreementException extends Exception {
  private static final long serialVersionUID = 1L;

  private DisagreementException(String message) {
    super(message);
  }

  /**
   * Compares all records of both, in whatever order: asset, item, resource, marketplace flag,
   * amount and quantity. Shape: outside the heap, for there may be millions.
   *
   * @return how many there are
   */
  static long check(Grain grain, List<Path> ratemill, Path duckDb)
      throws SQLException, IOException, DisagreementException {
    boolean resources = grain == Grain.RESOURCE;
    String sql =
        DuckDb.filled(
            DuckDb.resource("differences.sql"),
            Map.of(
                "ours",
                DuckDb.list(ratemill),
                "theirs",
                DuckDb.quoted(duckDb),
                "ourResource",
                resources ? "\"v.resource_id\"" : "''",
                "theirResource",
                resources ? "resource" : "''"));
    try (Connection connection = DuckDb.open();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      long ours = row.getLong("ours");
      if (ours == 0) {
        throw new DisagreementException("there are no records: nothing was compared");
      }
      if (row.getLong("different") > 0) {
        throw new DisagreementException(
            "%d records are not in both results (%d from ratemill, %d from DuckDB); the first:%n%s"
                .formatted(
                    row.getLong("different"), ours, row.getLong("theirs"), row.getString("first")));
      }
      return ours;
    }
  }
}
