package io.ratemill.e2e;

import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One folder with a configuration, bills and, after a run, a workspace. */
final class CaseFolder {
  /** A moment well in the past, so that no file looks newer than the clock. */
  static final Instant DAY = Instant.parse("2026-11-02T00:00:00Z");

  private final Path folder;
  private final Path configuration;
  private final CurBucket bucket;

  private CaseFolder(Path folder, Path configuration, String prefix) {
    this.folder = folder;
    this.configuration = configuration;
    this.bucket = new CurBucket(folder.resolve("bills"), prefix);
  }

  static CaseFolder of(Path folder, Setup setup) {
    return of(folder, setup, "exports/daily");
  }

  static CaseFolder of(Path folder, Setup setup, String prefix) {
    return new CaseFolder(folder, setup.write(folder), prefix);
  }

  Path folder() {
    return folder;
  }

  Path configuration() {
    return configuration;
  }

  CurBucket bucket() {
    return bucket;
  }

  Workspace workspace() {
    return new Workspace(folder.resolve("out"));
  }

  /** A delivery of plain shape, the given hours after the common moment. */
  CurBucket.Laid deliver(
      YearMonth month, String assembly, int hours, List<Map<String, String>> rows) {
    return bucket.deliver(
        month, assembly, DAY.plusSeconds(3600L * hours), rows, CurBucket.Shape.plain());
  }

  Engine.Ended run(String... extra) {
    List<String> arguments = new ArrayList<>(List.of("run", "-c", configuration.toString()));
    arguments.addAll(Arrays.asList(extra));
    return Engine.run(folder, arguments.toArray(String[]::new));
  }

  Engine.Running watch() {
    return Engine.start(folder, "run", "-c", configuration.toString(), "--watch");
  }

  /** Publishes periods now, by the running engine or from the state that one left. */
  void close(String... periods) {
    for (String period : periods) {
      Engine.run(folder, "close", "-c", configuration.toString(), "--period", period);
    }
  }
}
