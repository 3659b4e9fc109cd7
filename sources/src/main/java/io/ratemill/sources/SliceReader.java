package io.ratemill.sources;

import io.ratemill.sources.charges.ChargeTable;

/**
 * Reads one slice and adds its lines up.
 *
 * <p>Shape: call {@link #step} until it says the end is reached, always with the same table, whose
 * charges may be handed over in between. Errors: a row that cannot be read, or bytes that are no
 * longer those that the delivery meant, end the reading with a {@link FeedException}; what was
 * handed over before must then be thrown away.
 */
public interface SliceReader extends AutoCloseable {
  /**
   * Reads the next batch; false once the slice is read whole and its pins and marker still hold.
   *
   * @param into the charges to which the lines are added
   */
  boolean step(ChargeTable into) throws FeedException;

  /** Lines read so far. */
  long lines();

  /** Bytes of the part consumed so far, for progress. */
  long bytes();

  /**
   * Totals of all lines of the slice so far, those that were skipped included, made from the lines
   * apart from the charges.
   */
  SliceTotals totals();

  /**
   * Reads over lines that were handed over before a restart: they count in {@link #lines} and
   * {@link #totals}, but make no charges.
   *
   * @param lines as {@link #lines} counted them when they were handed over
   * @param into the charges to which the rest of a batch is added
   */
  void skip(long lines, ChargeTable into) throws FeedException;

  @Override
  void close();
}
