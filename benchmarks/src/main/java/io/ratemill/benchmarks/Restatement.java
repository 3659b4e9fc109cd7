package io.ratemill.benchmarks;

import io.ratemill.benchmarks.BenchCase.Format;
import io.ratemill.benchmarks.BenchCase.Order;
import io.ratemill.sources.synthetic.ProgressListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Delivers a bill a second time under a running engine, one line in a hundred changed.
 *
 * <p>Shape: both deliveries lie ready and are linked into a folder of their own, so that the case's
 * bill stays what it is.
 */
final class Restatement {
  private final BenchData data;
  private final PrintStream out;
  private final Clock clock;

  /**
   * @param data of Parquet in the order of time, whose lines can be compared one by one
   */
  Restatement(BenchData data, PrintStream out, Clock clock) {
    if (data.of().format() != Format.PARQUET || data.of().order() != Order.TIME) {
      throw new IllegalArgumentException("--restatement is for --format parquet --order time");
    }
    this.data = data;
    this.out = out;
    this.clock = clock;
  }

  /** Measures. Errors: those of {@link WatchedEngine#change}. */
  ChangeResult measure() throws IOException, SQLException, InterruptedException, TimeoutException {
    Path second = data.folder().resolve("second");
    Path watched = data.folder().resolve("watched-bills");
    Folders.delete(second);
    Folders.delete(watched);
    data.writeRestated(second, ProgressListener.NONE);
    long changed = changedLines(second.resolve("bills"));
    Files.copy(data.owners(), data.watchedOwners(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(data.rules(), data.watchedRules(), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        data.watchedConfiguration(), data.watchedText(watched, WatchedEngine.settleSeconds()));
    deliver(data.bills(), watched);
    try (WatchedEngine engine = WatchedEngine.start(data, out, clock)) {
      return engine.change(
          data.of(),
          "%,d of %,d lines".formatted(changed, data.of().lines()),
          () -> deliver(second.resolve("bills"), watched));
    } finally {
      Folders.delete(second);
      Folders.delete(watched);
    }
  }

  /** Puts files in place one by one, each as a whole, and manifests when their parts are there. */
  private void deliver(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files =
          all.filter(Files::isRegularFile)
              .sorted(
                  Comparator.comparing((Path file) -> file.toString().endsWith(".json"))
                      .thenComparing(file -> file))
              .toList();
    }
    Path next = data.folder().resolve("next");
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file));
      Files.createDirectories(target.getParent());
      Files.createLink(next, file);
      Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private long changedLines(Path second) throws SQLException, IOException {
    String sql =
        DuckDb.filled(
            DuckDb.resource("changed-lines.sql"),
            Map.of("first", DuckDb.list(data.parts()), "second", DuckDb.list(data.parts(second))));
    try (Connection connection = DuckDb.open();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
