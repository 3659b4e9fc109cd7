package io.ratemill.sources.rollup;

import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the last slice that a thread read, for the next one: grown anew for each slice they
 * were most of what reading left to the collector.
 *
 * <p>Shape: one of each, empty; held softly, so that a reader that waits for bills holds no memory
 * that others need.
 */
final class LargeTables {
  private static final ThreadLocal<@Nullable SoftReference<LargeTables>> LEFT = new ThreadLocal<>();

  private @Nullable KeyTable keys;
  private @Nullable SumTable sums;

  private LargeTables(KeyTable keys, SumTable sums) {
    this.keys = keys;
    this.sums = sums;
  }

  private static @Nullable LargeTables left() {
    SoftReference<LargeTables> reference = LEFT.get();
    return reference == null ? null : reference.get();
  }

  /** A table of keys, empty. */
  static KeyTable keys(int width) {
    LargeTables left = left();
    KeyTable found = left == null ? null : left.keys;
    if (left == null || found == null || found.width() != width) {
      return new KeyTable(width);
    }
    left.keys = null;
    return found;
  }

  /** A table of sums, empty. */
  static SumTable sums(int measures) {
    LargeTables left = left();
    SumTable found = left == null ? null : left.sums;
    if (left == null || found == null || found.measures() != measures) {
      return new SumTable(measures);
    }
    left.sums = null;
    return found;
  }

  /** Takes tables that are empty and of no more use to the caller. */
  static void leave(KeyTable keys, SumTable sums) {
    LEFT.set(new SoftReference<>(new LargeTables(keys, sums)));
  }
}
