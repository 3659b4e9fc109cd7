package io.ratemill.columnar;

import java.util.Objects;

/**
 * One column to read, and what to read it as.
 *
 * @param column index into {@link Table#columns()}; the same column may be wanted more than once
 * @param kind what its cells are read as
 * @param inElements what the column holds in rows that are elements of an unfolded list: {@link
 *     #ROW}, {@link #NULL}, or the index of the element's column that stands in there
 */
public record Wanted(int column, ColumnKind kind, int inElements) {
  /** Elements have the cell of the row they are in. */
  public static final int ROW = -1;

  /** Elements have a null cell. */
  public static final int NULL = -2;

  public Wanted {
    Objects.requireNonNull(kind, "kind");
    if (column < 0 || inElements < NULL) {
      throw new IllegalArgumentException(
          "column index " + column + " is negative: use the index in Table.columns()");
    }
    if (inElements >= 0 && kind == ColumnKind.TEXT) {
      throw new IllegalArgumentException(
          "text column " + column + " cannot share its ids with an element's: want both apart");
    }
  }

  /** A column whose cells elements repeat. */
  public Wanted(int column, ColumnKind kind) {
    this(column, kind, ROW);
  }
}
