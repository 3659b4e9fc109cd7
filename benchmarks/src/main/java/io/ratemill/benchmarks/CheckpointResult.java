package io.ratemill.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What checkpoints cost one run over a bill. Units: seconds and bytes.
 *
 * @param every the time between two checkpoints
 * @param checkpoints the fewest that completed in a run
 * @param longest the longest of all took
 * @param largest the largest of all held
 */
record CheckpointResult(
    BenchCase of,
    double every,
    int runs,
    int checkpoints,
    double longest,
    long largest,
    Series with,
    Series without,
    String when) {
  private static final double MIB = 1 << 20;
  private static final double PERCENT = 100;

  /** How much of the throughput without checkpoints is lost, in percent. */
  double overhead() {
    return PERCENT * (1 - without.median() / with.median());
  }

  /** The section of the document, empty where nothing was measured. */
  static String section(List<CheckpointResult> results) {
    if (results.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        """
        ## What checkpoints cost

        A bounded run over one bill, from the opening of the first part until records.csv is in place, with
        checkpoints and without, in turns. The overhead is what of the throughput is lost.
        Command: `./ratemill bench --checkpoints --every SECONDS --lines LINES`.

        | bill | lines | every s | runs | checkpoints a run | longest s | largest MiB | with s | spread | without s | spread | overhead % | measured |
        """);
    text.append("| --- ").append("| ---: ".repeat(11)).append("| --- |\n");
    for (CheckpointResult each : results) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %.1f | %d | %d | %.2f | %.1f | %.2f | %s | %.2f | %s | **%.1f** | %s |%n",
              each.of.words(),
              each.of.lines(),
              each.every,
              each.runs,
              each.checkpoints,
              each.longest,
              each.largest / MIB,
              each.with.median(),
              each.with.spread(),
              each.without.median(),
              each.without.spread(),
              each.overhead(),
              each.when));
    }
    return text.append('\n').toString();
  }
}
