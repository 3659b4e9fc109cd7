package io.ratemill.benchmarks;

import io.ratemill.jobs.cli.EngineException;
import io.ratemill.sources.synthetic.ProgressListener;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs both engines over one case in turns and compares their records after every turn. */
final class Comparison {
  /** Two, or one where the process was given one core only. */
  private static final int THREADS = Math.min(2, Runtime.getRuntime().availableProcessors());

  private final Path folder;
  private final PrintStream out;
  private final Machine machine;
  private final Clock clock;

  /**
   * @param folder where the data of all cases lies
   */
  Comparison(Path folder, PrintStream out, Machine machine, Clock clock) {
    this.folder = folder;
    this.out = out;
    this.machine = machine;
    this.clock = clock;
  }

  /**
   * Measures a case.
   *
   * @param discarded turns that only warm both up
   * @param runs turns that count
   */
  CaseResult measure(BenchCase of, int discarded, int runs)
      throws IOException,
          SQLException,
          EngineException,
          InterruptedException,
          DisagreementException {
    BenchData data = prepare(of);
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    List<RatemillSide.Run> ratemill = new ArrayList<>();
    List<DuckDbSide.Run> duckDb = new ArrayList<>();
    long records = 0;
    RatemillSide engine = new RatemillSide(data, THREADS, clock);
    try (DuckDbSide other = DuckDbSide.open(data, THREADS)) {
      for (int turn = 0; turn < discarded + runs; turn++) {
        System.gc(); // Neither pays for what the other left, nor for the turn before.
        DuckDbSide.Run theirs = other.run();
        System.gc();
        RatemillSide.Run ours = engine.run();
        records = agreed(of, ours, theirs);
        out.printf(
            Locale.ROOT,
            "  %s  ratemill %.2f s (read %.2f, whole %.2f, cpu %.2f)  DuckDB %.2f s (cpu %.2f)%n",
            turn < discarded ? "warm" : "run ",
            ours.time().measured(),
            ours.time().read(),
            ours.time().whole(),
            ours.time().cpu(),
            theirs.time().measured(),
            theirs.time().cpu());
        if (turn >= discarded) {
          ratemill.add(ours);
          duckDb.add(theirs);
        }
      }
    }
    String day = LocalDate.now(clock).toString();
    return CaseResult.of(
        of,
        machine,
        day,
        load,
        discarded,
        data.bytes(),
        data.parts().size(),
        records,
        ratemill,
        duckDb);
  }

  /** The data of a case, written now unless it is there. */
  BenchData prepare(BenchCase of) throws IOException {
    out.println(of.id());
    return BenchData.prepare(of, folder, new Written(of.lines()));
  }

  private static long agreed(BenchCase of, RatemillSide.Run ours, DuckDbSide.Run theirs)
      throws IOException, SQLException, DisagreementException {
    if (ours.lines() != of.lines()) {
      throw new IllegalStateException(
          "the engine read " + ours.lines() + " lines of a bill of " + of.lines());
    }
    return DisagreementException.check(of.grain(), ours.records(), theirs.records());
  }

  /** Tells how the writing of the data goes on, every tenth of it. */
  private final class Written implements ProgressListener {
    private final long all;
    private long next;

    Written(long all) {
      this.all = all;
      this.next = all / 10;
    }

    @Override
    public void written(long lines, long bytes) {
      if (lines >= next) {
        out.printf(Locale.ROOT, "  writing the bill: %,d of %,d lines%n", lines, all);
        next += Math.max(1, all / 10);
      }
    }
  }
}
