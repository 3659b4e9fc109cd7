package io.ratemill.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Decodes files of every encoding with the engine's reader and with parquet-java. */
final class EncodingSpeed {
  private final Path folder;
  private final PrintStream out;
  private final Clock clock;

  /** Of all sums, so that no reading can be left out as useless. */
  private long sink;

  EncodingSpeed(Path folder, PrintStream out, Clock clock) {
    this.folder = folder;
    this.out = out;
    this.clock = clock;
  }

  private interface Reading {
    long read(Path file) throws IOException;
  }

  /**
   * Measures every encoding. Errors: a file of which both read other cells is an error.
   *
   * @param discarded turns that only warm both up
   * @param runs turns that count
   */
  List<EncodingResult> measure(long rows, int discarded, int runs) throws IOException {
    List<EncodingResult> results = new ArrayList<>();
    for (EncodedFile each : EncodedFile.values()) {
      results.add(measure(each, rows, discarded, runs));
    }
    return results;
  }

  private EncodingResult measure(EncodedFile encoded, long rows, int discarded, int runs)
      throws IOException {
    out.printf(Locale.ROOT, "%s%n", encoded.words());
    Path file = encoded.prepare(folder, rows);
    if (!Arrays.equals(EncodedReads.ourCells(file), EncodedReads.theirCells(file))) {
      throw new IllegalStateException("not the same cells in both columns of " + file);
    }
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int turn = 0; turn < discarded + runs; turn++) {
      double library = seconds(EncodedReads::theirs, file);
      double ratemill = seconds(EncodedReads::ours, file);
      if (turn >= discarded) {
        ours.add(ratemill);
        theirs.add(library);
      }
    }
    EncodingResult result =
        new EncodingResult(
            encoded.words(),
            EncodedReads.encodings(file).stream().map(Enum::name).toList(),
            rows,
            EncodedFile.SCHEMA.getFieldCount(),
            Files.size(file),
            runs,
            Series.of(ours),
            Series.of(theirs),
            LocalDate.now(clock).toString());
    out.printf(
        Locale.ROOT,
        "  ratemill %.3f s  parquet-java %.3f s  %.2f times the library (sum %x)%n",
        result.ratemill().median(),
        result.library().median(),
        result.ratio(),
        sink);
    return result;
  }

  private double seconds(Reading reading, Path file) throws IOException {
    Stopwatch watch = new Stopwatch();
    sink += reading.read(file);
    return watch.seconds();
  }
}
