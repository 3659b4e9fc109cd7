package io.ratemill.columnar;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints how fast a bill of a million rows is decoded on this machine, per column and together, in
 * processor time of the one thread that reads. A program, not a test: run its main.
 */
final class DecodeSpeed {
  private static final String BILL =
      """
      SELECT
        'line-' || (i // 4) AS line_id,
        'account-' || (i // 3000 % 400) AS account,
        'payer-' || (i % 3) AS payer,
        'arn:aws:ec2:us-east-1:instance/i-' || (hash(i // 24) % 20000) AS resource,
        'Amazon Service ' || (hash(i) % 40) AS service,
        'USE1-Type:' || (hash(i * 3) % 300) AS usage_type,
        'Usage' AS line_type,
        'USD' AS currency,
        'region-' || (i % 20) AS region,
        TIMESTAMP '2024-09-01 00:00:00' + to_hours(CAST(i % 720 AS INTEGER)) AS start_time,
        CAST(CAST(hash(i) % 5000 AS DECIMAL(9, 0)) * 0.0000001 AS DECIMAL(18, 10)) AS unblended,
        CAST(CAST(hash(i * 5) % 90000 AS DECIMAL(9, 0)) * 0.0000001 AS DECIMAL(38, 18)) AS list,
        (hash(i * 7) % 3000) / 1e7 AS rate,
        (hash(i * 9) % 100000000) / 1e10 AS quantity,
        CASE WHEN i % 10 = 0 THEN 'sp-' || (i % 7) END AS commitment
      FROM range(1000000) t(i)
      """;

  private DecodeSpeed() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    Path folder = Files.createTempDirectory("decode-speed");
    Path snappy = folder.resolve("bill.parquet");
    Path zstd = folder.resolve("bill-zstd.parquet");
    Path csv = folder.resolve("bill.csv");
    Path gzip = folder.resolve("bill.csv.gz");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      sql.execute("CREATE TABLE bill AS " + BILL);
      sql.execute("COPY bill TO '" + snappy + "' (FORMAT parquet, COMPRESSION snappy)");
      sql.execute(
          "COPY bill TO '" + zstd + "' (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)");
      sql.execute("COPY bill TO '" + csv + "' (FORMAT csv)");
      sql.execute("COPY bill TO '" + gzip + "' (FORMAT csv, COMPRESSION gzip)");
    }
    long csvBytes = Files.size(csv);
    for (int round = 0; round < 3; round++) {
      parquet("parquet v1 snappy", snappy);
      parquet("parquet v2 zstd", zstd);
      csv("csv", csv, Compression.NONE, csvBytes);
      csv("csv gzip", gzip, Compression.GZIP, csvBytes);
    }
    try (Bytes bytes = Bytes.of(snappy);
        Table table = Tables.parquet(bytes)) {
      for (Wanted one : all(table)) {
        double seconds = seconds(table, List.of(one));
        System.out.printf(
            "  %-12s %-8s %6.1f ns per cell%n",
            table.columns().get(one.column()), one.kind(), seconds * 1e9 / 1e6);
      }
    }
    for (Path file : List.of(snappy, zstd, csv, gzip, folder)) {
      Files.delete(file);
    }
  }

  private static void parquet(String name, Path file) throws IOException {
    try (Bytes bytes = Bytes.of(file);
        Table table = Tables.parquet(bytes)) {
      double seconds = seconds(table, all(table));
      System.out.printf("%-18s %6.1f M rows per CPU second%n", name, 1 / seconds);
    }
  }

  private static void csv(String name, Path file, Compression compression, long plainBytes)
      throws IOException {
    try (Bytes bytes = Bytes.of(file);
        Table table = Tables.csv(bytes, compression)) {
      double seconds = seconds(table, all(table));
      System.out.printf(
          "%-18s %6.1f MB of text per CPU second, %.1f M rows%n",
          name, plainBytes / 1e6 / seconds, 1 / seconds);
    }
  }

  private static List<Wanted> all(Table table) {
    List<Wanted> all = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      ColumnKind kind =
          switch (table.columns().get(i)) {
            case "start_time" -> ColumnKind.DAY;
            case "unblended", "list", "rate", "quantity" -> ColumnKind.DECIMAL;
            default -> ColumnKind.TEXT;
          };
      all.add(new Wanted(i, kind));
    }
    return all;
  }

  private static double seconds(Table table, List<Wanted> wanted) throws IOException {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long rows = 0;
    try (BatchReader reader = table.read(wanted)) {
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        rows += batch.rows();
      }
    }
    if (rows != 1_000_000) {
      throw new IllegalStateException("read " + rows + " rows");
    }
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9;
  }
}
