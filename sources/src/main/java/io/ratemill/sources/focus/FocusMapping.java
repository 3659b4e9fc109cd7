package io.ratemill.sources.focus;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * FOCUS lines of one file, by the column names of FOCUS 1.0 to 1.3 and of Oracle's older files.
 *
 * <p>Source: the FOCUS specification, versions 1.0 to 1.3; Oracle's FOCUS reports.
 */
public final class FocusMapping implements LineMapping {
  /** Place of the effective cost among the cost columns. */
  static final int EFFECTIVE = 0;

  private static final int COMPARTMENT = LineBatch.COMMON;
  private static final int SUB_ACCOUNT = LineBatch.COMMON + 1;
  private static final int BILLING_ACCOUNT = LineBatch.COMMON + 2;
  private static final int LABEL = LineBatch.COMMON + 3;
  private static final int PROVIDER = LineBatch.COMMON + 4;
  private static final int ITEM = LineBatch.COMMON + 5;
  private static final int NAME = LineBatch.COMMON + 6;
  private static final int SKU = LineBatch.COMMON + 7;
  private static final int UNIT = LineBatch.COMMON + 8;

  private static final String SUBSCRIPTIONS = "/subscriptions/";

  private final Columns columns;
  private final Where where;
  private final String provider;
  private final Grain grain;
  private final int defaultPeriod;
  private final OddAccounts odd;
  private final FocusKinds kinds;

  private final int billed;
  private final int list;
  private final int effective;
  private final int contracted;
  private final int quantity;
  private final int unitPrice;
  private final int currency;
  private final int period;
  private final int day;
  private final int compartment;
  private final int subAccount;
  private final int billingAccount;
  private final int compartmentName;
  private final int subAccountName;
  private final int billingAccountName;
  private final int serviceCode;
  private final int serviceName;
  private final int sku;
  private final int unit;
  private final int resource;
  private final int[] providerNames;

  private final Texts labels = new Texts();
  private final Texts items = new Texts();
  private final Texts providers = new Texts();
  private final List<TextCodes> labelCodes = codes(labels, 3);
  private final List<TextCodes> itemCodes = codes(items, 2);
  private final List<TextCodes> providerCodes = new ArrayList<>();

  private @Nullable Batch last;

  private FocusMapping(Columns columns, Where where, FocusScope scope) {
    this.columns = columns;
    this.where = where;
    this.provider = scope.provider();
    this.grain = scope.grain();
    this.defaultPeriod = scope.defaultDay();
    this.odd = provider.equals("aws") ? OddAccounts.awsWhereNamed() : OddAccounts.anyProvider();
    this.kinds = new FocusKinds(columns);
    billed = columns.decimal("BilledCost");
    list = columns.decimal("ListCost");
    effective = columns.decimal("EffectiveCost");
    contracted = columns.decimal("ContractedCost");
    quantity = columns.decimal("PricingQuantity", "UsageQuantity");
    unitPrice = columns.decimal("ListUnitPrice");
    currency = columns.text("BillingCurrency");
    period = columns.day("BillingPeriodStart");
    day = columns.day("ChargePeriodStart");
    compartment = columns.text("oci_CompartmentId");
    subAccount = columns.text("SubAccountId");
    billingAccount = columns.text("BillingAccountId");
    compartmentName = columns.text("oci_CompartmentName");
    subAccountName = columns.text("SubAccountName");
    billingAccountName = columns.text("BillingAccountName");
    serviceCode = columns.text("x_ServiceCode");
    serviceName = columns.text("ServiceName");
    boolean fine = grain != Grain.SERVICE;
    sku = fine ? columns.text("SkuId") : Header.ABSENT;
    unit = fine ? columns.text("PricingUnit", "UsageUnit") : Header.ABSENT;
    resource = grain == Grain.RESOURCE ? columns.text("ResourceId") : Header.ABSENT;
    // From 1.3 on the host's name comes first; the others stand in where it is blank.
    providerNames =
        scope.isByLine()
            ? new int[] {
              columns.text("HostProviderName"),
              columns.text("ProviderName", "Provider"),
              columns.text("ServiceProviderName")
            }
            : new int[0];
    for (int i = 0; i < providerNames.length; i++) {
      providerCodes.add(providers.codes(ProviderNames::word));
    }
  }

