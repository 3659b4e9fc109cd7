package io.ratemill.benchmarks;

import io.ratemill.jobs.cli.EngineException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the benchmark. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures ratemill beside DuckDB: the same records from the same files, in turns.",
      "Without --lines, --format and --columns it measures the standard bills. Writes",
      "benchmarks.md, benchmarks.svg and benchmarks.json into the documents' folder."
    })
final class Bench implements Callable<Integer> {
  private static final long STANDARD_CHANGES = 1_500_000;
  private static final long STANDARD_RESTATED = 5_000_000;
  private static final long STANDARD_LONG = 50_000_000;
  private static final long STANDARD_LARGE = 10_000_000;
  private static final long STANDARD_STATE = 100_000;
  private static final long STANDARD_ROWS = 1_000_000;
  private static final int DISAGREED = 1;

  private final PrintStream out;
  private final PrintStream err;
  private final Clock clock;

  @Mixin private BillOptions bills = new BillOptions();

  @Mixin private SoakOptions soaking = new SoakOptions();

  @Option(names = "--warm", description = "Turns that are discarded (default: ${DEFAULT-VALUE}).")
  private int warm = 3;

  @Option(names = "--runs", description = "Turns that count (default: ${DEFAULT-VALUE}).")
  private int runs = 3;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      description = "Time between checkpoints of --checkpoints (default: ${DEFAULT-VALUE}).")
  private double every = 10;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where bills are kept for the next time (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("out", "bench");

  @Option(
      names = "--docs",
      paramLabel = "DIR",
      description = "Where results are written (default: docs of this checkout).")
  private Path docs;

  @ArgGroup(heading = "Instead of comparing, one of:%n")
  private Beside beside = new Beside();

  Bench(PrintStream out, PrintStream err, Clock clock, Path docs) {
    this.out = out;
    this.err = err;
    this.clock = clock;
    this.docs = docs;
  }

  @Override
  public Integer call()
      throws IOException, SQLException, EngineException, InterruptedException, TimeoutException {
    Comparison comparison = new Comparison(data(), out, Machine.here(), clock);
    try {
      if (beside.soak()) {
        Soak soak = new Soak(data(), out, clock, soaking, bills.seed());
        List<SoakResult> soaks = new ArrayList<>(soak.tests(soaking, bills.seed()));
        soaks.add(soak.bills(comparison, soaking.bills()));
        write(results().withSoak(soaks));
      } else if (beside.changes()) {
        BenchData of = comparison.prepare(bills.one(STANDARD_CHANGES));
        write(results().withChanges(new Changes(of, out, clock).measure()));
      } else if (beside.restatement()) {
        BenchData of = comparison.prepare(bills.one(STANDARD_RESTATED));
        write(results().withRestatement(new Restatement(of, out, clock).measure()));
      } else if (beside.latency()) {
        Latency latency = new Latency(data().resolve("latency"), out, clock);
        write(results().withLatencies(latency.measure(bills.one(STANDARD_STATE), warm, runs)));
      } else if (beside.workbook()) {
        WorkbookSpeed speed = new WorkbookSpeed(data().resolve("workbook"), out, clock);
        int rows = Math.toIntExact(bills.lines(STANDARD_ROWS));
        write(results().withWorkbook(speed.measure(rows, warm, runs)));
      } else if (beside.encodings()) {
        EncodingSpeed speed = new EncodingSpeed(data().resolve("encodings"), out, clock);
        write(results().withEncodings(speed.measure(bills.lines(STANDARD_ROWS), warm, runs)));
      } else if (beside.checkpoints()) {
        BenchData of = comparison.prepare(bills.one(STANDARD_LONG));
        write(
            results().withCheckpoints(new Checkpoints(of, out, clock).measure(every, warm, runs)));
      } else if (beside.recovery()) {
        BenchData of = comparison.prepare(bills.one(STANDARD_LARGE));
        write(results().withRecovery(new Recovery(of, out, clock).measure()));
      } else {
        for (BenchCase each : bills.cases()) {
          CaseResult result = comparison.measure(each, warm, runs);
          write(results().with(result));
          print(result);
        }
      }
      out.println("Written: " + docs.resolve("benchmarks.md"));
      return 0;
    } catch (DisagreementException e) {
      err.println("ratemill: the engines do not agree: " + e.getMessage());
      return DISAGREED;
    }
  }

  private Path data() {
    return folder.toAbsolutePath();
  }

  private Results results() throws IOException {
    return Results.read(docs);
  }

  private void write(Results results) throws IOException {
    results.write(docs);
  }

  private void print(CaseResult result) {
    out.printf(
        Locale.ROOT, "  %-10s %9s %9s %9s %12s%n", "", "median s", "least", "most", "lines/s");
    print("ratemill", result.ratemill(), result.ratemillRate());
    print("DuckDB", result.duckDb(), result.duckDbRate());
    out.printf(
        Locale.ROOT,
        "  %.2f times DuckDB's speed; %,d records agree to the last digit; heap at most %d MiB"
            + " after a collection, %d MiB in use%n",
        result.ratio(),
        result.records(),
        result.heapAfterCollection() >> 20,
        result.heapUsed() >> 20);
  }

  private void print(String name, Series series, double rate) {
    out.printf(
        Locale.ROOT,
        "  %-10s %9.2f %9.2f %9.2f %,12.0f%n",
        name,
        series.median(),
        series.min(),
        series.max(),
        rate);
  }
}
