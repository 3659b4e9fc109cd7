package io.ratemill.rating.udf;

import io.ratemill.model.Money;
import io.ratemill.rating.ExactText;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.flink.table.functions.AggregateFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code EXACT_SUM(exact)}: the exact sum of texts, with retraction.
 *
 * <p>Shape: NULL is no value and the sum of no values is NULL, as for SQL's own SUM; the result
 * does not depend on the order in which values came or went.
 */
public final class ExactSumFunction extends AggregateFunction<String, ExactSumFunction.Sum> {
  /**
   * What was added less what was taken back.
   *
   * <p>Shape: {@code unscaled} (two's complement, as {@link BigInteger#toByteArray}) and {@code
   * scale} make the sum, {@code count} says of how many values. Mutable, because Flink asks so.
   */
  public static final class Sum {
    public long count = 0;
    public byte[] unscaled = {0};
    public int scale = 0;
  }

  @Override
  public Sum createAccumulator() {
    return new Sum();
  }

  @Override
  public @Nullable String getValue(Sum sum) {
    return sum.count == 0 ? null : Money.text(total(sum));
  }

  public void accumulate(Sum sum, @Nullable String exact) {
    if (exact != null) {
      add(sum, ExactText.parse("a value to sum", exact), 1);
    }
  }

  public void retract(Sum sum, @Nullable String exact) {
    if (exact != null) {
      add(sum, ExactText.parse("a value to take back", exact).negate(), -1);
    }
  }

  public void merge(Sum sum, Iterable<Sum> others) {
    others.forEach(other -> add(sum, total(other), other.count));
  }

  private static void add(Sum sum, BigDecimal value, long count) {
    BigDecimal total = total(sum).add(value);
    sum.count += count;
    sum.unscaled = total.unscaledValue().toByteArray();
    sum.scale = total.scale();
  }

  private static BigDecimal total(Sum sum) {
    return new BigDecimal(new BigInteger(sum.unscaled), sum.scale);
  }
}