  /**
   * Binds a file's columns.
   *
   * @throws FeedException if a mandatory column is missing
   */
  public static FocusMapping bind(List<String> names, Where where, FocusScope scope)
      throws FeedException {
    Columns columns = new Columns(names);
    columns.require("BilledCost");
    columns.require("BillingCurrency");
    columns.require("ChargeCategory");
    columns.require("ChargePeriodStart");
    columns.require("ServiceName", "x_ServiceCode");
    columns.require("BillingAccountId", "SubAccountId", "oci_CompartmentId");
    if (scope.period().isEmpty()) {
      columns.require("BillingPeriodStart");
    }
    columns.check(where);
    return new FocusMapping(columns, where, scope);
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
    return 1;
  }

  @Override
  public void map(Batch batch, LineBatch lines) throws FeedException {
    last = batch;
    int rows = batch.rows();
    kinds.map(batch, lines.key(LineBatch.KIND));
    TextColumn billers = Columns.text(batch, billingAccount);
    TextColumn subs = Columns.text(batch, subAccount);
    TextColumn compartments = Columns.text(batch, compartment);
    mapPeriods(batch, lines);
    lines.ids(LineBatch.CURRENCY, Columns.text(batch, currency));
    lines.days(Columns.day(batch, day));
    lines.ids(COMPARTMENT, compartments);
    lines.ids(SUB_ACCOUNT, subs);
    lines.ids(BILLING_ACCOUNT, billers);
    first(batch, labelCodes, new int[] {compartmentName, subAccountName}, lines.key(LABEL));
    labelOfBiller(batch, subs, compartments, lines.key(LABEL));
    first(batch, itemCodes, new int[] {serviceCode, serviceName}, lines.key(ITEM));
    first(batch, providerCodes, providerNames, lines.key(PROVIDER));
    lines.ids(NAME, Columns.text(batch, serviceName));
    if (grain != Grain.SERVICE) {
      lines.ids(SKU, Columns.text(batch, sku));
      lines.ids(UNIT, Columns.text(batch, unit));
      lines.quantity(Columns.decimal(batch, quantity));
    }
    if (grain == Grain.RESOURCE) {
      lines.resources(Columns.text(batch, resource));
    }
    lines.billed(Columns.decimal(batch, billed));
    lines.list(Columns.decimal(batch, list));
    lines.contracted(Columns.decimal(batch, contracted));
    lines.cost(EFFECTIVE, Columns.decimal(batch, effective));
    DecimalColumn prices = Columns.decimal(batch, unitPrice);
    DecimalColumn quantities = Columns.decimal(batch, quantity);
    lines.listPrices(row -> times(prices, quantities, row));
    odd.count(rows, compartments, subs != null ? subs : billers);
  }

  private void mapPeriods(Batch batch, LineBatch lines) throws FeedException {
    DayColumn starts = Columns.day(batch, period);
    int[] into = lines.key(LineBatch.PERIOD);
    if (starts == null) {
      lines.key(LineBatch.PERIOD, defaultPeriod);
      return;
    }
    int[] days = starts.days();
    for (int r = 0; r < batch.rows(); r++) {
      int start = days[r] == DayColumn.NULL ? defaultPeriod : days[r];
      if (start == DayColumn.NULL) {
        throw where.row(
            "no-period",
            "the line has no BillingPeriodStart, so nobody knows which bill it is on; fill it in",
            batch.firstRow() + r + 2);
      }
      into[r] = start;
    }
  }

