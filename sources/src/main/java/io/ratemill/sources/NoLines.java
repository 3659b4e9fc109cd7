package io.ratemill.sources;

import io.ratemill.sources.charges.ChargeTable;
import java.util.List;

/** The one slice of a delivery without parts: it is read at once, and has no lines. */
final class NoLines implements SliceReader {
  @Override
  public boolean step(ChargeTable into) {
    return false;
  }

  @Override
  public long lines() {
    return 0;
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public SliceTotals totals() {
    return new SliceTotals(List.of(), List.of());
  }

  @Override
  public void skip(long lines, ChargeTable into) {
    // Nothing was handed over.
  }

  @Override
  public void close() {
    // Nothing was opened.
  }
}
