package io.ratemill.sources.oci;

import io.ratemill.columnar.Batch;
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
import io.ratemill.sources.rollup.Texts;
import io.ratemill.sources.rollup.Where;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of one OCI cost report.
 *
 * <p>Shape: only the columns that are needed are read, so that the one column per tag that a report
 * has costs nothing. The overage and attributed columns are other views of the cost and left out.
 * Units: billing currency. Source: Oracle's description of the cost report's fields.
 */
final class CostMapping implements LineMapping {
  private static final int COMPARTMENT = LineBatch.COMMON;
  private static final int TENANT = LineBatch.COMMON + 1;
  private static final int COMPARTMENT_NAME = LineBatch.COMMON + 2;
  private static final int SERVICE = LineBatch.COMMON + 3;
  private static final int SKU = LineBatch.COMMON + 4;
  private static final int UNIT = LineBatch.COMMON + 5;

  private final Columns columns;
  private final Where where;
  private final Grain grain;
  private final CostKinds kinds;
  private final OddAccounts odd = OddAccounts.anyProvider();

  private final int cost;
  private final int quantity;
  private final int currency;
  private final int start;
  private final int compartment;
  private final int compartmentName;
  private final int tenant;
  private final int service;
  private final int sku;
  private final int resource;
  private final int[] unitColumns;

  private final Texts units = new Texts();
  private final List<TextCodes> unitCodes = new ArrayList<>();

  private @Nullable Batch last;

  private CostMapping(Columns columns, Where where, Grain grain) {
    this.columns = columns;
    this.where = where;
    this.grain = grain;
    this.kinds = new CostKinds(columns);
    cost = columns.decimal("cost/myCost");
    quantity = grain == Grain.SERVICE ? Header.ABSENT : columns.decimal("usage/billedQuantity");
    currency = columns.text("cost/currencyCode");
    start = columns.day("lineItem/intervalUsageStart");
    compartment = columns.text("product/compartmentId");
    compartmentName = columns.text("product/compartmentName");
    tenant = columns.text("lineItem/tenantId");
    service = columns.text("product/service");
    boolean fine = grain != Grain.SERVICE;
    sku = fine ? columns.text("cost/productSku") : Header.ABSENT;
    // The readable unit gives way to the newer description; reports of between have both.
    unitColumns =
        fine
            ? new int[] {
              columns.text("cost/skuUnitDescription"), columns.text("cost/billingUnitReadable")
            }
            : new int[0];
    for (int i = 0; i < unitColumns.length; i++) {
      unitCodes.add(units.codes(text -> text));
    }
    resource = grain == Grain.RESOURCE ? columns.text("product/resourceId") : Header.ABSENT;
  }

  /**
   * Binds a file's columns.
   *
   * @throws FeedException if a mandatory column is missing
   */
  static CostMapping bind(List<String> names, Where where, Grain grain) throws FeedException {
    Columns columns = new Columns(names);
    columns.require("cost/myCost");
    columns.require("cost/currencyCode");
    columns.require("lineItem/intervalUsageStart");
    columns.require("product/service");
    columns.require("product/compartmentId", "lineItem/tenantId");
    columns.check(where);
    return new CostMapping(columns, where, grain);
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
    return 0;
  }

  @Override
  public void map(Batch batch, LineBatch lines) throws FeedException {
    last = batch;
    int rows = batch.rows();
    kinds.map(batch, lines.key(LineBatch.KIND));
    mapDays(batch, lines);
    lines.ids(LineBatch.CURRENCY, Columns.text(batch, currency));
    TextColumn compartments = Columns.text(batch, compartment);
    TextColumn tenants = Columns.text(batch, tenant);
    lines.ids(COMPARTMENT, compartments);
    lines.ids(TENANT, tenants);
    odd.count(rows, compartments != null ? compartments : tenants);
    lines.ids(COMPARTMENT_NAME, Columns.text(batch, compartmentName));
    lines.ids(SERVICE, Columns.text(batch, service));
    lines.billed(Columns.decimal(batch, cost));
    if (grain != Grain.SERVICE) {
      lines.ids(SKU, Columns.text(batch, sku));
      mapUnits(batch, lines.key(UNIT));
      lines.quantity(Columns.decimal(batch, quantity));
    }
    if (grain == Grain.RESOURCE) {
      lines.resources(Columns.text(batch, resource));
    }
  }

  /** The billing period is the UTC month in which a line starts: the report names no other. */
  private void mapDays(Batch batch, LineBatch lines) throws FeedException {
    int[] days = batch.day(start).days();
    int[] periods = lines.key(LineBatch.PERIOD);
    int firstDay = 0;
    int lastDay = -1;
    for (int r = 0; r < batch.rows(); r++) {
      int day = days[r];
      if (day == DayColumn.NULL) {
        throw where.row(
            "no-period",
            "the line has no lineItem/intervalUsageStart, so nobody knows which month it is of;"
                + " fetch the report again",
            batch.firstRow() + r + 2);
      }
      if (day < firstDay || day > lastDay) {
        BillingPeriod month = BillingPeriod.ofDay(day);
        firstDay = month.firstDay();
        lastDay = month.lastDay();
      }
      periods[r] = firstDay;
    }
    lines.key(LineBatch.DAY, days);
  }

  /** The first unit text of a line that is not blank, 0 where both are. */
  private void mapUnits(Batch batch, int[] into) {
    Arrays.fill(into, 0, batch.rows(), 0);
    for (int i = 0; i < unitColumns.length; i++) {
      unitCodes.get(i).fill(Columns.text(batch, unitColumns[i]), batch.rows(), into);
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
  public BillingPeriod period(int day) {
    return BillingPeriod.ofDay(day);
  }

  @Override
  public int[] accountKeys() {
    return new int[] {COMPARTMENT, TENANT, COMPARTMENT_NAME};
  }

  @Override
  public int[] accountOnlyKeys() {
    return new int[] {COMPARTMENT, COMPARTMENT_NAME};
  }

  @Override
  public AccountRef account(int[] keys, int at) {
    String inner = text(compartment, keys[at + COMPARTMENT]);
    String outer = text(tenant, keys[at + TENANT]);
    List<String> ids = new ArrayList<>(2);
    if (!inner.isBlank()) {
      ids.add(inner);
    }
    // The root compartment has the tenancy's own id.
    if (!outer.isBlank() && !outer.equals(inner)) {
      ids.add(outer);
    }
    return new AccountRef("oci", ids, text(compartmentName, keys[at + COMPARTMENT_NAME]));
  }

  @Override
  public ChargeKey charge(int[] keys, int at) {
    LineKind kind = kinds.kind(keys[at + LineBatch.KIND]);
    String name = text(service, keys[at + SERVICE]);
    String part = grain == Grain.SERVICE ? "" : text(sku, keys[at + SKU]);
    int unit = grain == Grain.SERVICE ? 0 : keys[at + UNIT];
    return new ChargeKey(
        BillingPeriod.ofDay(keys[at + LineBatch.PERIOD]),
        text(tenant, keys[at + TENANT]),
        part.isBlank() ? name : part,
        name,
        units.ofCode(unit),
        kind.chargeClass(),
        kind.marketplace(),
        kind.splitAllocation(),
        currency(keys[at + LineBatch.CURRENCY]));
  }

  @Override
  public List<SliceTotals.Warning> warnings() {
    List<SliceTotals.Warning> warnings = new ArrayList<>(odd.warnings());
    warnings.addAll(kinds.warnings());
    return warnings;
  }
}
