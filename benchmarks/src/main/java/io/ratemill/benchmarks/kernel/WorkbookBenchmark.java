package io.ratemill.benchmarks.kernel;

import io.ratemill.benchmarks.ManyRecords;
import io.ratemill.model.UsageRecord;
import io.ratemill.sinks.workbook.UsageTabs;
import io.ratemill.sinks.workbook.UsageWorkbook;
import io.ratemill.sinks.workbook.WorkbookPart;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From records to a workbook that nobody keeps. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class WorkbookBenchmark {
  private static final int RECORDS = 20_000;

  private final UsageTabs tabs = ManyRecords.tabs();
  private final List<UsageRecord> records = new ArrayList<>();

  /** Makes the records once. */
  @Setup
  public void make() {
    new ManyRecords(RECORDS).forEach(records::add);
  }

  /** Writes all tabs; a record is an operation. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void write() throws IOException {
    UsageWorkbook.write(OutputStream.nullOutputStream(), tabs, WorkbookPart.WHOLE, records);
  }
}
