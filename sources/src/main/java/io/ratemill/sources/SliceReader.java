package io.ratemill.sources;

/**
 * Reads one slice and adds its lines up.
 *
 * <p>Shape: call {@link #step} until it says the end is reached, and {@link #drain} whenever {@link
 * #groups} grew too large, and at the end. Errors: a row that cannot be read, or bytes that are no
 * longer those that the delivery meant, end the reading with a {@link FeedException}; what was
 * drained before must then be thrown away.
 */
public interface SliceReader extends AutoCloseable {
  /**
   * Reads the next batch; false once the slice is read whole and its pins and marker still hold.
   */
  boolean step() throws FeedException;

  /** Lines read so far. */
  long lines();

  /** Bytes of the part consumed so far, for progress. */
  long bytes();

  /** Distinct charges held since the last drain. */
  int groups();

  /** Hands over the charges held, one message per account, and holds none afterwards. */
  void drain(ChargeSink sink);

  /**
   * Totals of all lines of the slice so far, those that were skipped included, made from the lines
   * apart from the charges.
   */
  SliceTotals totals();

  /**
   * Reads over lines that were handed over before a restart: they count in {@link #lines} and
   * {@link #totals}, but make no charges.
   *
   * @param lines as {@link #lines} counted them at the last drain
   */
  void skip(long lines) throws FeedException;

  @Override
  void close();
}
