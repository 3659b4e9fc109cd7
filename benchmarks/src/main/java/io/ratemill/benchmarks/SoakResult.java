package io.ratemill.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What a long run of the randomised tests came to; there is none where one of them failed.
 *
 * <p>Units: seconds.
 *
 * @param what what was done, in words
 * @param count how often
 * @param seeds the seeds it was drawn from
 * @param checked what was held against what is right
 */
record SoakResult(
    String what,
    int count,
    String seeds,
    String checked,
    double seconds,
    String when,
    String command) {
  /** The section of the document, empty where nothing was run. */
  static String section(List<SoakResult> results) {
    if (results.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        """
        ## Soak

        The randomised tests of `./ratemill verify`, which runs 500 sequences and 20 kills of them, for longer.

        - *Sequences*: deliveries, late, restated, repeated, broken, mended and empty ones, changes of owners and prices,
          configurations that cannot be meant, messages in any order, checkpoints and crashes, through gate and ledger.
          At random moments and in the end, owned charges and records must be those of a batch over the inputs, and
          every balance must hold; no row may be sent that is taken back at once.
        - *Kills*: an engine under `--watch` is killed (SIGKILL) while it starts, reads or publishes, and started again,
          while bills, owners and prices come. After every kill all revisions must be whole and as they were; in the end
          the records are those of a bounded run, no revision repeats the one before it, and each is what the oracle of
          the tests makes of the deliveries it names.
        - *Bills*: small ones of other seeds, shapes, orders and grains, whose records must be DuckDB's.

        A run in which one of them fails ends there and leaves no row: what stands here was without a difference.

        | what | how many | seeds | checked | s | measured | command |
        | --- | ---: | --- | --- | ---: | --- | --- |
        """);
    for (SoakResult each : results) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %s | %s | %.0f | %s | `%s` |%n",
              each.what,
              each.count,
              each.seeds,
              each.checked,
              each.seconds,
              each.when,
              each.command));
    }
    return text.append('\n').toString();
  }
}
