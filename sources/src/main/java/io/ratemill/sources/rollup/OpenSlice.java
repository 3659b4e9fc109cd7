package io.ratemill.sources.rollup;

import io.ratemill.columnar.Table;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.SliceTotals;
import java.util.List;

/**
 * A slice of a part, open for reading at the version that the delivery meant, wherever its rows
 * come from.
 */
public interface OpenSlice extends AutoCloseable {
  /** The rows. */
  Table table();

  Where where();

  /** Bytes read so far, never more than the slice has. */
  long bytesRead();

  /** Bytes of the slice. */
  long bytesOfSlice();

  /** Proves that what was read is still what the delivery meant. */
  void verify() throws FeedException;

  /** Whether the rows come in the same order whenever the slice is opened. */
  default boolean keepsOrder() {
    return true;
  }

  /** What was odd and never became a row. */
  default List<SliceTotals.Warning> warnings() {
    return List.of();
  }

  @Override
  void close();
}
