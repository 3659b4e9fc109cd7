package io.ratemill.jobs.ledger;

import io.ratemill.model.CostBasis;
import io.ratemill.model.CostSums;
import io.ratemill.model.Money;
import io.ratemill.model.Owner;
import io.ratemill.model.ReportKey;
import java.math.BigDecimal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

/**
 * The key of charges that have an owner and a price: the dimensions of a record and what rates it.
 *
 * <p>Shape: {@link #row} is the one place that lays out the table {@code owned_charges} of sql/.
 *
 * @param supportAccount the account whose support the charges are, which makes a record of its own;
 *     empty for all other charges
 */
record OwnedCharge(
    ReportKey report,
    String currency,
    String usageSchema,
    String grain,
    String assetId,
    String assetExternalId,
    String customerAccountId,
    String customerCompanyName,
    String hubId,
    String itemMpn,
    String itemName,
    String itemUnit,
    String resourceId,
    boolean marketplaceService,
    String supportAccount,
    CostBasis basis,
    BigDecimal markup,
    BigDecimal rate,
    BigDecimal spMargin,
    BigDecimal resellerMargin) {

  /** Separates the texts of the column {@code names}. */
  static final char SEPARATOR = '\u001f';

  private static final int MIX = 0x9E3779B1;

  private static final String[] COLUMNS = {
    "report",
    "currency",
    "usage_schema",
    "grain",
    "asset_id",
    "names",
    "item_mpn",
    "resource_id",
    "marketplace_service",
    "support_account",
    "basis",
    "markup",
    "rate",
    "sp_margin",
    "reseller_margin",
    "billed",
    "list_priced",
    "effective",
    "contracted",
    "quantity",
    "lines"
  };

  static final TypeInformation<Row> ROW =
      Types.ROW_NAMED(
          COLUMNS,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.BOOLEAN,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.STRING,
          Types.LONG);

  static OwnedCharge of(
      ReportKey report,
      String currency,
      String usageSchema,
      String grain,
      Owner owner,
      String itemMpn,
      String itemName,
      String itemUnit,
      String resourceId,
      boolean marketplaceService,
      String supportAccount,
      CostBasis basis,
      BigDecimal markup,
      BigDecimal rate,
      BigDecimal spMargin,
      BigDecimal resellerMargin) {
    return new OwnedCharge(
        report,
        currency,
        usageSchema,
        grain,
        owner.assetId(),
        owner.assetExternalId(),
        owner.customerAccountId(),
        owner.customerCompanyName(),
        owner.hubId(),
        itemMpn,
        itemName,
        itemUnit,
        resourceId,
        marketplaceService,
        supportAccount,
        basis,
        markup.stripTrailingZeros(),
        rate.stripTrailingZeros(),
        spMargin.stripTrailingZeros(),
        resellerMargin.stripTrailingZeros());
  }

  /**
   * What tells most charges apart, mixed by an odd constant.
   *
   * <p>The hash of a record multiplies by 31: where two components that follow each other hold the
   * same number, as ids of one customer do, that is a multiple of 32 and tables become lists.
   */
  @Override
  public int hashCode() {
    int hash = assetId.hashCode();
    hash = hash * MIX + itemMpn.hashCode();
    hash = hash * MIX + itemName.hashCode();
    hash = hash * MIX + resourceId.hashCode();
    hash = hash * MIX + report.hashCode();
    hash = hash * MIX + markup.hashCode();
    return hash * MIX + basis.ordinal();
  }

  /** The row of the changelog for these charges with these sums. */
  Row row(RowKind kind, CostSums sums) {
    return Row.ofKind(
        kind,
        report.text(),
        currency,
        usageSchema,
        grain,
        assetId,
        names(),
        itemMpn,
        resourceId,
        marketplaceService,
        supportAccount,
        basis.text(),
        markup.toPlainString(),
        rate.toPlainString(),
        spMargin.toPlainString(),
        resellerMargin.toPlainString(),
        text(sums.billed()),
        text(sums.listPriced()),
        text(sums.effective()),
        text(sums.contracted()),
        text(sums.quantity()),
        sums.lines());
  }

  /**
   * What a record shows beside its key, as one text: where owners or bills name one record
   * differently, the smallest text is shown, whole.
   */
  private String names() {
    return customerAccountId
        + SEPARATOR
        + customerCompanyName
        + SEPARATOR
        + assetExternalId
        + SEPARATOR
        + hubId
        + SEPARATOR
        + itemName
        + SEPARATOR
        + itemUnit;
  }

  private static @Nullable String text(@Nullable BigDecimal amount) {
    return Money.textOrNull(amount);
  }
}
