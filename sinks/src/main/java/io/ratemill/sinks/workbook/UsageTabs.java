package io.ratemill.sinks.workbook;

import io.ratemill.model.Grain;
import io.ratemill.model.Money;
import io.ratemill.model.ReportHeader;
import io.ratemill.model.UsageRecord;
import io.ratemill.model.UsageSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the tabs of one processed report say: its general tab, and the text of every cell of its
 * records.
 *
 * <p>Shape: the workbook and records.csv both take their cells from here, so they cannot differ.
 * Units: amounts with 8 decimals, quantities with at most 8, plain notation.
 */
public final class UsageTabs {
  private static final BigDecimal ONE = BigDecimal.ONE;

  private final GeneralTab general;
  private final Grain grain;
  private final UsageSchema schema;
  private final List<RecordColumn> columns;
  private final String productId;
  private final String start;
  private final String end;

  private UsageTabs(GeneralTab general, Grain grain) {
    this.general = general;
    this.grain = grain;
    this.schema = general.usageSchema();
    this.columns = RecordColumn.of(grain);
    this.productId = general.value(GeneralAttribute.PRODUCT_ID);
    this.start = general.value(GeneralAttribute.REPORT_START_TIME_UTC);
    this.end = general.value(GeneralAttribute.REPORT_END_TIME_UTC);
  }

  public static UsageTabs of(ReportHeader header) {
    return new UsageTabs(GeneralTab.of(header), header.grain());
  }

  public static UsageTabs of(GeneralTab general, Grain grain) {
    return new UsageTabs(general, grain);
  }

  public GeneralTab general() {
    return general;
  }

  public Grain grain() {
    return grain;
  }

  public UsageSchema schema() {
    return schema;
  }

  /** The columns of this report's records, in order. */
  public List<RecordColumn> columns() {
    return columns;
  }

  /** The quantity a record shows: 1 at grain service, else the record's with 8 decimals. */
  public BigDecimal quantity(UsageRecord record) {
    return grain == Grain.SERVICE ? ONE : Money.round(record.quantity());
  }

  /**
   * The amount a record shows, absent under schema QT.
   *
   * <p>Errors: an absent or unrounded amount under another schema is refused, for a writer that
   * rounds would round twice.
   */
  public @Nullable BigDecimal amount(UsageRecord record) {
    if (schema == UsageSchema.QT) {
      return null;
    }
    BigDecimal amount = record.amount();
    if (amount == null) {
      throw new IllegalArgumentException(
          "record " + record.recordId() + " has no amount; schema " + schema + " needs one");
    }
    try {
      return amount.setScale(Money.AMOUNT_SCALE, RoundingMode.UNNECESSARY);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "the amount "
              + amount.toPlainString()
              + " of record "
              + record.recordId()
              + " is not rounded to "
              + Money.AMOUNT_SCALE
              + " decimals",
          e);
    }
  }

  /** The tier a record shows: its own under schema TR, else 0. */
  public int tier(UsageRecord record) {
    return schema == UsageSchema.TR ? record.tier() : 0;
  }

  /** The text of one cell; empty where it has nothing to say. */
  public String text(RecordColumn column, UsageRecord record) {
    return switch (column) {
      case RECORD_ID -> record.recordId();
      case ITEM_SEARCH_CRITERIA -> "item.mpn";
      case ITEM_SEARCH_VALUE, CATEGORY_ID, ITEM_MPN -> record.itemMpn();
      case QUANTITY -> grain == Grain.SERVICE ? "1" : Money.text(quantity(record));
      case START_TIME_UTC -> start;
      case END_TIME_UTC -> end;
      case ASSET_SEARCH_CRITERIA -> "asset.id";
      case ASSET_SEARCH_VALUE, ASSET_ID -> record.assetId();
      case AMOUNT -> {
        BigDecimal amount = amount(record);
        yield amount == null ? "" : Money.fixedText(amount);
      }
      case TIER -> Integer.toString(tier(record));
      case ITEM_NAME -> record.itemName();
      case ITEM_UNIT -> grain == Grain.SERVICE ? "Unit" : record.itemUnit();
      case ITEM_PRECISION -> "decimal(8)";
      case ITEM_TYPE -> "ppu";
      case ITEM_PERIOD -> "monthly";
      case PRODUCT_ID -> productId;
      case ASSET_EXTERNAL_ID -> record.assetExternalId();
      case CUSTOMER_ACCOUNT_ID -> record.customerAccountId();
      case CUSTOMER_COMPANY_NAME -> record.customerCompanyName();
      case STATUS -> "valid";
      case MARKETPLACE_SERVICE -> record.marketplaceService() ? "true" : "false";
      case RESOURCE_ID -> record.resourceId();
      // Known to the vendor's catalogue and asset parameters only, not to a bill.
      case RECORD_NOTE, ASSET_RECON_ID, ITEM_ID -> "";
    };
  }
}
