package io.ratemill.sources.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ratemill.columnar.Batch;
import io.ratemill.columnar.DayColumn;
import io.ratemill.columnar.DecimalColumn;
import io.ratemill.columnar.TextColumn;
import io.ratemill.columnar.Wanted;
import io.ratemill.model.AccountRef;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.Grain;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.SliceTotals;
import io.ratemill.sources.rollup.Columns;
import io.ratemill.sources.rollup.Header;
import io.ratemill.sources.rollup.LineBatch;
import io.ratemill.sources.rollup.LineKind;
import io.ratemill.sources.rollup.LineMapping;
import io.ratemill.sources.rollup.OddAccounts;
import io.ratemill.sources.rollup.TextCodes;
import io.ratemill.sources.rollup.Texts;
import io.ratemill.sources.rollup.Where;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CUR lines of one file, legacy or 2.0, in either header dialect.
 *
 * <p>Units: billing currency; USD where the file does not say. Source: AWS CUR user guide; AWS Data
 * Exports user guide, table COST_AND_USAGE_REPORT.
 */
final class CurMapping implements LineMapping {
  private static final int ACCOUNT = LineBatch.COMMON;
  private static final int ACCOUNT_NAME = LineBatch.COMMON + 1;
  private static final int PAYER = LineBatch.COMMON + 2;
  private static final int ITEM = LineBatch.COMMON + 3;
  private static final int NAME = LineBatch.COMMON + 4;
  private static final int SKU = LineBatch.COMMON + 5;
  private static final int UNIT = LineBatch.COMMON + 6;

  private static final String DEFAULT_CURRENCY = "USD";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Columns columns;
  private final Where where;
  private final Grain grain;
  private final int defaultPeriod;
  private final CurKinds kinds;
  private final OddAccounts odd = OddAccounts.aws();

  private final int billed;
  private final int list;
  private final int amount;
  private final int rate;
  private final int[] costs = new int[CurKinds.COSTS];
  private final int currency;
  private final int period;
  private final int day;
  private final int account;
  private final int accountName;
  private final int payer;
  private final int product;
  private final int productName;
  private final int serviceName;
  private final int productMap;
  private final int sku;
  private final int unit;
  private final int resource;

  private final Texts names = new Texts();
  private final TextCodes productNames = names.codes(name -> name);
  private final TextCodes serviceNames = names.codes(name -> name);
  private final TextCodes productMaps = names.codes(CurMapping::nameIn);

  private @Nullable Batch last;

  private CurMapping(Columns columns, Where where, Grain grain, String deliveryPeriod) {
    this.columns = columns;
    this.where = where;
    this.grain = grain;
    this.defaultPeriod =
        deliveryPeriod.isEmpty() ? DayColumn.NULL : BillingPeriod.parse(deliveryPeriod).firstDay();
    this.kinds = new CurKinds(columns);
    billed = columns.decimal("lineItem/UnblendedCost");
    list = columns.decimal("pricing/publicOnDemandCost");
    amount = columns.decimal("lineItem/UsageAmount");
    rate = columns.text("pricing/publicOnDemandRate");
    costs[CurKinds.RESERVATION] = columns.decimal("reservation/EffectiveCost");
    costs[CurKinds.SAVINGS_PLAN] = columns.decimal("savingsPlan/SavingsPlanEffectiveCost");
    costs[CurKinds.UNUSED_UPFRONT] =
        columns.decimal("reservation/UnusedAmortizedUpfrontFeeForBillingPeriod");
    costs[CurKinds.UNUSED_RECURRING] = columns.decimal("reservation/UnusedRecurringFee");
    costs[CurKinds.COMMITMENT] = columns.decimal("savingsPlan/TotalCommitmentToDate");
    costs[CurKinds.COMMITMENT_USED] = columns.decimal("savingsPlan/UsedCommitment");
    currency = columns.text("lineItem/CurrencyCode");
    period = columns.day("bill/BillingPeriodStartDate");
    day = columns.day("lineItem/UsageStartDate");
    account = columns.text("lineItem/UsageAccountId");
    accountName = columns.text("lineItem/UsageAccountName");
    payer = columns.text("bill/PayerAccountId");
    product = columns.text("lineItem/ProductCode");
    productName = columns.text("product/ProductName");
    serviceName = columns.text("product/servicename");
    productMap = columns.text("product");
    boolean fine = grain != Grain.SERVICE;
    sku = fine ? columns.text("product/sku") : Header.ABSENT;
    unit = fine ? columns.text("pricing/unit") : Header.ABSENT;
    resource = grain == Grain.RESOURCE ? columns.text("lineItem/ResourceId") : Header.ABSENT;
  }

  /**
   * Binds a file's columns.
   *
   * @param period the delivery's period as {@code yyyy-MM}, for lines without one, or empty
   * @throws FeedException if a mandatory column is missing
   */
  static CurMapping bind(List<String> names, Where where, Grain grain, String period)
      throws FeedException {
    Columns columns = new Columns(names);
    columns.require("lineItem/LineItemType");
    columns.require("lineItem/UsageAccountId");
    columns.require("lineItem/UsageStartDate");
    columns.require("lineItem/ProductCode");
    columns.require("lineItem/UnblendedCost");
    if (period.isEmpty()) {
      columns.require("bill/BillingPeriodStartDate");
    }
    columns.check(where);
    return new CurMapping(columns, where, grain, period);
  }

  @Override
  public List<Wanted> wanted() {
    return columns.wanted();
  }

  @Override
  public int keyColumns() {
    return grain == Grain.SERVICE ? SKU : UNIT + 1;
  }

