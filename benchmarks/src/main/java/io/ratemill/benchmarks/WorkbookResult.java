package io.ratemill.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What came out of writing the same records as a workbook twice.
 *
 * <p>Units: seconds and bytes.
 *
 * @param columns of the records tab
 * @param heap what a process that wrote our workbook alone was allowed
 * @param heapAfterCollection the most that any collection left in use there
 */
record WorkbookResult(
    int rows,
    int columns,
    int runs,
    Series ratemill,
    Series poi,
    long ratemillBytes,
    long poiBytes,
    long heap,
    long heapAfterCollection,
    String when) {
  private static final double MIB = 1 << 20;

  /** How many times as fast as POI. */
  double ratio() {
    return poi.median() / ratemill.median();
  }

  /** The section of the document, empty where nothing was measured. */
  static String section(List<WorkbookResult> results) {
    if (results.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        """
        ## The records workbook

        The records of one report at grain resource, every column that a records tab has, written by the engine's own
        writer and by Apache POI's SXSSF (a window of 100 rows, its temporary files uncompressed) in one process, in
        turns, after both had written a smaller one that was read back and compared cell by cell. Ours also adds up
        the categories and the summary; POI writes the one tab. The heap is that of a process of its own which wrote
        our workbook once more and could not have had more.
        Command: `./ratemill bench --workbook --lines ROWS`.

        | rows | columns | runs | ratemill s | spread | rows/s | POI s | spread | rows/s | times POI | MiB: ratemill | POI | heap allowed MiB | most after a collection MiB | measured |
        """);
    text.append("| ---: ".repeat(14)).append("| --- |\n");
    for (WorkbookResult each : results) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %,d | %d | %d | %.2f | %s | %,.0f | %.2f | %s | %,.0f | **%.2f** | %.0f | %.0f | %.0f | %.0f | %s |%n",
              each.rows,
              each.columns,
              each.runs,
              each.ratemill.median(),
              each.ratemill.spread(),
              each.rows / each.ratemill.median(),
              each.poi.median(),
              each.poi.spread(),
              each.rows / each.poi.median(),
              each.ratio(),
              each.ratemillBytes / MIB,
              each.poiBytes / MIB,
              each.heap / MIB,
              each.heapAfterCollection / MIB,
              each.when));
    }
    return text.append('\n').toString();
  }
}
