package io.ratemill.sinks.workbook;

import io.ratemill.model.Grain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The columns of the records tab of a processed report, in their order: the base columns, what
 * processing adds, the vendor's own.
 *
 * <p>Source: the usage module's processed file; no header occurs twice.
 */
public enum RecordColumn implements Column {
  RECORD_ID("record_id", 32),
  RECORD_NOTE("record_note", 14),
  ITEM_SEARCH_CRITERIA("item_search_criteria", 21),
  ITEM_SEARCH_VALUE("item_search_value", 28),
  QUANTITY("quantity", 16, CellKind.NUMBER),
  START_TIME_UTC("start_time_utc", 20),
  END_TIME_UTC("end_time_utc", 20),
  ASSET_SEARCH_CRITERIA("asset_search_criteria", 22),
  ASSET_SEARCH_VALUE("asset_search_value", 24),
  CATEGORY_ID("category_id", 28),
  AMOUNT("amount", 18, CellKind.MONEY),
  TIER("tier", 7, CellKind.ORDINAL),
  ITEM_NAME("item_name", 40),
  ITEM_UNIT("item_unit", 14),
  ITEM_MPN("item_mpn", 28),
  ITEM_PRECISION("item_precision", 16),
  ASSET_RECON_ID("asset_recon_id", 16),
  ITEM_TYPE("item_type", 11),
  ITEM_PERIOD("item_period", 13),
  ITEM_ID("item_id", 16),
  PRODUCT_ID("product_id", 20),
  ASSET_ID("asset_id", 24),
  ASSET_EXTERNAL_ID("asset_external_id", 22),
  CUSTOMER_ACCOUNT_ID("customer_account_id", 22),
  CUSTOMER_COMPANY_NAME("customer_company_name", 32),
  STATUS("status", 9),
  MARKETPLACE_SERVICE("v.marketplace_service", 23),
  /** Only at grain resource. */
  RESOURCE_ID("v.resource_id", 44);

  private final String header;
  private final int width;
  private final CellKind kind;

  RecordColumn(String header, int width) {
    this(header, width, CellKind.TEXT);
  }

  RecordColumn(String header, int width, CellKind kind) {
    this.header = header;
    this.width = width;
    this.kind = kind;
  }

  /** The columns that records of a grain have. */
  public static List<RecordColumn> of(Grain grain) {
    List<RecordColumn> columns = new ArrayList<>(Arrays.asList(values()));
    if (grain != Grain.RESOURCE) {
      columns.remove(RESOURCE_ID);
    }
    return List.copyOf(columns);
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
