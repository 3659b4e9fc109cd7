package io.ratemill.sinks.workbook;

/**
 * What a sheet must know of a column to lay it out. Units: width in characters of the default font.
 */
interface Column {
  String header();

  int width();

  CellKind kind();
}
