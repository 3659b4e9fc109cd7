package io.ratemill.benchmarks.kernel;

import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Slice;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.aws.AwsFeed;
import io.ratemill.sources.charges.AlikeCharges;
import io.ratemill.sources.charges.ChargeTable;
import java.io.IOException;
import java.time.Instant;
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

/** From the bytes of a part to its charges: decoded, mapped, added up; and then handed over. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class RollupBenchmark {
  /** How the part is written. */
  @Param({"PARQUET", "CSV_GZ"})
  public String encoding = "PARQUET";

  private @Nullable SmallBill bill;
  private @Nullable BillingFeed feed;
  private @Nullable Delivery delivery;

  /** Writes the part and finds its delivery once. */
  @Setup
  public void write() throws IOException, FeedException {
    SmallBill written = SmallBill.write(encoding);
    bill = written;
    BillingFeed opened = AwsFeed.of("kernel", "cur-legacy", written.bills(), Grain.SERVICE);
    feed = opened;
    delivery = opened.discover(Instant.EPOCH).get(0);
  }

  /** Removes the part. */
  @TearDown
  public void delete() throws IOException {
    Objects.requireNonNull(bill).close();
  }

  /** Adds all lines up; a line is an operation. */
  @Benchmark
  @OperationsPerInvocation(SmallBill.LINES)
  public int addUp() throws FeedException {
    ChargeTable charges = read();
    int size = charges.size();
    charges.close();
    return size;
  }

  /** Adds all lines up and writes their charges as messages; a line is an operation. */
  @Benchmark
  @OperationsPerInvocation(SmallBill.LINES)
  public void addUpAndHandOver(Blackhole sink) throws FeedException {
    ChargeTable charges = read();
    charges.write((bucket, message) -> sink.consume(message));
    charges.close();
  }

  private ChargeTable read() throws FeedException {
    Delivery whole = Objects.requireNonNull(delivery);
    Slice slice = new Slice(whole.parts().get(0), 0, Long.MAX_VALUE);
    ChargeTable charges = new ChargeTable("kernel", AlikeCharges.NONE);
    try (SliceReader reader = Objects.requireNonNull(feed).open(whole, slice)) {
      boolean more = true;
      while (more) {
        more = reader.step(charges);
      }
      if (reader.lines() != SmallBill.LINES) {
        throw new IllegalStateException("only " + reader.lines() + " lines were read");
      }
    }
    return charges;
  }
}
