package io.ratemill.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What came out of decoding one file twice. Units: seconds and bytes.
 *
 * @param what how the file is written, in words
 * @param encodings what the file says of its chunks
 */
record EncodingResult(
    String what,
    List<String> encodings,
    long rows,
    int columns,
    long bytes,
    int runs,
    Series ratemill,
    Series library,
    String when) {
  private static final double MIB = 1 << 20;
  private static final double MILLION = 1e6;

  /** How many times as fast as the library. */
  double ratio() {
    return library.median() / ratemill.median();
  }

  /** The section of the document, empty where nothing was measured. */
  static String section(List<EncodingResult> results) {
    if (results.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        """
        ## Encodings of Parquet

        Every cell of a bill's columns (nine texts, a time, four amounts), decoded by the engine's reader and by the
        column readers of parquet-java, which also wrote the files: one thread, one process, in turns, after every
        cell of both was compared. The engine's reader ends with ids of texts, exact decimals and days; the library's
        with shared texts, doubles as they are stored, and days.
        Command: `./ratemill bench --encodings --lines ROWS`.

        | file | encodings in it | rows | MiB | runs | ratemill s | spread | M rows/s | parquet-java s | spread | M rows/s | times the library | measured |
        | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
        """);
    for (EncodingResult each : results) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %,d | %.0f | %d | %.3f | %s | %.1f | %.3f | %s | %.1f | **%.2f** | %s |%n",
              each.what,
              String.join(", ", each.encodings),
              each.rows,
              each.bytes / MIB,
              each.runs,
              each.ratemill.median(),
              each.ratemill.spread(),
              each.rows / each.ratemill.median() / MILLION,
              each.library.median(),
              each.library.spread(),
              each.rows / each.library.median() / MILLION,
              each.ratio(),
              each.when));
    }
    return text.append('\n').toString();
  }
}
