package io.ratemill.rating.udf;

import io.ratemill.model.Money;
import io.ratemill.rating.ExactText;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.functions.AggregateFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code EXACT_SUM(exact)}: the exact sum of texts, with retraction.
 *
 * <p>Shape: NULL is no value and the sum of no values is NULL, as for SQL's own SUM; the result
 * does not depend on the order in which values came or went.
 */
@FunctionHint(
    accumulator =
        @DataTypeHint(
            value = "RAW",
            bridgedTo = ExactSumFunction.Sum.class,
            rawSerializer = ExactSumFunction.SumSerializer.class))
public final class ExactSumFunction extends AggregateFunction<String, ExactSumFunction.Sum> {
  private static final long serialVersionUID = 1L;

  private static final int LONG_DIGITS = 18;

  /**
   * What was added less what was taken back.
   *
   * <p>Shape: {@code unscaled} and {@code scale} make the sum, {@code count} says of how many
   * values; a sum that is too long for {@code unscaled} stands in {@code wide} instead (two's
   * complement, as {@link BigInteger#toByteArray}). Mutable, because Flink asks so.
   */
  public static final class Sum {
    long count;
    long unscaled;
    byte @Nullable [] wide;
    int scale;
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
    sum.scale = total.scale();
    // A number of 18 digits fits a long; asking for them is cheap, its bytes are not.
    if (total.precision() <= LONG_DIGITS) {
      sum.unscaled = total.unscaledValue().longValue();
      sum.wide = null;
    } else {
      sum.unscaled = 0;
      sum.wide = total.unscaledValue().toByteArray();
    }
  }

  private static BigDecimal total(Sum sum) {
    return sum.wide == null
        ? BigDecimal.valueOf(sum.unscaled, sum.scale)
        : new BigDecimal(new BigInteger(sum.wide), sum.scale);
  }

  /** Writes a sum as bytes; Flink's own way would be an object per number. */
  public static final class SumSerializer extends TypeSerializerSingleton<Sum> {
    private static final long serialVersionUID = 1L;

    @Override
    public Sum createInstance() {
      return new Sum();
    }

    @Override
    public Sum copy(Sum from) {
      Sum copy = new Sum();
      copy.count = from.count;
      copy.unscaled = from.unscaled;
      copy.wide = from.wide;
      copy.scale = from.scale;
      return copy;
    }

    @Override
    public void serialize(Sum sum, DataOutputView target) throws IOException {
      target.writeLong(sum.count);
      target.writeLong(sum.unscaled);
      target.writeInt(sum.scale);
      AccumulatorBytes.write(sum.wide, target);
    }

    @Override
    public Sum deserialize(DataInputView source) throws IOException {
      Sum sum = new Sum();
      sum.count = source.readLong();
      sum.unscaled = source.readLong();
      sum.scale = source.readInt();
      sum.wide = AccumulatorBytes.read(source);
      return sum;
    }

    @Override
    public boolean isImmutableType() {
      return false;
    }

    @Override
    public int getLength() {
      return -1;
    }

    @Override
    public Sum copy(Sum from, Sum reuse) {
      return copy(from);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
      serialize(deserialize(source), target);
    }

    @Override
    public Sum deserialize(Sum reuse, DataInputView source) throws IOException {
      return deserialize(source);
    }

    @Override
    public TypeSerializerSnapshot<Sum> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Says by its class what wrote a state. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Sum> {
      public Snapshot() {
        super(SumSerializer::new);
      }
    }
  }
}
