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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** From the bytes of a part of 120 columns to batches of the fifteen that rating needs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class DecodeBenchmark {
  private static final Map<String, ColumnKind> NEEDED =
      Map.ofEntries(
          Map.entry("billbillingentity", ColumnKind.TEXT),
          Map.entry("billpayeraccountid", ColumnKind.TEXT),
          Map.entry("billbillingperiodstartdate", ColumnKind.DAY),
          Map.entry("lineitemusageaccountid", ColumnKind.TEXT),
          Map.entry("lineitemlineitemtype", ColumnKind.TEXT),
          Map.entry("lineitemusagestartdate", ColumnKind.DAY),
          Map.entry("lineitemproductcode", ColumnKind.TEXT),
          Map.entry("lineitemoperation", ColumnKind.TEXT),
          Map.entry("lineitemusageamount", ColumnKind.DECIMAL),
          Map.entry("lineitemcurrencycode", ColumnKind.TEXT),
          Map.entry("lineitemunblendedcost", ColumnKind.DECIMAL),
          Map.entry("pricingpublicondemandcost", ColumnKind.DECIMAL),
          Map.entry("reservationeffectivecost", ColumnKind.DECIMAL),
          Map.entry("savingsplansavingsplaneffectivecost", ColumnKind.DECIMAL),
          Map.entry("productproductname", ColumnKind.TEXT));

  /** How the part is written. */
  @Param({"PARQUET", "CSV_GZ"})
  public String encoding = "PARQUET";

  private @Nullable SmallBill bill;

  /** Writes the part once. */
  @Setup
  public void write() throws IOException {
    bill = SmallBill.write(encoding);
  }

  /** Removes it. */
  @TearDown
  public void delete() throws IOException {
    Objects.requireNonNull(bill).close();
  }

  /** All batches of the part; a line is an operation. */
  @Benchmark
  @OperationsPerInvocation(SmallBill.LINES)
  public void decode(Blackhole sink) throws IOException {
    try (Bytes bytes = Bytes.of(Objects.requireNonNull(bill).part());
        Table table = open(bytes);
        BatchReader reader = table.read(wanted(table.columns()))) {
      Batch batch = reader.next();
      while (batch != null) {
        sink.consume(batch.rows());
        batch = reader.next();
      }
    }
  }

  private Table open(Bytes bytes) throws IOException {
    return encoding.equals("PARQUET") ? Tables.parquet(bytes) : Tables.csv(bytes, Compression.GZIP);
  }

  private static List<Wanted> wanted(List<String> columns) {
    List<Wanted> wanted = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      String name = columns.get(column).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
      ColumnKind kind = NEEDED.get(name);
      if (kind != null) {
        wanted.add(new Wanted(column, kind));
      }
    }
    if (wanted.size() != NEEDED.size()) {
      throw new IllegalStateException("the bill lacks needed columns; it has " + columns);
    }
    return wanted;
  }
}
