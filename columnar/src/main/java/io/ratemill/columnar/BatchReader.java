package io.ratemill.columnar;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a table in file order, some thousands at a time. Not for use by several threads. */
public interface BatchReader extends AutoCloseable {
  /**
   * The next rows, at least one, or null after the last.
   *
   * <p>Shape. The batch and its arrays are reused: they hold until the next call.
   *
   * <p>Errors. {@link UnreadableException} for anything in the file that cannot be read exactly;
   * the reader is of no use afterwards.
   */
  @Nullable Batch next() throws IOException;

  @Override
  void close() throws IOException;
}
