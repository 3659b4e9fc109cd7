package io.ratemill.rating.udf;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
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
 * {@code SMALLEST_BYTES(bytes)}: the smallest of some strings of bytes, with retraction.
 *
 * <p>Shape: NULL is no value and the smallest of no values is NULL, as for SQL's own MIN, which
 * does not take bytes; they are compared without sign, so that texts in UTF-8 are in the order of
 * their characters. Nearly all groups have one value here, and only those with more keep a table.
 */
@FunctionHint(
    accumulator =
        @DataTypeHint(
            value = "RAW",
            bridgedTo = SmallestBytesFunction.Seen.class,
            rawSerializer = SmallestBytesFunction.SeenSerializer.class))
public final class SmallestBytesFunction
    extends AggregateFunction<byte[], SmallestBytesFunction.Seen> {
  private static final long serialVersionUID = 1L;

  /**
   * The values there are.
   *
   * <p>Shape: {@code smallest} is there {@code times} times, and the greater ones as often as
   * {@code others} says, which is null without any. Mutable, because Flink asks so.
   */
  public static final class Seen {
    byte @Nullable [] smallest;
    long times;
    @Nullable TreeMap<byte[], Long> others;
  }

  @Override
  public Seen createAccumulator() {
    return new Seen();
  }

  @Override
  public byte @Nullable [] getValue(Seen seen) {
    return seen.smallest;
  }

  public void accumulate(Seen seen, byte @Nullable [] bytes) {
    if (bytes != null) {
      add(seen, bytes, 1);
    }
  }

  public void retract(Seen seen, byte @Nullable [] bytes) {
    if (bytes != null) {
      add(seen, bytes, -1);
    }
  }

  public void merge(Seen seen, Iterable<Seen> more) {
    for (Seen one : more) {
      if (one.smallest != null) {
        add(seen, one.smallest, one.times);
      }
      if (one.others != null) {
        one.others.forEach((bytes, times) -> add(seen, bytes, times));
      }
    }
  }

  private static void add(Seen seen, byte[] bytes, long times) {
    if (seen.others == null && (seen.smallest == null || Arrays.equals(seen.smallest, bytes))) {
      seen.times += times;
      if (seen.times == 0) {
        seen.smallest = null;
      } else if (seen.smallest == null) {
        seen.smallest = bytes;
      }
      return;
    }
    TreeMap<byte[], Long> all = seen.others == null ? table() : seen.others;
    if (seen.smallest != null) {
      all.put(seen.smallest, seen.times);
    }
    all.merge(bytes, times, (before, more) -> before + more == 0 ? null : before + more);
    Map.Entry<byte[], Long> first = all.pollFirstEntry();
    seen.smallest = first == null ? null : first.getKey();
    seen.times = first == null ? 0 : first.getValue();
    seen.others = all.isEmpty() ? null : all;
  }

  private static TreeMap<byte[], Long> table() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  /** Writes what is there as bytes; Flink's own way would be three objects per number. */
  public static final class SeenSerializer extends TypeSerializerSingleton<Seen> {
    private static final long serialVersionUID = 1L;

    @Override
    public Seen createInstance() {
      return new Seen();
    }

    @Override
    public Seen copy(Seen from) {
      Seen copy = new Seen();
      copy.smallest = from.smallest;
      copy.times = from.times;
      copy.others = from.others == null ? null : new TreeMap<>(from.others);
      return copy;
    }

    @Override
    public void serialize(Seen seen, DataOutputView target) throws IOException {
      target.writeLong(seen.times);
      AccumulatorBytes.write(seen.smallest, target);
      target.writeInt(seen.others == null ? 0 : seen.others.size());
      if (seen.others != null) {
        for (Map.Entry<byte[], Long> other : seen.others.entrySet()) {
          AccumulatorBytes.write(other.getKey(), target);
          target.writeLong(other.getValue());
        }
      }
    }

    @Override
    public Seen deserialize(DataInputView source) throws IOException {
      Seen seen = new Seen();
      seen.times = source.readLong();
      seen.smallest = AccumulatorBytes.read(source);
      int others = source.readInt();
      if (others > 0) {
        TreeMap<byte[], Long> greater = table();
        for (int i = 0; i < others; i++) {
          byte[] bytes = AccumulatorBytes.read(source);
          greater.put(bytes == null ? new byte[0] : bytes, source.readLong());
        }
        seen.others = greater;
      }
      return seen;
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
    public Seen copy(Seen from, Seen reuse) {
      return copy(from);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
      serialize(deserialize(source), target);
    }

    @Override
    public Seen deserialize(Seen reuse, DataInputView source) throws IOException {
      return deserialize(source);
    }

    @Override
    public TypeSerializerSnapshot<Seen> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Says by its class what wrote a state. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Seen> {
      public Snapshot() {
        super(SeenSerializer::new);
      }
    }
  }
}
