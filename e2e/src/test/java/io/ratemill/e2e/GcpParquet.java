package io.ratemill.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Rows of Google's export as the nested Parquet that BigQuery writes. */
final class GcpParquet {
  private GcpParquet() {}

  /**
   * The bytes of a file.
   *
   * @param rows as JSON; what is no column of the file is left out
   */
  static byte[] of(Path scratch, List<String> rows) throws IOException {
    Path json = scratch.resolve("rows.json");
    Path file = scratch.resolve("rows.parquet");
    Files.write(json, rows);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      sql.execute(
          """
          COPY (SELECT * FROM read_json('%s', format = 'newline_delimited', columns = {
            billing_account_id: 'VARCHAR', invoice: 'STRUCT(month VARCHAR)', cost_type: 'VARCHAR',
            service: 'STRUCT(id VARCHAR, description VARCHAR)',
            sku: 'STRUCT(id VARCHAR, description VARCHAR)', usage_start_time: 'TIMESTAMP',
            project: 'STRUCT(id VARCHAR, name VARCHAR)', transaction_type: 'VARCHAR',
            cost: 'DOUBLE', cost_at_list: 'DECIMAL(38, 9)', currency: 'VARCHAR',
            credits: 'STRUCT(name VARCHAR, amount DOUBLE, type VARCHAR)[]'}))
          TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)
          """
              .formatted(json, file));
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return Files.readAllBytes(file);
  }
}
