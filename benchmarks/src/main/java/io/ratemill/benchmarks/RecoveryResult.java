package io.ratemill.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What the loss of a worker cost.
 *
 * <p>Units: seconds from the moment at which it was killed.
 *
 * @param noticed until the coordinator knew
 * @param back until every task ran again
 * @param records records in the end, all as DuckDB has them
 * @param revisions reports published, each revision counted
 */
record RecoveryResult(
    BenchCase of, double noticed, double back, long records, int revisions, String when) {
  /** The section of the document, empty where nothing was measured. */
  static String section(List<RecoveryResult> results) {
    if (results.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        """
        ## The loss of a worker

        The engine under `--watch` on a cluster of this machine: a coordinator and two workers, each a process with
        two slots, heartbeats every second. One worker is killed (SIGKILL) while the bill is read. In the end the
        records are compared with DuckDB's, and the revisions counted: one per report means that nothing was
        published twice.
        Command: `./ratemill bench --recovery --lines LINES`.

        | bill | lines | noticed after s | at work again after s | records | revisions | measured |
        | --- | ---: | ---: | ---: | ---: | ---: | --- |
        """);
    for (RecoveryResult each : results) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %.2f | **%.2f** | %,d | %d | %s |%n",
              each.of.words(),
              each.of.lines(),
              each.noticed,
              each.back,
              each.records,
              each.revisions,
              each.when));
    }
    return text.append('\n').toString();
  }
}
