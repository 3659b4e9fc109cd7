package io.ratemill.benchmarks.kernel;

import io.ratemill.rating.udf.RateFunction;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a tier pays as SQL asks for it, from bytes to bytes; every fiftieth cost has another markup.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class RatingBenchmark {
  private static final int COSTS = 10_000;
  private static final int PRICED_ALIKE = 50;

  private final byte[][] costs = new byte[COSTS][];
  private final byte[][] markups = new byte[COSTS / PRICED_ALIKE][];
  private final byte[] rate = utf8("0.92");
  private final byte[] none = utf8("0");

  private static byte[] utf8(String number) {
    return number.getBytes(StandardCharsets.UTF_8);
  }

  /** Draws costs and markups once, always the same. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    for (int i = 0; i < COSTS; i++) {
      costs[i] = utf8(BigDecimal.valueOf(random.nextInt(1_000_000_000), 10).toPlainString());
    }
    for (int i = 0; i < markups.length; i++) {
      markups[i] = utf8(BigDecimal.valueOf(100 + random.nextInt(30), 2).toPlainString());
    }
  }

  /** Rates all costs; a cost is an operation. */
  @Benchmark
  @OperationsPerInvocation(COSTS)
  public void rate(Blackhole sink) {
    RateFunction function = new RateFunction();
    for (int i = 0; i < COSTS; i++) {
      sink.consume(function.eval(costs[i], markups[i / PRICED_ALIKE], rate, 0, none, none));
    }
  }
}
