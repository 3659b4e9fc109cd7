package io.ratemill.rating.udf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.functions.AggregateFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code SMALLEST_TEXT(text)}: the smallest of some texts, with retraction.
 *
 * <p>Shape: NULL is no value and the smallest of no values is NULL, as for SQL's own MIN; texts are
 * in the order of {@link String#compareTo}. MIN keeps a table of its values for each group; nearly
 * all groups have one text here, and only those with more keep one.
 */
@FunctionHint(
    input = @DataTypeHint(value = "STRING", bridgedTo = StringData.class),
    accumulator =
        @DataTypeHint(
            value = "RAW",
            bridgedTo = SmallestTextFunction.Seen.class,
            rawSerializer = SmallestTextFunction.SeenSerializer.class),
    output = @DataTypeHint(value = "STRING", bridgedTo = StringData.class))
public final class SmallestTextFunction
    extends AggregateFunction<StringData, SmallestTextFunction.Seen> {
  private static final long serialVersionUID = 1L;

  /**
   * The texts there are.
   *
   * <p>Shape: {@code smallest} (UTF-8) is there {@code times} times, and the greater ones as often
   * as {@code others} says, which is null without any. Mutable, because Flink asks so.
   */
  public static final class Seen {
    byte @Nullable [] smallest;
    long times;
    @Nullable TreeMap<String, Long> others;
  }

  @Override
  public Seen createAccumulator() {
    return new Seen();
  }

  @Override
  public @Nullable StringData getValue(Seen seen) {
    return seen.smallest == null ? null : StringData.fromBytes(seen.smallest);
  }

  public void accumulate(Seen seen, @Nullable StringData text) {
    if (text != null) {
      add(seen, text.toBytes(), 1);
    }
  }

  public void retract(Seen seen, @Nullable StringData text) {
    if (text != null) {
      add(seen, text.toBytes(), -1);
    }
  }

  public void merge(Seen seen, Iterable<Seen> more) {
    for (Seen one : more) {
      if (one.smallest != null) {
        add(seen, one.smallest, one.times);
      }
      if (one.others != null) {
        one.others.forEach((text, times) -> add(seen, utf8(text), times));
      }
    }
  }

  private static void add(Seen seen, byte[] text, long times) {
    if (seen.others == null && (seen.smallest == null || Arrays.equals(seen.smallest, text))) {
      seen.times += times;
      if (seen.times == 0) {
        seen.smallest = null;
      } else if (seen.smallest == null) {
        seen.smallest = text;
      }
      return;
    }
    TreeMap<String, Long> all = seen.others == null ? new TreeMap<>() : seen.others;
    if (seen.smallest != null) {
      all.put(text(seen.smallest), seen.times);
    }
    all.merge(text(text), times, (before, more) -> before + more == 0 ? null : before + more);
    Map.Entry<String, Long> first = all.pollFirstEntry();
    seen.smallest = first == null ? null : utf8(first.getKey());
    seen.times = first == null ? 0 : first.getValue();
    seen.others = all.isEmpty() ? null : all;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
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
        for (Map.Entry<String, Long> other : seen.others.entrySet()) {
          AccumulatorBytes.write(utf8(other.getKey()), target);
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
        TreeMap<String, Long> greater = new TreeMap<>();
        for (int i = 0; i < others; i++) {
          byte[] text = AccumulatorBytes.read(source);
          greater.put(text(text == null ? new byte[0] : text), source.readLong());
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
