package io.ratemill.rating.udf;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.functions.AggregateFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code SMALLEST_TEXT(text)}: the smallest of some texts, with retraction.
 *
 * <p>Shape: NULL is no value and the smallest of no values is NULL, as for SQL's own MIN; texts are
 * in the order of {@link String#compareTo}. MIN keeps a table of its values for each group; nearly
 * all groups have one text here, and only those with more keep one.
 */
public final class SmallestTextFunction
    extends AggregateFunction<String, SmallestTextFunction.Seen> {
  /**
   * The texts there are.
   *
   * <p>Shape: {@code smallest} is there {@code times} times, and the greater ones as often as
   * {@code others} says, which is null without any. Mutable, because Flink asks so.
   */
  public static final class Seen {
    public @Nullable String smallest;
    public long times = 0;
    public @Nullable Map<String, Long> others;
  }

  @Override
  public Seen createAccumulator() {
    return new Seen();
  }

  @Override
  public @Nullable String getValue(Seen seen) {
    return seen.smallest;
  }

  public void accumulate(Seen seen, @Nullable String text) {
    if (text != null) {
      add(seen, text, 1);
    }
  }

  public void retract(Seen seen, @Nullable String text) {
    if (text != null) {
      add(seen, text, -1);
    }
  }

  public void merge(Seen seen, Iterable<Seen> more) {
    for (Seen one : more) {
      if (one.smallest != null) {
        add(seen, one.smallest, one.times);
      }
      if (one.others != null) {
        one.others.forEach((text, times) -> add(seen, text, times));
      }
    }
  }

  private static void add(Seen seen, String text, long times) {
    if (seen.others == null && (seen.smallest == null || seen.smallest.equals(text))) {
      seen.smallest = text;
      seen.times += times;
      if (seen.times == 0) {
        seen.smallest = null;
      }
      return;
    }
    TreeMap<String, Long> all = new TreeMap<>();
    if (seen.others != null) {
      all.putAll(seen.others);
    }
    if (seen.smallest != null) {
      all.put(seen.smallest, seen.times);
    }
    all.merge(text, times, (before, more) -> before + more == 0 ? null : before + more);
    Map.Entry<String, Long> first = all.pollFirstEntry();
    seen.smallest = first == null ? null : first.getKey();
    seen.times = first == null ? 0 : first.getValue();
    seen.others = all.isEmpty() ? null : all;
  }
}
