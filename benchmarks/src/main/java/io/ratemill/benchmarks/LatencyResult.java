package io.ratemill.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How long single lines took from a feed into a report.
 *
 * <p>Units: seconds from the moment at which a line was there.
 *
 * @param feed the feed, in words
 * @param lines lines that were rated before
 * @param accounts accounts of these
 * @param sent lines that were timed, one after another
 * @param linesRead the most lines that the engine read because of one
 * @param begun until the reading of what holds the line began
 * @param read until that was read
 * @param rated until the changed record was there
 * @param published until the new revision of the report was in place
 * @param settle how long the configuration asks a changed report to rest before it is published
 */
record LatencyResult(
    String feed,
    long lines,
    int accounts,
    int sent,
    long linesRead,
    Series begun,
    Series read,
    Series rated,
    Series published,
    double settle,
    String when) {
  /** Of the lines of one feed, at least one. */
  static LatencyResult of(
      String feed, BenchCase before, List<Arrival> arrivals, double settle, String when) {
    return new LatencyResult(
        feed,
        before.lines(),
        before.accounts(),
        arrivals.size(),
        arrivals.stream().mapToLong(Arrival::lines).max().orElse(0),
        series(arrivals, Arrival::begun),
        series(arrivals, Arrival::read),
        series(arrivals, Arrival::rated),
        series(arrivals, Arrival::published),
        settle,
        when);
  }

  private static Series series(List<Arrival> arrivals, ToDoubleFunction<Arrival> moment) {
    return Series.of(arrivals.stream().map(moment::applyAsDouble).toList());
  }

  /** The section of the document, empty where nothing was measured. */
  static String section(List<LatencyResult> results) {
    if (results.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        """
        ## From a line to a report

        A running engine (`--watch`, RocksDB) over lines of FOCUS gets one line more, and the next one once the report
        with that one is published, after a pause of up to two seconds drawn by chance: lines meet the engine's looks,
        two seconds apart, anywhere between them. Checkpoints are 0.485 s apart instead of half a second, so that
        looks meet them anywhere too. Seconds from the moment at which the line was there until the reading of what holds it
        began, until that was read, until the one record that it changes was corrected, and until the new revision of
        the report was in place: medians, and least to most. In the end the record has to be what the lines come to.

        - **Kafka**: a broker in a process of its own, a topic of two partitions; the line is there when the broker has
          acknowledged it. `look-every: 1 s`, which comes to every look of the engine, as long as a look takes less than
          a tenth of a second; without it a topic is looked at every 15 s. All lines before came on the same day: each
          reading is of the half of them that is in the line's partition.
        - **Folder**: a small file beside the bill is delivered again with one line more, written under another name
          and renamed; the line is there when the file is. A file without a manifest is taken at the first look two
          seconds after it was written.

        After it was read, a line waits for the next checkpoint: what one cut has of a record changes it once. The
        revision is asked for at the first checkpoint after the settle time, and is there when the next is complete.
        Command: `./ratemill bench --latency --runs LINES`; `--lines` and `--accounts` are those of before.

        | feed | lines before | sent | read for each, at most | reading begins s | spread | read s | spread | rated s | spread | published s | spread | of it settle time s | measured |
        """);
    text.append("| --- ").append("| ---: ".repeat(12)).append("| --- |\n");
    for (LatencyResult each : results) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %,d | %,d | %.2f | %s | %.2f | %s | **%.2f** | %s | **%.2f** | %s | %.0f | %s |%n",
              each.feed,
              each.lines,
              each.sent,
              each.linesRead,
              each.begun.median(),
              each.begun.spread(),
              each.read.median(),
              each.read.spread(),
              each.rated.median(),
              each.rated.spread(),
              each.published.median(),
              each.published.spread(),
              each.settle,
              each.when));
    }
    return text.append('\n').toString();
  }
}
