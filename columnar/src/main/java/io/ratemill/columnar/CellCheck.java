package io.ratemill.columnar;

import org.jspecify.annotations.Nullable;

/** Tells beforehand whether a cell can be read, where one bad cell may not refuse its table. */
public final class CellCheck {
  /** Where the advice starts that only fits files. */
  private static final String ADVICE = ": have the provider";

  private final DecimalColumn scratch = new DecimalColumn(1);

  /** Why a cell cannot be read as a kind, in a few words; null if it can be. */
  public @Nullable String trouble(ColumnKind kind, byte[] cell) {
    try {
      switch (kind) {
        case TEXT -> {}
        case DECIMAL -> DecimalParser.parse(cell, 0, cell.length, scratch, 0);
        case DAY -> DayParser.parse(cell, 0, cell.length);
      }
      return null;
    } catch (CellException e) {
      int advice = e.reason().indexOf(ADVICE);
      return advice < 0 ? e.reason() : e.reason().substring(0, advice);
    }
  }
}
