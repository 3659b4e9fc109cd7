package io.ratemill.sources.azure;

import io.ratemill.sources.FeedException;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.SliceTotals;
import io.ratemill.sources.charges.ChargeTable;
import io.ratemill.sources.rollup.Where;

/**
 * Reads a whole part and holds its lines against the count in the manifest.
 *
 * <p>Errors: a part with more or fewer lines than its manifest says was cut or replaced, and
 * refuses its delivery.
 */
final class CountedReader implements SliceReader {
  private final SliceReader reader;
  private final long expected;
  private final Where where;

  CountedReader(SliceReader reader, long expected, Where where) {
    this.reader = reader;
    this.expected = expected;
    this.where = where;
  }

  @Override
  public boolean step(ChargeTable into) throws FeedException {
    if (reader.step(into)) {
      return true;
    }
    if (reader.lines() != expected) {
      throw where.data(
          "row-count",
          "the manifest says that the part has "
              + expected
              + " rows, but it has "
              + reader.lines()
              + ": it was cut short or replaced; the older delivery stays, copy the part again or"
              + " run the export again");
    }
    return false;
  }

  @Override
  public long lines() {
    return reader.lines();
  }

  @Override
  public long bytes() {
    return reader.bytes();
  }

  @Override
  public SliceTotals totals() {
    return reader.totals();
  }

  @Override
  public void skip(long lines, ChargeTable into) throws FeedException {
    reader.skip(lines, into);
  }

  @Override
  public void close() {
    reader.close();
  }
}
