package io.ratemill.sources.text;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows as CSV in UTF-8, some at a time, the names of the columns first. */
public interface RowSource extends AutoCloseable {
  /** The next rows, each ended by a line feed, maybe none; null after the last. */
  byte @Nullable [] next() throws IOException;

  @Override
  void close();
}
