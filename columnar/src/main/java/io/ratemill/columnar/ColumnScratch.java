package io.ratemill.columnar;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one column of a Parquet file is read with, for the next file when this one is read: windows
 * and dictionaries live long enough to get old, and made anew for each file they were most of what
 * reading left to the collector.
 *
 * <p>Shape: nothing of what it holds means anything to who takes it. Left ones wait for the same
 * thread; held softly, so that a reader that waits for bills holds no memory that others need.
 */
final class ColumnScratch {
  private static final ThreadLocal<@Nullable SoftReference<ArrayDeque<ColumnScratch>>> LEFT =
      new ThreadLocal<>();

  /** As many as the columns that a bill's mapping wants, or somewhat more. */
  private static final int MOST = 32;

  final ChunkPages pages = new ChunkPages();
  final Values values = new Values();

  /** The decimals of a chunk's dictionary. */
  DecimalColumn decimals = new DecimalColumn(0);

  private ColumnScratch() {}

  private static @Nullable ArrayDeque<ColumnScratch> left() {
    SoftReference<ArrayDeque<ColumnScratch>> reference = LEFT.get();
    return reference == null ? null : reference.get();
  }

  /** One that was left, or a new one. */
  static ColumnScratch take() {
    ArrayDeque<ColumnScratch> left = left();
    ColumnScratch found = left == null ? null : left.pollFirst();
    return found == null ? new ColumnScratch() : found;
  }

  /** Leaves some that nobody uses any more; the list is empty afterwards. */
  static void leave(List<ColumnScratch> some) {
    ArrayDeque<ColumnScratch> left = left();
    if (left == null) {
      left = new ArrayDeque<>();
      LEFT.set(new SoftReference<>(left));
    }
    for (ColumnScratch scratch : some) {
      scratch.pages.forget();
      if (left.size() < MOST) {
        left.addLast(scratch);
      }
    }
    some.clear();
  }

  /** Room for the decimals of so many entries, of which none is there yet. */
  void needDecimals(int count) {
    if (decimals.capacity() < count) {
      decimals = new DecimalColumn(Math.max(count, 2 * decimals.capacity()));
    }
  }
}
