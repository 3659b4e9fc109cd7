package io.ratemill.sinks.workbook;

/** How a column's cells are stored and shown. */
enum CellKind {
  /** Text, whatever it looks like: ids keep their zeros. */
  TEXT,
  /** A row's number, shown at the left like a name. */
  ORDINAL,
  /** A number shown as the spreadsheet program likes. */
  NUMBER,
  /** A number shown with two to eight decimals. */
  MONEY
}
