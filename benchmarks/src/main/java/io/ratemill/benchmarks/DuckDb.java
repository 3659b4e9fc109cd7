package io.ratemill.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** DuckDB over JDBC, with SQL that lies beside this class as resources. */
final class DuckDb {
  private DuckDb() {}

  /** A database of its own, in memory. */
  static Connection open() throws SQLException {
    return DriverManager.getConnection("jdbc:duckdb:");
  }

  /** The version of the library, as it says itself. */
  static String version() throws SQLException {
    try (Connection connection = open()) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    if (sql.isBlank()) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String resource(String name) throws IOException {
    try (InputStream in = DuckDb.class.getResourceAsStream("/duckdb/" + name)) {
      if (in == null) {
        throw new IOException("the class path has no /duckdb/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The SQL with words in place of their names. */
  static String filled(String sql, Map<String, String> words) {
    String filled = sql;
    for (Map.Entry<String, String> word : words.entrySet()) {
      filled = filled.replace("${" + word.getKey() + "}", word.getValue());
    }
    return filled;
  }

  /** Paths as the elements of a list. */
  static String list(List<Path> paths) {
    return String.join(", ", paths.stream().map(path -> "'" + quoted(path) + "'").toList());
  }

  static String quoted(Path path) {
    return path.toAbsolutePath().toString().replace("'", "''");
  }
}
