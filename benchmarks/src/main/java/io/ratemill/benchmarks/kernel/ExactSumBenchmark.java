package io.ratemill.benchmarks.kernel;

import io.ratemill.rating.udf.ExactSumFunction;
import java.math.BigDecimal;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** The exact sum as SQL makes it, from text to text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class ExactSumBenchmark {
  private static final int VALUES = 10_000;
  private static final int DIGITS = 1_000_000_000;
  private static final int SCALE = 10;

  private final String[] texts = new String[VALUES];

  /** Draws the values once, always the same. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    for (int i = 0; i < VALUES; i++) {
      texts[i] = BigDecimal.valueOf(random.nextInt(DIGITS), SCALE).toPlainString();
    }
  }

  /** Adds all values up; a value is an operation. */
  @Benchmark
  @OperationsPerInvocation(VALUES)
  public @Nullable Object addUp() {
    ExactSumFunction function = new ExactSumFunction();
    ExactSumFunction.Sum sum = function.createAccumulator();
    for (String text : texts) {
      function.accumulate(sum, text);
    }
    return function.getValue(sum);
  }
}
