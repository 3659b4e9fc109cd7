package io.ratemill.sinks.workbook;

/** The columns of the general tab. */
enum GeneralColumn implements Column {
  NUMBER("#", 5, CellKind.ORDINAL),
  ATTRIBUTE_ID("attribute_id", 32, CellKind.TEXT),
  ATTRIBUTE_VALUE("attribute_value", 48, CellKind.TEXT);

  private final String header;
  private final int width;
  private final CellKind kind;

  GeneralColumn(String header, int width, CellKind kind) {
    this.header = header;
    this.width = width;
    this.kind = kind;
  }

  @Override
  public String header() {
    return header;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public CellKind kind() {
    return kind;
  }
}
