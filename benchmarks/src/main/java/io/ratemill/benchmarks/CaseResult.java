package io.ratemill.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of measuring one case.
 *
 * <p>Units: seconds and bytes.
 *
 * @param when the day, yyyy-MM-dd
 * @param load how many threads wanted a processor over the minute before, others' included
 * @param warm turns that were discarded; results that do not say so were measured behind one
 * @param records records that both engines agreed on, to the last digit
 * @param ratemillRead until the last part was read to its end
 * @param ratemillWhole with the start of the job and the planning of its SQL
 * @param heapAfterCollection the most that any collection left in use
 * @param heapUsed the most in use, garbage included
 */
record CaseResult(
    BenchCase of,
    Machine machine,
    String when,
    double load,
    @Nullable Integer warm,
    int runs,
    long bytes,
    int parts,
    long records,
    Series ratemill,
    Series ratemillRead,
    Series ratemillWhole,
    Series ratemillCpu,
    Series duckDb,
    Series duckDbCpu,
    long heapAfterCollection,
    long heapUsed) {
  private static final long GIGABYTE = 1L << 30;

  static CaseResult of(
      BenchCase of,
      Machine machine,
      String when,
      double load,
      int warm,
      long bytes,
      int parts,
      long records,
      List<RatemillSide.Run> ratemill,
      List<DuckDbSide.Run> duckDb) {
    return new CaseResult(
        of,
        machine,
        when,
        load,
        warm,
        ratemill.size(),
        bytes,
        parts,
        records,
        Series.of(ratemill.stream().map(run -> run.time().measured()).toList()),
        Series.of(ratemill.stream().map(run -> run.time().read()).toList()),
        Series.of(ratemill.stream().map(run -> run.time().whole()).toList()),
        Series.of(ratemill.stream().map(run -> run.time().cpu()).toList()),
        Series.of(duckDb.stream().map(run -> run.time().measured()).toList()),
        Series.of(duckDb.stream().map(run -> run.time().cpu()).toList()),
        ratemill.stream().mapToLong(RatemillSide.Run::heapAfterCollection).max().orElseThrow(),
        ratemill.stream().mapToLong(RatemillSide.Run::heapUsed).max().orElseThrow());
  }

  /** The case in words, and where it had less of the machine than usual. */
  String words() {
    return machine.processors() == 1 ? of.words() + ", one core" : of.words();
  }

  /** The command line that measures this case alone, with as much of the machine as it had. */
  String command() {
    String command =
        "./ratemill bench "
            + of.options()
            + " --warm "
            + (warm == null ? 1 : warm)
            + " --runs "
            + runs;
    String where = machine.processors() == 1 ? "taskset -c 0 " + command : command;
    long gigabytes = (machine.maxHeap() + GIGABYTE - 1) / GIGABYTE;
    return gigabytes == 1
        ? where
        : "RATEMILL_JAVA_OPTS='-Xms%1$dg -Xmx%1$dg' ".formatted(gigabytes) + where;
  }

  double ratemillRate() {
    return of.lines() / ratemill.median();
  }

  double duckDbRate() {
    return of.lines() / duckDb.median();
  }

  /** How many times as fast as DuckDB. */
  double ratio() {
    return duckDb.median() / ratemill.median();
  }
}
