package io.ratemill.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What one change of prices, owners or bills cost a running engine.
 *
 * <p>Units: seconds from the moment at which the changed file was in place.
 *
 * @param what the change, in words
 * @param lines lines of the bill in state
 * @param accounts accounts of the bill
 * @param records records in the report before the change
 * @param affected records that differ between the revisions before and after
 * @param changes changes of records that the engine sent out, those in between included
 * @param billBytes bytes of bills that were read because of the change
 * @param rated until the last changed record was there
 * @param published until the new revision was in place
 * @param settle how long the configuration asks a changed report to rest before it is published
 */
record ChangeResult(
    String what,
    long lines,
    int accounts,
    int records,
    int affected,
    long changes,
    long billBytes,
    double rated,
    double published,
    double settle,
    String when) {
  /** The section of the document, empty where nothing was measured. */
  static String section(List<ChangeResult> results) {
    if (results.isEmpty()) {
      return "";
    }
    return """
        ## What a change costs

        A running engine (`--watch`, RocksDB, two checkpoints a second) whose prices or owners change: seconds from
        the moment at which the changed file was in place until the last corrected record was there, and until the
        new revision of the report was. Changes count every record that the engine sent out anew; what differs
        between the two revisions was counted in the files.
        Command: `./ratemill bench --changes --lines LINES --accounts ACCOUNTS`, three accounts a customer.

        """
        + table(results);
  }

  /** The section of a second delivery, empty where nothing was measured. */
  static String restatementSection(List<ChangeResult> results) {
    if (results.isEmpty()) {
      return "";
    }
    return """
        ## What a second delivery costs

        A running engine like the one above gets its bill again, whole, with new row ids and the columns in another
        order; one line in a hundred was restated, and how many came out with another cost or quantity was counted in
        the files. Changes per record that differs should be 1: no record is sent out that stays as it is, and none
        twice.
        Command: `./ratemill bench --restatement --lines LINES --accounts ACCOUNTS`.

        """
        + table(results);
  }

  private static String table(List<ChangeResult> results) {
    StringBuilder text = new StringBuilder();
    text.append(
        "| changed | lines | accounts | records | differ | changes | each | bill bytes read ");
    text.append("| rated s | published s | of it settle time s | measured |\n");
    text.append("| --- ").append("| ---: ".repeat(10)).append("| --- |\n");
    for (ChangeResult each : results) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %,d | %,d | %,d | %,d | %.2f | %,d | **%.2f** | **%.2f** | %.0f | %s |%n",
              each.what,
              each.lines,
              each.accounts,
              each.records,
              each.affected,
              each.changes,
              (double) each.changes / each.affected,
              each.billBytes,
              each.rated,
              each.published,
              each.settle,
              each.when));
    }
    return text.append('\n').toString();
  }
}
