package io.ratemill.sinks.workbook;

import java.util.Locale;

/** The columns of the categories tab. */
enum CategoryColumn implements Column {
  CATEGORY_ID(28),
  CATEGORY_NAME(44),
  CATEGORY_DESCRIPTION(44);

  private final int width;

  CategoryColumn(int width) {
    this.width = width;
  }

  @Override
  public String header() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public CellKind kind() {
    return CellKind.TEXT;
  }
}