  @Override
  public boolean tellsResourcesApart() {
    return grain == Grain.RESOURCE;
  }

  @Override
  public int costColumns() {
    return CurKinds.COSTS;
  }

  @Override
  public void map(Batch batch, LineBatch lines) throws FeedException {
    last = batch;
    int rows = batch.rows();
    kinds.map(batch, lines.key(LineBatch.KIND));
    mapPeriods(batch, lines);
    lines.ids(LineBatch.CURRENCY, Columns.text(batch, currency));
    lines.days(Columns.day(batch, day));
    TextColumn accounts = Columns.text(batch, account);
    lines.ids(ACCOUNT, accounts);
    odd.count(rows, accounts);
    lines.ids(ACCOUNT_NAME, Columns.text(batch, accountName));
    lines.ids(PAYER, Columns.text(batch, payer));
    lines.ids(ITEM, Columns.text(batch, product));
    int[] nameOfRows = lines.key(NAME);
    Arrays.fill(nameOfRows, 0, rows, 0);
    productNames.fill(Columns.text(batch, productName), rows, nameOfRows);
    serviceNames.fill(Columns.text(batch, serviceName), rows, nameOfRows);
    productMaps.fill(Columns.text(batch, productMap), rows, nameOfRows);
    DecimalColumn quantities = Columns.decimal(batch, amount);
    if (grain != Grain.SERVICE) {
      lines.ids(SKU, Columns.text(batch, sku));
      lines.ids(UNIT, Columns.text(batch, unit));
      lines.quantity(quantities);
    }
    if (grain == Grain.RESOURCE) {
      lines.resources(Columns.text(batch, resource));
    }
    lines.billed(Columns.decimal(batch, billed));
    lines.list(Columns.decimal(batch, list));
    for (int c = 0; c < costs.length; c++) {
      lines.cost(c, Columns.decimal(batch, costs[c]));
    }
    TextColumn rates = Columns.text(batch, rate);
    lines.listPrices(row -> times(rates, quantities, row));
  }

  private void mapPeriods(Batch batch, LineBatch lines) throws FeedException {
    DayColumn starts = Columns.day(batch, period);
    if (starts == null) {
      lines.key(LineBatch.PERIOD, defaultPeriod);
      return;
    }
    int[] days = starts.days();
    int[] into = lines.key(LineBatch.PERIOD);
    for (int r = 0; r < batch.rows(); r++) {
      int start = days[r] == DayColumn.NULL ? defaultPeriod : days[r];
      if (start == DayColumn.NULL) {
        throw where.row(
            "no-period",
            "the line has no bill/BillingPeriodStartDate and the manifest names no period, so"
                + " nobody knows which bill it is on; deliver the report again",
            batch.firstRow() + r + 2);
      }
      into[r] = start;
    }
  }

  /** Rates are text in AWS's own words; one that is no number is no price. */
  private static @Nullable BigDecimal times(
      @Nullable TextColumn rates, @Nullable DecimalColumn quantities, int row) {
    if (rates == null || quantities == null) {
      return null;
    }
    int id = rates.ids()[row];
    if (id == TextColumn.NULL || quantities.state()[row] == DecimalColumn.NULL) {
      return null;
    }
    try {
      return new BigDecimal(rates.dictionary().text(id).strip()).multiply(quantities.value(row));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The product's name in the text of a CUR 2.0 map column, empty if it has none. */
  private static String nameIn(String map) {
    if (map.isBlank()) {
      return "";
    }
    try {
      JsonNode name = JSON.readTree(map).get("product_name");
      return name == null || name.isNull() ? "" : name.asText();
    } catch (JsonProcessingException e) {
      // The name is for people only: a map that cannot be read costs the line its name, no more.
      return "";
    }
  }

  private String text(int place, int id) {
    return Columns.text(last, place, id);
  }

  @Override
  public LineKind kind(int number) {
    return kinds.kind(number);
  }

  @Override
  public String currency(int number) {
    String code = text(currency, number);
    return code.isBlank() ? DEFAULT_CURRENCY : code;
  }

  @Override
  public BillingPeriod period(int periodDay) {
    return BillingPeriod.ofDay(periodDay);
  }

  @Override
  public int[] accountKeys() {
    return new int[] {ACCOUNT, ACCOUNT_NAME};
  }

  @Override
  public int[] accountOnlyKeys() {
    return new int[] {ACCOUNT, ACCOUNT_NAME};
  }

  @Override
  public AccountRef account(int[] keys, int at) {
    String id = text(account, keys[at + ACCOUNT]);
    return new AccountRef(
        "aws", id.isBlank() ? List.of() : List.of(id), text(accountName, keys[at + ACCOUNT_NAME]));
  }

  @Override
  public ChargeKey charge(int[] keys, int at) {
    BillingPeriod of = BillingPeriod.ofDay(keys[at + LineBatch.PERIOD]);
    LineKind kind = kinds.kind(keys[at + LineBatch.KIND]);
    String code = text(product, keys[at + ITEM]);
    String skuId = grain == Grain.SERVICE ? "" : text(sku, keys[at + SKU]);
    int name = keys[at + NAME];
    return new ChargeKey(
        of,
        text(payer, keys[at + PAYER]),
        skuId.isBlank() ? code : skuId,
        name == 0 ? code : names.ofCode(name),
        grain == Grain.SERVICE ? "" : text(unit, keys[at + UNIT]),
        kind.chargeClass(),
        kind.marketplace(),
        kind.splitAllocation(),
        currency(keys[at + LineBatch.CURRENCY]));
  }

  @Override
  public List<SliceTotals.Warning> warnings() {
    return odd.warnings();
  }
}
