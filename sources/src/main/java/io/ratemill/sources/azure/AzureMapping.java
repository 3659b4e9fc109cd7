package io.ratemill.sources.azure;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Native lines of one file of Azure, actual or amortized, of any agreement.
 *
 * <p>Units: billing currency. A quantity counts blocks of its unit, such as 100 hours, as prices
 * do, so that nothing is divided. Source: Cost Management, "Understand usage details fields".
 */
final class AzureMapping implements LineMapping {
  /** Place of the amortized cost among the cost columns. */
  static final int AMORTIZED = 0;

  private static final int CUSTOMER = LineBatch.COMMON;
  private static final int SUBSCRIPTION = LineBatch.COMMON + 1;
  private static final int LABEL = LineBatch.COMMON + 2;
  private static final int PAYER = LineBatch.COMMON + 3;
  private static final int ITEM = LineBatch.COMMON + 4;
  private static final int METER = LineBatch.COMMON + 5;
  private static final int UNIT = LineBatch.COMMON + 6;

  private static final String SUBSCRIPTIONS = "/subscriptions/";
  private static final String ZERO_GUID = "00000000-0000-0000-0000-000000000000";

  /** What Azure writes where there is nothing to write. */
  private static final Set<String> NOTHING =
      Set.of("", "unassigned", "others", "not applicable", "-2", ZERO_GUID);

  private final Columns columns;
  private final Where where;
  private final Grain grain;
  private final View view;
  private final int defaultPeriod;
  private final AzureKinds kinds;
  private final ListCosts listCosts;
  private final OddAccounts odd = OddAccounts.anyProvider();

  private final int cost;
  private final int quantity;
  private final int unitPrice;
  private final int rate;
  private final int currency;
  private final int periodStart;
  private final int periodEnd;
  private final int date;
  private final int customer;
  private final int subscription;
  private final int[] names;
  private final int payer;
  private final int[] services;
  private final int meter;
  private final int unit;
  private final int resource;

  private final Texts labels = new Texts();
  private final Texts items = new Texts();
  private final List<TextCodes> labelCodes = codes(labels, 2, String::isBlank);
  private final List<TextCodes> itemCodes = codes(items, 3, AzureMapping::isNothing);
  private final List<TextCodes> writtenItemCodes = codes(items, 3, String::isBlank);

  /** Costs that are billed ones, where not all are. */
  private DecimalColumn billed = new DecimalColumn(0);

  private @Nullable Batch last;

  private AzureMapping(
      Columns columns, Where where, View view, Grain grain, String deliveryPeriod) {
    this.columns = columns;
    this.where = where;
    this.grain = grain;
    this.view = view;
    this.defaultPeriod =
        deliveryPeriod.isEmpty() ? DayColumn.NULL : BillingPeriod.parse(deliveryPeriod).firstDay();
    this.kinds = new AzureKinds(columns, view);
    cost = columns.decimal(NativeColumns.COST);
    quantity = columns.decimal(NativeColumns.QUANTITY);
    unitPrice = columns.decimal("UnitPrice");
    rate = columns.decimal("ExchangeRatePricingToBilling", "ExchangeRate");
    listCosts = new ListCosts(columns, quantity, rate);
    currency = columns.text(NativeColumns.CURRENCY);
    periodStart = columns.day(NativeColumns.PERIOD_START);
    periodEnd = columns.day(NativeColumns.PERIOD_END);
    date = columns.day(NativeColumns.DATE);
    customer = columns.text(NativeColumns.CUSTOMER);
    subscription = columns.text(NativeColumns.SUBSCRIPTION);
    names = new int[] {columns.text("CustomerName"), columns.text("SubscriptionName")};
    payer = columns.text("BillingAccountId");
    services =
        new int[] {
          columns.text(NativeColumns.METER_CATEGORY),
          columns.text(NativeColumns.PRODUCT),
          columns.text(NativeColumns.CONSUMED_SERVICE)
        };
    boolean fine = grain != Grain.SERVICE;
    meter = fine ? columns.text("MeterId") : Header.ABSENT;
    unit = fine ? columns.text(NativeColumns.UNIT) : Header.ABSENT;
    resource = grain == Grain.RESOURCE ? columns.text(NativeColumns.RESOURCE) : Header.ABSENT;
  }

  /**
   * Binds a file's columns.
   *
   * @param period the delivery's period as {@code yyyy-MM}, for lines without one, or empty
   * @throws FeedException if a mandatory column is missing
   */
  static AzureMapping bind(List<String> names, Where where, View view, Grain grain, String period)
      throws FeedException {
    Columns columns = NativeColumns.of(names);
    NativeColumns.check(columns, where);
    return new AzureMapping(columns, where, view, grain, period);
  }

  @Override
  public List<Wanted> wanted() {
    return columns.wanted();
  }

