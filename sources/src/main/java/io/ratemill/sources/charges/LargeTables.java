package io.ratemill.sources.charges;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a thread used last, for its next use of them: grown anew for each slice they were
 * most of what reading left to the collector.
 *
 * <p>Shape: one of each width, empty; held softly, so that a reader that waits for bills holds no
 * memory that others need.
 */
public final class LargeTables {
  private static final ThreadLocal<@Nullable SoftReference<LargeTables>> LEFT = new ThreadLocal<>();

  private final Map<Integer, KeyTable> keys = new HashMap<>();
  private final Map<Integer, SumTable> sums = new HashMap<>();

  private LargeTables() {}

  private static @Nullable LargeTables left() {
    SoftReference<LargeTables> reference = LEFT.get();
    return reference == null ? null : reference.get();
  }

  /** A table of keys, empty. */
  public static KeyTable keys(int width) {
    LargeTables left = left();
    KeyTable found = left == null ? null : left.keys.remove(width);
    return found == null ? new KeyTable(width) : found;
  }

  /** A table of sums, empty. */
  public static SumTable sums(int measures) {
    LargeTables left = left();
    SumTable found = left == null ? null : left.sums.remove(measures);
    return found == null ? new SumTable(measures) : found;
  }

  /** Takes tables that are empty and of no more use to the caller. */
  public static void leave(KeyTable keys, SumTable sums) {
    LargeTables left = left();
    if (left == null) {
      left = new LargeTables();
      LEFT.set(new SoftReference<>(left));
    }
    left.keys.put(keys.width(), keys);
    left.sums.put(sums.measures(), sums);
  }
}
