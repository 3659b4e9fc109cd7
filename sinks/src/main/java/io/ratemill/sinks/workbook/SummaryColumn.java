package io.ratemill.sinks.workbook;

import io.ratemill.model.UsageSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The columns of the summary tab; the tier only where records have tiers. */
enum SummaryColumn implements Column {
  ITEM_MPN(28, CellKind.TEXT),
  ITEM_NAME(44, CellKind.TEXT),
  TIER(8, CellKind.ORDINAL),
  RECORDS(12, CellKind.NUMBER),
  QUANTITY(20, CellKind.NUMBER),
  AMOUNT(20, CellKind.MONEY);

  private final int width;
  private final CellKind kind;

  SummaryColumn(int width, CellKind kind) {
    this.width = width;
    this.kind = kind;
  }

  static List<SummaryColumn> of(UsageSchema schema) {
    List<SummaryColumn> columns = new ArrayList<>(Arrays.asList(values()));
    if (schema != UsageSchema.TR) {
      columns.remove(TIER);
    }
    return List.copyOf(columns);
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
    return kind;
  }
}