  @Override
  public int keyColumns() {
    return grain == Grain.SERVICE ? METER : UNIT + 1;
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
    int[] kindOfRows = lines.key(LineBatch.KIND);
    kinds.map(batch, kindOfRows);
    mapPeriods(batch, lines);
    lines.ids(LineBatch.CURRENCY, Columns.text(batch, currency));
    lines.days(Columns.day(batch, date));
    TextColumn customers = Columns.text(batch, customer);
    TextColumn subscriptions = Columns.text(batch, subscription);
    lines.ids(CUSTOMER, customers);
    lines.ids(SUBSCRIPTION, subscriptions);
    odd.count(rows, subscriptions == null ? customers : subscriptions);
    Arrays.fill(lines.key(LABEL), 0, rows, 0);
    first(batch, labelCodes, names, lines.key(LABEL));
    lines.ids(PAYER, Columns.text(batch, payer));
    Arrays.fill(lines.key(ITEM), 0, rows, 0);
    first(batch, itemCodes, services, lines.key(ITEM));
    // Where Azure writes that there is nothing, and nothing else, that is the item.
    first(batch, writtenItemCodes, services, lines.key(ITEM));
    DecimalColumn quantities = Columns.decimal(batch, quantity);
    if (grain != Grain.SERVICE) {
      lines.ids(METER, Columns.text(batch, meter));
      lines.ids(UNIT, Columns.text(batch, unit));
      lines.quantity(quantities);
    }
    if (grain == Grain.RESOURCE) {
      lines.resources(Columns.text(batch, resource));
    }
    DecimalColumn costs = Columns.decimal(batch, cost);
    lines.billed(billed(costs, kindOfRows, rows));
    lines.list(listCosts.of(batch));
    lines.cost(AMORTIZED, view.isAmortized() ? costs : null);
    DecimalColumn prices = Columns.decimal(batch, unitPrice);
    DecimalColumn rates = Columns.decimal(batch, rate);
    lines.listPrices(row -> ListCosts.product(prices, quantities, rates, row));
  }

  private @Nullable DecimalColumn billed(
      @Nullable DecimalColumn costs, int[] kindOfRows, int rows) {
    if (costs == null || !view.isAmortized()) {
      return costs;
    }
    if (billed.capacity() < rows) {
      billed = new DecimalColumn(rows);
    }
    for (int r = 0; r < rows; r++) {
      if (kinds.isBilled(kindOfRows[r])) {
        billed.copy(r, costs);
      } else {
        billed.setNull(r);
      }
    }
    return billed;
  }

  /** The line's own billing period; where it names none, that of its run, else of its day. */
  private void mapPeriods(Batch batch, LineBatch lines) throws FeedException {
    DayColumn starts = Columns.day(batch, periodStart);
    DayColumn ends = Columns.day(batch, periodEnd);
    DayColumn days = Columns.day(batch, date);
    int[] into = lines.key(LineBatch.PERIOD);
    for (int r = 0; r < batch.rows(); r++) {
      int day = starts == null ? DayColumn.NULL : starts.days()[r];
      if (day == DayColumn.NULL && ends != null) {
        day = ends.days()[r];
      }
      if (day == DayColumn.NULL) {
        day = defaultPeriod;
      }
      if (day == DayColumn.NULL && days != null) {
        day = days.days()[r];
      }
      if (day == DayColumn.NULL) {
        throw where.row(
            "no-period",
            "the line has neither a billing period nor a date, so nobody knows which bill it is on;"
                + " export the month again",
            batch.firstRow() + r + 2);
      }
      into[r] = day;
    }
  }

  /** Fills rows that have code 0 with that of the first of some columns that has another. */
  private static void first(Batch batch, List<TextCodes> codes, int[] places, int[] into) {
    for (int i = 0; i < places.length; i++) {
      codes.get(i).fill(Columns.text(batch, places[i]), batch.rows(), into);
    }
  }

  private static List<TextCodes> codes(Texts texts, int count, Predicate<String> blank) {
    List<TextCodes> codes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      codes.add(texts.codes(text -> blank.test(text) ? "" : text));
    }
    return codes;
  }

  private static boolean isNothing(String text) {
    return NOTHING.contains(text.strip().toLowerCase(Locale.ROOT));
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
    return new int[] {CUSTOMER, SUBSCRIPTION, LABEL};
  }

  @Override
  public int[] accountOnlyKeys() {
    return new int[] {CUSTOMER, SUBSCRIPTION, LABEL};
  }

  /** A partner's customer comes first, then the subscription. */
  @Override
  public AccountRef account(int[] keys, int at) {
    List<String> ids = new ArrayList<>(2);
    add(ids, text(customer, keys[at + CUSTOMER]));
    add(ids, text(subscription, keys[at + SUBSCRIPTION]));
    return new AccountRef("azure", ids, labels.ofCode(keys[at + LABEL]));
  }

  private static void add(List<String> ids, String id) {
    String plain = id.strip().toLowerCase(Locale.ROOT);
    if (plain.startsWith(SUBSCRIPTIONS)) {
      plain = plain.substring(SUBSCRIPTIONS.length());
    }
    if (!isNothing(plain) && !ids.contains(plain)) {
      ids.add(plain);
    }
  }

  @Override
  public ChargeKey charge(int[] keys, int at) {
    BillingPeriod of = BillingPeriod.ofDay(keys[at + LineBatch.PERIOD]);
    LineKind kind = kinds.kind(keys[at + LineBatch.KIND]);
    String service = items.ofCode(keys[at + ITEM]);
    String meterId = grain == Grain.SERVICE ? "" : text(meter, keys[at + METER]);
    return new ChargeKey(
        of,
        text(payer, keys[at + PAYER]),
        isNothing(meterId) ? service : meterId,
        service,
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
