package io.ratemill.jobs.ledger;

import io.ratemill.model.Amount;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.CostBasis;
import io.ratemill.model.Grain;
import io.ratemill.model.Money;
import io.ratemill.model.WideSums;
import io.ratemill.rating.Placement;
import io.ratemill.rating.Tiers;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.RowType.RowField;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

/**
 * The key of charges that have an owner and a price: the dimensions of a record and what rates it.
 *
 * <p>Shape: {@link #rows} is the one place that lays out the table {@code owned_charges} of sql/.
 *
 * @param supportAccount the account whose support the charges are, which makes a record of its own;
 *     empty for all other charges
 */
record OwnedCharge(
    ReportAsset asset,
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

  static final int MIX = 0x9E3779B1;

  private static final LogicalType BYTES = new VarBinaryType(VarBinaryType.MAX_LENGTH);
  private static final LogicalType TEXT = new VarCharType(VarCharType.MAX_LENGTH);

  /** The columns of {@code owned_charges}. */
  static final InternalTypeInfo<RowData> ROW =
      InternalTypeInfo.of(
          new RowType(
              List.of(
                  new RowField("record", BYTES.copy(false)),
                  new RowField("names", BYTES),
                  new RowField("report", TEXT),
                  new RowField("currency", TEXT),
                  new RowField("asset_id", TEXT),
                  new RowField("item_mpn", TEXT),
                  new RowField("resource_id", TEXT),
                  new RowField("marketplace_service", new BooleanType()),
                  new RowField("support_account", TEXT),
                  new RowField("tier", new IntType()),
                  new RowField("basis", TEXT),
                  new RowField("cost", BYTES),
                  new RowField("markup", BYTES),
                  new RowField("rate", BYTES),
                  new RowField("sp_margin", BYTES),
                  new RowField("reseller_margin", BYTES),
                  new RowField("quantity", BYTES),
                  new RowField("lines", new BigIntType()))));

  static OwnedCharge of(
      ReportAsset asset,
      Placement placement,
      ChargeKey charge,
      String resource,
      String supportAccount) {
    return new OwnedCharge(
        asset,
        charge.item(),
        charge.itemName(),
        asset.grain() == Grain.SERVICE ? "Unit" : charge.unit(),
        resource,
        charge.marketplace(),
        supportAccount,
        placement.basis(),
        placement.markup(),
        placement.rate(),
        placement.spMargin(),
        placement.resellerMargin());
  }

  /**
   * What tells most charges apart, mixed by an odd constant.
   *
   * <p>The hash of a record multiplies by 31: where two components that follow each other hold the
   * same number, as ids of one customer do, that is a multiple of 32 and tables become lists.
   */
  @Override
  public int hashCode() {
    int hash = asset.hashCode();
    hash = hash * MIX + itemMpn.hashCode();
    hash = hash * MIX + itemName.hashCode();
    hash = hash * MIX + resourceId.hashCode();
    hash = hash * MIX + markup.hashCode();
    return hash * MIX + basis.ordinal();
  }

  /** Whether rows of two sums would say the same. */
  boolean same(WideSums one, WideSums other) {
    return one.lines() == other.lines()
        && Money.same(cost(one), cost(other))
        && Money.same(quantity(one), quantity(other));
  }

  /** A number that charges of one record have in common, of whatever tier. */
  int recordHash() {
    int hash = asset.hashCode();
    hash = hash * MIX + itemMpn.hashCode();
    hash = hash * MIX + resourceId.hashCode();
    hash = hash * MIX + supportAccount.hashCode();
    hash = hash * MIX + (marketplaceService ? 1 : 0);
    return hash ^ hash >>> 16;
  }

  /** The cost in exact digits, in UTF-8; null where no charge has it. */
  byte @Nullable [] costText(WideSums sums) {
    Amount amount = costAmount();
    return amount == null ? null : sums.utf8(amount);
  }

  /** The quantity in exact digits, in UTF-8; null where no charge has it. */
  byte @Nullable [] quantityText(WideSums sums) {
    return asset.grain() == Grain.SERVICE ? null : sums.utf8(Amount.QUANTITY);
  }

  /** The rows of the changelog for these charges, one per tier. */
  void rows(
      RowKind kind,
      byte @Nullable [] cost,
      byte @Nullable [] quantity,
      long lines,
      RowTexts texts,
      Consumer<RowData> into) {
    byte[] names = texts.names(this);
    List<Integer> tiers = Tiers.of(asset.usageSchema());
    for (int i = 0; i < tiers.size(); i++) {
      Integer tier = tiers.get(i);
      into.accept(
          GenericRowData.ofKind(
              kind,
              texts.identity(this, tier),
              names,
              texts.report.of(asset.report()),
              texts.currency.of(asset.currency()),
              asset.assetId(),
              StringData.fromString(itemMpn),
              StringData.fromString(resourceId),
              marketplaceService,
              texts.supportAccount.of(supportAccount),
              tier,
              texts.basis.of(basis.text()),
              cost,
              texts.markup.of(markup),
              texts.rate.of(rate),
              texts.spMargin.of(spMargin),
              texts.resellerMargin.of(resellerMargin),
              quantity,
              lines));
    }
  }

  private @Nullable BigDecimal cost(WideSums sums) {
    Amount amount = costAmount();
    return amount == null ? null : sums.amount(amount);
  }

  /** The amount that is priced; absent where none is. */
  private @Nullable Amount costAmount() {
    return switch (basis) {
      case BILLED -> Amount.BILLED;
      case LIST -> Amount.LIST_PRICED;
      case EFFECTIVE -> Amount.EFFECTIVE;
      case CONTRACTED -> Amount.CONTRACTED;
      case DROP -> null;
    };
  }

  /** A service has no quantity: its record is one unit. */
  private @Nullable BigDecimal quantity(WideSums sums) {
    return asset.grain() == Grain.SERVICE ? null : sums.amount(Amount.QUANTITY);
  }
}
