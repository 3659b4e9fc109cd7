package io.ratemill.benchmarks.kernel;

import io.ratemill.columnar.Batch;
import io.ratemill.columnar.BatchReader;
import io.ratemill.columnar.Bytes;
import io.ratemill.columnar.ColumnKind;
import io.ratemill.columnar.Compression;
import io.ratemill.columnar.Table;
import io.ratemill.columnar.Tables;
import io.ratemill.columnar.Wanted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Finding the cells of a part of CSV that is not packed, of which nothing but the first and the
 * last column is wanted.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class CsvSplitBenchmark {
  private @Nullable SmallBill bill;
  private @Nullable Path unpacked;

  /** Writes the part once, and unpacks it beside. */
  @Setup
  public void write() throws IOException {
    SmallBill written = SmallBill.write("CSV_GZ");
    bill = written;
    Path file = written.part().resolveSibling("unpacked.csv");
    try (InputStream packed = new GZIPInputStream(Files.newInputStream(written.part()))) {
      Files.copy(packed, file);
    }
    unpacked = file;
  }

  /** Removes it. */
  @TearDown
  public void delete() throws IOException {
    Objects.requireNonNull(bill).close();
  }

  /** All records of the part; a record of 120 cells is an operation. */
  @Benchmark
  @OperationsPerInvocation(SmallBill.LINES)
  public long split() throws IOException {
    long rows = 0;
    try (Bytes bytes = Bytes.of(Objects.requireNonNull(unpacked));
        Table table = Tables.csv(bytes, Compression.NONE);
        BatchReader reader = table.read(ends(table.columns().size()))) {
      Batch batch = reader.next();
      while (batch != null) {
        rows += batch.rows();
        batch = reader.next();
      }
    }
    if (rows != SmallBill.LINES) {
      throw new IllegalStateException("only " + rows + " records were found");
    }
    return rows;
  }

  private static List<Wanted> ends(int columns) {
    return List.of(new Wanted(0, ColumnKind.TEXT), new Wanted(columns - 1, ColumnKind.TEXT));
  }
}
