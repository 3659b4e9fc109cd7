package io.ratemill.benchmarks;

import io.ratemill.model.Grain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * DuckDB doing the engine's job on the engine's files, in SQL that lies beside this class as
 * resources.
 *
 * <p>Shape: owners and rules are tables before the clock runs, as the engine has read them by then.
 */
final class DuckDbSide implements AutoCloseable {
  private static final Set<String> AMOUNTS =
      Set.of(
          "lineItem/UsageAmount",
          "lineItem/UnblendedCost",
          "pricing/publicOnDemandCost",
          "reservation/EffectiveCost",
          "savingsPlan/SavingsPlanEffectiveCost");
  private static final Set<String> TIMES =
      Set.of("lineItem/UsageStartDate", "bill/BillingPeriodStartDate");

  private static final String SUPPORT = "item LIKE 'AWSSupport%' OR item = 'OCBPremiumSupport'";

  /** Rates are text; what is no number is no price. */
  private static final String PRICE =
      "nullif(CAST(TRY_CAST(list_rate AS DECIMAL(18, 10)) * quantity AS %s), 0)";

  private final Connection connection;
  private final String job;
  private final Path records;

  private DuckDbSide(Connection connection, String job, Path records) {
    this.connection = connection;
    this.job = job;
    this.records = records;
  }

  /** What one run took, and where its records lie. */
  record Run(Timed time, Path records) {}

  static DuckDbSide open(BenchData data, int threads) throws SQLException, IOException {
    Path records = data.folder().resolve("duckdb-records.csv");
    Map<String, String> words = new LinkedHashMap<>();
    words.put("owners", DuckDb.quoted(data.owners()));
    words.put("rules", DuckDb.quoted(data.rules()));
    words.put("records", DuckDb.quoted(records));
    words.put("parts", DuckDb.list(data.parts()));
    words.put("support", SUPPORT);
    words.put("markup", BenchData.MARKUP);
    words.put("marketplaceMarkup", BenchData.MARKETPLACE_MARKUP);
    words.put("rate", BenchData.RATE);
    words.putAll(grain(data.of().grain()));
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try {
      String bill =
          switch (data.of().format()) {
            case PARQUET -> {
              List<String> columns = parquetColumns(connection, data.parts().get(0));
              words.put("listRate", orNull(columns, "pricing_public_on_demand_rate"));
              words.put("price", String.format(PRICE, "DECIMAL(18, 10)"));
              yield "parquet.sql";
            }
            case CSV -> {
              List<String> columns = csvColumns(data.parts().get(0));
              words.put("listRate", orNull(columns, "pricing/publicOnDemandRate"));
              words.put("price", String.format(PRICE, "DECIMAL(38, 12)"));
              words.put("columns", typed(columns));
              yield "csv.sql";
            }
          };
      DuckDb.execute(connection, "SET threads = " + threads);
      DuckDb.execute(connection, "SET TimeZone = 'UTC'");
      // Rows are ordered by the job itself; keeping the order of files as well would cost time.
      DuckDb.execute(connection, "SET preserve_insertion_order = false");
      for (String statement : DuckDb.resource("terms.sql").split(";\n", -1)) {
        DuckDb.execute(connection, DuckDb.filled(statement, words));
      }
      DuckDb.execute(connection, DuckDb.filled(DuckDb.resource(bill), words));
      return new DuckDbSide(
          connection, DuckDb.filled(DuckDb.resource("records.sql"), words), records);
    } catch (SQLException | IOException e) {
      connection.close();
      throw e;
    }
  }

  Run run() throws SQLException, IOException {
    Files.deleteIfExists(records);
    Stopwatch watch = new Stopwatch();
    DuckDb.execute(connection, job);
    double seconds = watch.seconds();
    return new Run(new Timed(seconds, seconds, seconds, watch.cpuSeconds()), records);
  }

  private static List<String> parquetColumns(Connection connection, Path part) throws SQLException {
    List<String> columns = new ArrayList<>();
    String sql = "SELECT name FROM parquet_schema('" + DuckDb.quoted(part) + "')";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        columns.add(rows.getString(1));
      }
    }
    return columns;
  }

  private static List<String> csvColumns(Path part) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(part)), StandardCharsets.UTF_8))) {
      String line = in.readLine();
      if (line == null) {
        throw new IOException(part + " is empty");
      }
      return List.of(line.split(",", -1));
    }
  }

  /** What of the job's SQL is other at each grain. */
  private static Map<String, String> grain(Grain grain) {
    boolean fine = grain != Grain.SERVICE;
    return Map.of(
        "item", fine ? "coalesce(nullif(trim(sku), ''), item)" : "item",
        "resource", grain == Grain.RESOURCE ? ", resource" : "",
        "quantity", fine ? ", quantity" : "",
        "sumOfQuantity", fine ? ", sum(quantity) AS quantity" : "",
        "anyQuantity", fine ? ", any_value(quantity) AS quantity" : "",
        "quantityOfRecord", fine ? "round(coalesce(sum(quantity), 0), 8)" : "1");
  }

  /** A narrow bill has no rates. */
  private static String orNull(List<String> columns, String column) {
    return columns.contains(column) ? '"' + column + '"' : "CAST(NULL AS VARCHAR)";
  }

  private static String typed(List<String> columns) {
    List<String> typed = new ArrayList<>();
    for (String column : columns) {
      String type =
          AMOUNTS.contains(column)
              ? "DECIMAL(38, 12)"
              : TIMES.contains(column) ? "TIMESTAMP" : "VARCHAR";
      typed.add("'" + column.replace("'", "''") + "': '" + type + "'");
    }
    return String.join(", ", typed);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
