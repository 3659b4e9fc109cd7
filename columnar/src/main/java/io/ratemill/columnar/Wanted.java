package io.ratemill.columnar;

import java.util.Objects;

/**
 * One column to read, and what to read it as.
 *
 * @param column index into {@link Table#columns()}; the same column may be wanted more than once
 * @param kind what its cells are read as
 */
public record Wanted(int column, ColumnKind kind) {
  public Wanted {
    Objects.requireNonNull(kind, "kind");
    if (column < 0) {
      throw new IllegalArgumentException(
          "column index " + column + " is negative: use the index in Table.columns()");
    }
  }
}
