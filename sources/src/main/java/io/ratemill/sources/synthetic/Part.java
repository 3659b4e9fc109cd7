package io.ratemill.sources.synthetic;

import java.io.Closeable;
import java.io.IOException;

/** One file of a bill that is being written. */
interface Part extends Closeable {
  /** Appends a line; the line may be filled anew afterwards. */
  void add(Line line) throws IOException;
}