  /** A line without a sub account goes by the name of the account that is billed. */
  private void labelOfBiller(
      Batch batch,
      @Nullable TextColumn subs,
      @Nullable TextColumn compartments,
      int[] labelsOfRows) {
    TextColumn names = Columns.text(batch, billingAccountName);
    if (names == null) {
      return;
    }
    TextCodes codes = labelCodes.get(2);
    codes.learn(names.dictionary());
    for (int r = 0; r < batch.rows(); r++) {
      boolean named = subs != null && subs.ids()[r] != TextColumn.NULL;
      named |= compartments != null && compartments.ids()[r] != TextColumn.NULL;
      if (labelsOfRows[r] == 0 && !named) {
        labelsOfRows[r] = codes.code(names.ids()[r]);
      }
    }
  }

  /** The code of the first of some columns that is not blank, 0 where all are. */
  private static void first(Batch batch, List<TextCodes> codes, int[] places, int[] into) {
    Arrays.fill(into, 0, batch.rows(), 0);
    for (int i = 0; i < places.length; i++) {
      codes.get(i).fill(Columns.text(batch, places[i]), batch.rows(), into);
    }
  }

  private static @Nullable BigDecimal times(
      @Nullable DecimalColumn prices, @Nullable DecimalColumn quantities, int row) {
    if (prices == null || quantities == null) {
      return null;
    }
    if (prices.state()[row] == DecimalColumn.NULL
        || quantities.state()[row] == DecimalColumn.NULL) {
      return null;
    }
    return prices.value(row).multiply(quantities.value(row));
  }

  private static List<TextCodes> codes(Texts texts, int count) {
    List<TextCodes> codes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      codes.add(texts.codes(text -> text));
    }
    return codes;
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
    return text(currency, number);
  }

  @Override
  public BillingPeriod period(int periodDay) {
    return BillingPeriod.ofDay(periodDay);
  }

  @Override
  public int[] accountKeys() {
    return new int[] {PROVIDER, COMPARTMENT, SUB_ACCOUNT, BILLING_ACCOUNT, LABEL};
  }

  @Override
  public int[] accountOnlyKeys() {
    return new int[] {PROVIDER, COMPARTMENT, SUB_ACCOUNT, LABEL};
  }

  @Override
  public AccountRef account(int[] keys, int at) {
    String word = providers.ofCode(keys[at + PROVIDER]);
    String owner = word.isEmpty() ? provider : word;
    List<String> ids = new ArrayList<>(4);
    add(ids, owner, text(compartment, keys[at + COMPARTMENT]));
    add(ids, owner, text(subAccount, keys[at + SUB_ACCOUNT]));
    add(ids, owner, text(billingAccount, keys[at + BILLING_ACCOUNT]));
    return new AccountRef(owner, ids, labels.ofCode(keys[at + LABEL]));
  }

  /** Azure's own files name a subscription without its path, in any case: both forms are known. */
  private static void add(List<String> ids, String owner, String id) {
    if (id.isBlank() || ids.contains(id)) {
      return;
    }
    ids.add(id);
    if (owner.equals("azure")) {
      String plain = id.toLowerCase(Locale.ROOT);
      if (plain.startsWith(SUBSCRIPTIONS)) {
        plain = plain.substring(SUBSCRIPTIONS.length());
      }
      if (!ids.contains(plain)) {
        ids.add(plain);
      }
    }
  }

  @Override
  public ChargeKey charge(int[] keys, int at) {
    BillingPeriod of = BillingPeriod.ofDay(keys[at + LineBatch.PERIOD]);
    LineKind kind = kinds.kind(keys[at + LineBatch.KIND]);
    String service = items.ofCode(keys[at + ITEM]);
    String skuId = grain == Grain.SERVICE ? "" : text(sku, keys[at + SKU]);
    return new ChargeKey(
        of,
        text(billingAccount, keys[at + BILLING_ACCOUNT]),
        skuId.isBlank() ? service : skuId,
        text(serviceName, keys[at + NAME]),
        grain == Grain.SERVICE ? "" : text(unit, keys[at + UNIT]),
        kind.chargeClass(),
        kind.marketplace(),
        kind.splitAllocation(),
        text(currency, keys[at + LineBatch.CURRENCY]));
  }

  @Override
  public List<SliceTotals.Warning> warnings() {
    return odd.warnings();
  }
}
