package io.ratemill.benchmarks;

import io.ratemill.jobs.EmbeddedEngine;
import io.ratemill.jobs.cli.EngineException;
import io.ratemill.jobs.cli.RunResult;
import io.ratemill.jobs.config.ConfigurationReader;
import io.ratemill.jobs.config.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * The engine, bounded and within this process, as {@code ./ratemill run} runs it, workbooks apart.
 *
 * <p>Shape: when the first slice was opened and when the last report was in place is told by the
 * engine's own Flight Recorder events.
 */
final class RatemillSide {
  private static final String SLICE_READ = "io.ratemill.SliceRead";
  private static final String REPORT_PUBLISHED = "io.ratemill.ReportPublished";

  private final BenchData data;
  private final Map<String, String> options;
  private final Clock clock;

  RatemillSide(BenchData data, int threads, Clock clock) {
    this(data, Map.of("parallelism.default", Integer.toString(threads)), clock);
  }

  /**
   * @param options Flink's, beside what leaves workbooks out
   */
  RatemillSide(BenchData data, Map<String, String> options, Clock clock) {
    this.data = data;
    this.options = new HashMap<>(options);
    this.options.put("reports.workbooks", "false");
    this.clock = clock;
  }

  /**
   * One run over an empty workspace.
   *
   * @param lines lines that the engine says it read
   * @param heapAfterCollection bytes, see {@link HeapWatch#peakAfterCollection}
   * @param heapUsed bytes, see {@link HeapWatch#peakUsed}
   * @param records the files with the records
   */
  record Run(Timed time, long lines, long heapAfterCollection, long heapUsed, List<Path> records) {
    Run {
      records = List.copyOf(records);
    }
  }

  /** Errors: an engine that ends red or out of balance has measured nothing, and is an error. */
  Run run() throws IOException, InterruptedException, EngineException {
    Folders.delete(data.workspace());
    Read read = ConfigurationReader.read(data.configuration());
    Path file = Files.createTempFile(data.folder(), "run-", ".jfr");
    try (Recording recording = new Recording();
        HeapWatch heap = new HeapWatch()) {
      recording.enable(SLICE_READ);
      recording.enable(REPORT_PUBLISHED);
      recording.start();
      Stopwatch watch = new Stopwatch();
      RunResult result = new EmbeddedEngine(clock).run(read, options, progress -> {});
      double whole = watch.seconds();
      double cpu = watch.cpuSeconds();
      recording.stop();
      recording.dump(file);
      if (result.exitCode() != 0) {
        throw new IOException("the engine ended red or out of balance: " + result.reasons());
      }
      List<Path> records = new ArrayList<>();
      for (RunResult.ReportLine report : result.reports()) {
        records.add(Path.of(report.folder(), "records.csv"));
      }
      Told told = Told.by(RecordingFile.readAllEvents(file));
      return new Run(
          new Timed(
              Stopwatch.seconds(told.opened, told.published),
              Stopwatch.seconds(told.opened, told.read),
              whole,
              cpu),
          told.lines,
          heap.peakAfterCollection(),
          heap.peakUsed(),
          records);
    } finally {
      Files.delete(file);
    }
  }

  /** What the engine's events say. */
  private record Told(Instant opened, Instant read, Instant published, long lines) {
    static Told by(List<RecordedEvent> events) {
      Instant opened = Instant.MAX;
      Instant read = Instant.MIN;
      Instant published = Instant.MIN;
      long lines = 0;
      for (RecordedEvent event : events) {
        Instant end = event.getEndTime();
        if (event.getEventType().getName().equals(SLICE_READ)) {
          opened = event.getStartTime().isBefore(opened) ? event.getStartTime() : opened;
          read = end.isAfter(read) ? end : read;
          lines += event.getLong("lines");
        } else if (event.getEventType().getName().equals(REPORT_PUBLISHED)) {
          published = end.isAfter(published) ? end : published;
        }
      }
      if (lines == 0 || published.equals(Instant.MIN)) {
        throw new IllegalStateException(
            "the engine told of no slice that was read, or of no report: its events were not heard");
      }
      return new Told(opened, read, published, lines);
    }
  }
}
