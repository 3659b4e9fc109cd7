package io.ratemill.sources.gcp;

import io.ratemill.columnar.Batch;
import io.ratemill.columnar.ColumnKind;
import io.ratemill.columnar.DayColumn;
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
import io.ratemill.sources.rollup.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines of Google's standard, detailed and reseller exports.
 *
 * <p>Shape: a row is one line, at its cost before credits, and each of its credits is one more, at
 * the credit's amount, of the row's account, day, period and service. Source: Google Cloud billing,
 * "Structure of Standard data export" and "Structure of Detailed data export"; Channel Services,
 * "Reseller billing export".
 */
final class GcpMapping implements LineMapping {
  /** The list whose elements are lines, and what is read of them. */
  static final String CREDITS = "credits";

  static final List<String> CREDIT_FIELDS = List.of("type", "amount");

  private static final int PROJECT = LineBatch.COMMON;
  private static final int BILLING_ACCOUNT = PROJECT + 1;
  private static final int LABEL = PROJECT + 2;
  private static final int PAYER = PROJECT + 3;
  private static final int SERVICE = PROJECT + 4;
  private static final int NAME = PROJECT + 5;
  private static final int COST_TYPE = PROJECT + 6;
  private static final int SKU = PROJECT + 7;
  private static final int UNIT = PROJECT + 8;

  private static final Pattern MONTH = Pattern.compile("([0-9]{4})-?(0[1-9]|1[0-2])");
  private static final int NO_MONTH = DayColumn.NULL + 1;

  private final List<Wanted> wanted;
  private final Where where;
  private final Grain grain;
  private final int defaultPeriod;
  private final OddAccounts odd = OddAccounts.anyProvider();
  private final GcpKinds kinds;
  private final TextCodes months = new TextCodes(GcpMapping::month);

  private final int cost;
  private final int list;
  private final int quantity;
  private final int currency;
  private final int month;
  private final int day;
  private final int project;
  private final int projectName;
  private final int billingAccount;
  private final int payer;
  private final int service;
  private final int serviceName;
  private final int costType;
  private final int sku;
  private final int unit;
  private final int resource;
  private final int globalResource;
  private final int creditType;

  private @Nullable Batch last;

  private GcpMapping(
      List<String> names, Columns columns, Where where, Grain grain, int defaultPeriod) {
    this.where = where;
    this.grain = grain;
    this.defaultPeriod = defaultPeriod;
    kinds = new GcpKinds(columns);
    cost = columns.decimal("cost");
    list = columns.decimal("cost_at_list");
    currency = columns.text("currency");
    month = columns.text("invoice.month");
    day = columns.day("usage_start_time");
    project = columns.text("project.id");
    projectName = columns.text("project.name");
    billingAccount = columns.text("billing_account_id");
    payer = columns.text("payer_billing_account_id", "billing_account_id");
    service = columns.text("service.id");
    serviceName = columns.text("service.description");
    costType = columns.text("cost_type");
    boolean fine = grain != Grain.SERVICE;
    // The reseller export spells the column in the singular.
    quantity =
        fine
            ? columns.decimal("usage.amount_in_pricing_units", "usage.amount_in_pricing_unit")
            : Header.ABSENT;
    sku = fine ? columns.text("sku.id") : Header.ABSENT;
    unit = fine ? columns.text("usage.pricing_unit") : Header.ABSENT;
    boolean finest = grain == Grain.RESOURCE;
    resource = finest ? columns.text("resource.name") : Header.ABSENT;
    globalResource = finest ? columns.text("resource.global_name") : Header.ABSENT;
    wanted = new ArrayList<>(columns.wanted());
    inCredits(cost, place(names, "amount"));
    inCredits(list, Wanted.NULL);
    inCredits(quantity, Wanted.NULL);
    creditType = wanted.size();
    wanted.add(new Wanted(place(names, "type"), ColumnKind.TEXT));
  }

  /** Says what a column holds in the lines of credits. */
  private void inCredits(int place, int meaning) {
    if (place != Header.ABSENT) {
      Wanted one = wanted.get(place);
      wanted.set(place, new Wanted(one.column(), one.kind(), meaning));
    }
  }

  private static String credit(String field) {
    return CREDITS + "[]." + field;
  }

