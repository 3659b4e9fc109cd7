package io.ratemill.columnar;

import java.io.IOException;

/**
 * Rows and the elements of one list in them, side by side, some thousands of rows at a time.
 *
 * <p>Shape. The elements of all rows of a batch lie one after the other in a batch of their own.
 */
interface Nested extends AutoCloseable {
  /** Reads the next rows and their elements; false after the last. */
  boolean next() throws IOException;

  /** The rows read last. */
  Batch rows();

  /** The elements of the rows read last. */
  Batch elements();

  /** How many elements each of the rows read last has. */
  int[] counts();

  @Override
  void close() throws IOException;
}
