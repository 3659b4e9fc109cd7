package io.ratemill.benchmarks;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The text of docs/benchmarks.md. */
final class BenchmarksDocument {
  private static final double MIB = 1 << 20;
  private static final double GIB = 1L << 30;

  private static final String HEAD =
      """
      # Benchmarks

      Written by `./ratemill bench`; edits are lost.

      Both engines do the same job on the same files in one process and in turns: charge classes, owners with dates,
      pricing rules, markup, exchange rate, exact decimals, one rounding per record, records.csv in order. ratemill
      also writes its ledger. After every turn the records of both are compared (asset, item, resource, marketplace
      flag, amount, quantity): one different digit and there is no result.

      - **ratemill**: the engine, bounded, parallelism 2, workbooks apart, from the opening of the first part until
        records.csv is in place. *Whole* adds the start of the job and the planning of its SQL.
      - **DuckDB**: over JDBC, `SET threads = 2`, decimal columns, one statement from the files to a sorted records.csv;
        owners and rules are tables beforehand. Its SQL is under `benchmarks/src/main/resources/duckdb`.
      - The first turns warm both and are discarded, three unless the command says otherwise: behind two of them the
        compiler still took a fifth of the processor. The heap is collected before each turn. The table shows medians, and the
        spread as least to most.
      - *One core*: the whole process was given one (`taskset -c 0`); both engines then use one thread.
      - CPU seconds are of the whole process during the run; on a busy machine they say more than time on the wall.
      - The machine is not equally fast at all hours, nor does each engine lose the same share of its speed then: engines
        are compared within a row, and seconds of rows that were measured at different hours not at all.
      - What profiles said, what was tried and what came of it stands in the [decisions](decisions): 0010, 0012 to 0021.

      ![lines per second](benchmarks.svg)

      """;

  private BenchmarksDocument() {}

  static String of(Results results) {
    StringBuilder text = new StringBuilder(HEAD);
    speed(text, results);
    text.append(ChangeResult.section(results.changes()));
    text.append(ChangeResult.restatementSection(results.restatements()));
    text.append(LatencyResult.section(results.latencies()));
    text.append(WorkbookResult.section(results.workbooks()));
    text.append(EncodingResult.section(results.encodings()));
    text.append(CheckpointResult.section(results.checkpoints()));
    text.append(RecoveryResult.section(results.recoveries()));
    text.append(SoakResult.section(results.soaks()));
    growth(text, results);
    memory(text, results);
    commands(text, results);
    machines(text, results);
    return text.toString();
  }

  private static void speed(StringBuilder text, Results results) {
    text.append("## Speed\n\n");
    text.append(
        "| bill | lines | accounts | records | runs | ratemill s | spread | whole s | lines/s ");
    text.append("| DuckDB s | spread | lines/s | times DuckDB | CPU s: ratemill | DuckDB |\n");
    text.append("| --- ".repeat(1)).append("| ---: ".repeat(14)).append("|\n");
    for (CaseResult result : results.cases()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %,d | %,d | %d | %.2f | %s | %.2f | %,.0f | %.2f | %s | %,.0f | **%.2f** | %.1f | %.1f |%n",
              result.words(),
              result.of().lines(),
              result.of().accounts(),
              result.records(),
              result.runs(),
              result.ratemill().median(),
              result.ratemill().spread(),
              result.ratemillWhole().median(),
              result.ratemillRate(),
              result.duckDb().median(),
              result.duckDb().spread(),
              result.duckDbRate(),
              result.ratio(),
              result.ratemillCpu().median(),
              result.duckDbCpu().median()));
    }
    text.append('\n');
  }

  /** How time grows from each size of a bill to the next. */
  private static void growth(StringBuilder text, Results results) {
    StringBuilder rows = new StringBuilder();
    Map<String, CaseResult> smaller = new LinkedHashMap<>();
    for (CaseResult result : results.cases()) {
      String kind = result.words() + ", " + result.of().accounts() + " accounts";
      CaseResult before = smaller.put(kind, result);
      if (before != null && before.of().lines() < result.of().lines()) {
        double lines = (double) result.of().lines() / before.of().lines();
        rows.append(
            String.format(
                Locale.ROOT,
                "| %s | %,d to %,d | %.1f | %.1f | %.1f |%n",
                kind,
                before.of().lines(),
                result.of().lines(),
                lines,
                result.ratemill().median() / before.ratemill().median(),
                result.duckDb().median() / before.duckDb().median()));
      }
    }
    if (!rows.isEmpty()) {
      text.append(
          "## Growth\n\n| bill | lines | times the lines | times the time: ratemill | DuckDB |\n");
      text.append("| --- | ---: | ---: | ---: | ---: |\n").append(rows).append('\n');
    }
  }

  private static void memory(StringBuilder text, Results results) {
    text.append("## Heap of ratemill\n\n");
    text.append("| bill | lines | allowed MiB | most after a collection MiB | most in use MiB |\n");
    text.append("| --- | ---: | ---: | ---: | ---: |\n");
    for (CaseResult result : results.cases()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %.0f | %.0f | %.0f |%n",
              result.words(),
              result.of().lines(),
              result.machine().maxHeap() / MIB,
              result.heapAfterCollection() / MIB,
              result.heapUsed() / MIB));
    }
    text.append('\n');
  }

  private static void commands(StringBuilder text, Results results) {
    text.append(
        "## Commands\n\n| bill | lines | size MiB, parts | measured, load before | command |\n");
    text.append("| --- | ---: | ---: | --- | --- |\n");
    for (CaseResult result : results.cases()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %.0f, %d | %s, %.1f | `%s` |%n",
              result.words(),
              result.of().lines(),
              result.bytes() / MIB,
              result.parts(),
              result.when(),
              result.load(),
              result.command()));
    }
    text.append('\n');
  }

  private static void machines(StringBuilder text, Results results) {
    text.append("## Machine\n\n");
    Set<Machine> machines = new LinkedHashSet<>();
    List<CaseResult> cases = results.cases();
    cases.forEach(result -> machines.add(result.machine()));
    for (Machine machine : machines) {
      text.append(
          String.format(
              Locale.ROOT,
              "- %s, %d processors, %.0f GiB, %s; %s, %s, heap up to %.0f MiB; DuckDB %s%n",
              machine.processor(),
              machine.processors(),
              machine.memory() / GIB,
              machine.system(),
              machine.java(),
              machine.collector(),
              machine.maxHeap() / MIB,
              machine.duckDb()));
    }
  }
}