  /** The place of a field of the one list that was unfolded, whatever its spelling. */
  private static int place(List<String> names, String field) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).endsWith("[]." + field)) {
        return i;
      }
    }
    throw new IllegalStateException("column " + credit(field) + " was required and is not there");
  }

  /**
   * Binds a file's columns, the credits' among them as {@code credits[].type} and {@code
   * credits[].amount}.
   *
   * @param period the delivery's period as {@code yyyy-MM}, for lines without an invoice month, or
   *     empty
   * @throws FeedException if a mandatory column is missing; without the credits every line would
   *     seem dearer than it is
   */
  static GcpMapping bind(List<String> names, Where where, Grain grain, String period)
      throws FeedException {
    Columns columns = new Columns(names);
    columns.require("billing_account_id");
    columns.require("invoice.month");
    columns.require("cost_type");
    columns.require("service.id");
    columns.require("usage_start_time");
    columns.require("cost");
    columns.require("currency");
    columns.require(credit("amount"));
    columns.require(credit("type"));
    columns.check(where);
    int first = period.isEmpty() ? DayColumn.NULL : BillingPeriod.parse(period).firstDay();
    return new GcpMapping(names, columns, where, grain, first);
  }

  /** The first day of the month that a cell names; Google writes {@code yyyyMM}. */
  private static int month(String text) {
    if (text.isBlank()) {
      return DayColumn.NULL;
    }
    Matcher matcher = MONTH.matcher(text.strip());
    return matcher.matches()
        ? BillingPeriod.parse(matcher.group(1) + "-" + matcher.group(2)).firstDay()
        : NO_MONTH;
  }

  @Override
  public List<Wanted> wanted() {
    return List.copyOf(wanted);
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
    return 0;
  }

  @Override
  public void map(Batch batch, LineBatch lines) throws FeedException {
    last = batch;
    kinds.map(batch, creditType, lines.key(LineBatch.KIND));
    mapPeriods(batch, lines.key(LineBatch.PERIOD));
    lines.days(Columns.day(batch, day));
    TextColumn projects = Columns.text(batch, project);
    TextColumn accounts = Columns.text(batch, billingAccount);
    lines.ids(LineBatch.CURRENCY, Columns.text(batch, currency));
    lines.ids(PROJECT, projects);
    lines.ids(BILLING_ACCOUNT, accounts);
    lines.ids(LABEL, Columns.text(batch, projectName));
    lines.ids(PAYER, Columns.text(batch, payer));
    lines.ids(SERVICE, Columns.text(batch, service));
    lines.ids(NAME, Columns.text(batch, serviceName));
    lines.ids(COST_TYPE, Columns.text(batch, costType));
    if (grain != Grain.SERVICE) {
      lines.ids(SKU, Columns.text(batch, sku));
      lines.ids(UNIT, Columns.text(batch, unit));
      lines.quantity(Columns.decimal(batch, quantity));
    }
    if (grain == Grain.RESOURCE) {
      lines.resources(Columns.text(batch, resource));
      lines.resources(Columns.text(batch, globalResource));
    }
    lines.billed(Columns.decimal(batch, cost));
    lines.list(Columns.decimal(batch, list));
    odd.count(batch.rows(), projects == null ? accounts : projects);
  }

  private void mapPeriods(Batch batch, int[] into) throws FeedException {
    TextColumn column = batch.text(month);
    months.learn(column.dictionary());
    int[] ids = column.ids();
    for (int r = 0; r < batch.rows(); r++) {
      int first = months.code(ids[r]);
      if (first == DayColumn.NULL) {
        first = defaultPeriod;
      }
      if (first == NO_MONTH || first == DayColumn.NULL) {
        boolean blank = first == DayColumn.NULL;
        throw where.row(
            "no-period",
            blank
                ? "the line has no invoice.month, so nobody knows which bill it is on; export it"
                : "'"
                    + column.dictionary().text(ids[r])
                    + "' in invoice.month is no month as Google writes it, yyyyMM; export it again",
            batch.rowOfFile(r) + 2);
      }
      into[r] = first;
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
    return text(currency, number);
  }

  @Override
  public BillingPeriod period(int periodDay) {
    return BillingPeriod.ofDay(periodDay);
  }

  @Override
  public int[] accountKeys() {
    return new int[] {PROJECT, BILLING_ACCOUNT, LABEL};
  }

  @Override
  public int[] accountOnlyKeys() {
    return new int[] {PROJECT, LABEL};
  }

  /** Taxes, subscriptions and adjustments without a project belong to the billing account. */
  @Override
  public AccountRef account(int[] keys, int at) {
    List<String> ids = new ArrayList<>(2);
    for (String id :
        List.of(
            text(project, keys[at + PROJECT]), text(billingAccount, keys[at + BILLING_ACCOUNT]))) {
      if (!id.isBlank() && !ids.contains(id)) {
        ids.add(id);
      }
    }
    return new AccountRef("gcp", ids, text(projectName, keys[at + LABEL]));
  }

  @Override
  public ChargeKey charge(int[] keys, int at) {
    LineKind kind = kinds.kind(keys[at + LineBatch.KIND]);
    String name = text(serviceName, keys[at + NAME]);
    String item = firstOf(text(service, keys[at + SERVICE]), text(costType, keys[at + COST_TYPE]));
    boolean fine = grain != Grain.SERVICE;
    return new ChargeKey(
        BillingPeriod.ofDay(keys[at + LineBatch.PERIOD]),
        firstOf(text(payer, keys[at + PAYER]), text(billingAccount, keys[at + BILLING_ACCOUNT])),
        fine ? firstOf(text(sku, keys[at + SKU]), item) : item,
        firstOf(name, item),
        fine ? text(unit, keys[at + UNIT]) : "",
        kind.chargeClass(),
        kind.marketplace(),
        false,
        text(currency, keys[at + LineBatch.CURRENCY]));
  }

  private static String firstOf(String text, String other) {
    return text.isBlank() ? other : text;
  }

  @Override
  public List<SliceTotals.Warning> warnings() {
    return odd.warnings();
  }
}
