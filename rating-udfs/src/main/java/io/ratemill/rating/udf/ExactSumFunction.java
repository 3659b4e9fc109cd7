package io.ratemill.rating.udf;

import io.ratemill.model.Money;
import io.ratemill.model.Wide;
import io.ratemill.rating.ExactText;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
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
 * {@code EXACT_SUM(exact)}: the exact sum of texts, or of their bytes in UTF-8, with retraction.
 *
 * <p>Shape: text; NULL is no value and the sum of no values is NULL, as for SQL's own SUM; the
 * result does not depend on the order in which values came or went. Not for use by several threads:
 * each task has one of its own.
 */
@FunctionHint(
    accumulator =
        @DataTypeHint(
            value = "RAW",
            bridgedTo = ExactSumFunction.Sum.class,
            rawSerializer = ExactSumFunction.SumSerializer.class))
public final class ExactSumFunction extends AggregateFunction<String, ExactSumFunction.Sum> {
  private static final long serialVersionUID = 1L;

  private final Wide total = new Wide();
  private final Wide value = new Wide();

  /**
   * What was added less what was taken back.
   *
   * <p>Shape: {@code high}, {@code low} and {@code scale} make the sum as {@link Wide} does, {@code
   * count} says of how many values; a sum that is too long for them stands in {@code wide} instead
   * (two's complement, as {@link BigInteger#toByteArray}). Mutable, because Flink asks so.
   */
  public static final class Sum {
    long count;
    long high;
    long low;
    byte @Nullable [] wide;
    int scale;

    private void set(Wide number) {
      high = number.high();
      low = number.low();
      scale = number.scale();
      wide = null;
    }
  }

  @Override
  public Sum createAccumulator() {
    return new Sum();
  }

  @Override
  public @Nullable String getValue(Sum sum) {
    if (sum.count == 0) {
      return null;
    }
    return open(sum) ? total.text(0) : Money.text(wide(sum));
  }

  public void accumulate(Sum sum, @Nullable String exact) {
    accumulate(sum, exact == null ? null : exact.getBytes(StandardCharsets.UTF_8));
  }

  public void retract(Sum sum, @Nullable String exact) {
    retract(sum, exact == null ? null : exact.getBytes(StandardCharsets.UTF_8));
  }

  public void accumulate(Sum sum, byte @Nullable [] exact) {
    if (exact != null) {
      boolean fits = value.parse(exact);
      add(sum, fits ? null : ExactText.parse("a value to sum", exact), 1);
    }
  }

  public void retract(Sum sum, byte @Nullable [] exact) {
    if (exact != null) {
      boolean fits = value.parse(exact);
      value.negate();
      add(sum, fits ? null : ExactText.parse("a value to take back", exact).negate(), -1);
    }
  }

  public void merge(Sum sum, Iterable<Sum> others) {
    for (Sum other : others) {
      value.setAsIs(other.high, other.low, other.scale);
      add(sum, other.wide == null ? null : wide(other), other.count);
    }
  }

  /** Takes up a sum; false where it is too long. */
  private boolean open(Sum sum) {
    total.setAsIs(sum.high, sum.low, sum.scale);
    return sum.wide == null;
  }

  private static BigDecimal wide(Sum sum) {
    return new BigDecimal(new BigInteger(Objects.requireNonNull(sum.wide)), sum.scale);
  }

  /** Adds {@link #value}, or a number that is too long for it. */
  private void add(Sum sum, @Nullable BigDecimal longer, long count) {
    sum.count += count;
    boolean isShort = open(sum);
    if (isShort && longer == null && total.add(value)) {
      sum.set(total);
      return;
    }
    BigDecimal before = isShort ? total.decimal() : wide(sum);
    BigDecimal after = before.add(longer == null ? value.decimal() : longer);
    if (total.set(after)) {
      sum.set(total);
    } else {
      sum.high = 0;
      sum.low = 0;
      sum.wide = after.unscaledValue().toByteArray();
      sum.scale = after.scale();
    }
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
      copy.high = from.high;
      copy.low = from.low;
      copy.wide = from.wide;
      copy.scale = from.scale;
      return copy;
    }

    @Override
    public void serialize(Sum sum, DataOutputView target) throws IOException {
      target.writeLong(sum.count);
      target.writeLong(sum.high);
      target.writeLong(sum.low);
      target.writeInt(sum.scale);
      AccumulatorBytes.write(sum.wide, target);
    }

    @Override
    public Sum deserialize(DataInputView source) throws IOException {
      Sum sum = new Sum();
      sum.count = source.readLong();
      sum.high = source.readLong();
      sum.low = source.readLong();
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
