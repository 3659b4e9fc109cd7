package io.ratemill.sources.rollup;

import io.ratemill.columnar.Batch;
import io.ratemill.columnar.DecimalColumn;
import io.ratemill.model.Amount;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeWriter;
import io.ratemill.model.CostSums;
import io.ratemill.model.Money;
import io.ratemill.sources.ChargeSink;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.SliceTotals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds the lines of one slice up, twice: by all dimensions into charges, and by period, class and
 * currency into totals.
 *
 * <p>Shape: both additions read the same columns but share neither table nor sums, so that the
 * totals prove the charges.
 */
final class Rollup {
  private static final int BILLED = 0;
  private static final int LIST = 1;
  private static final int FALLBACK = 2;
  private static final int EFFECTIVE = 3;
  private static final int CONTRACTED = 4;
  private static final int QUANTITY = 5;
  private static final int MEASURES_OF_ALL = EFFECTIVE + 1;
  private static final int MEASURES = QUANTITY + 1;

  private final LineMapping mapping;
  private final LineBatch lines;
  private final KeyTable groups;
  private final KeyTable totals;
  private final ChargeWriter writer = new ChargeWriter(DecimalColumn.SCALE);
  private final Messages messages;
  private SumTable groupSums = new SumTable(0);
  private SumTable totalSums = new SumTable(0);

  /** For each total how many of its lines are elements of rows. */
  private long[] elements = new long[0];

  private int[] numbers = new int[0];
  private Kind[] kinds = new Kind[0];
  private int measures;
  private boolean started;

  Rollup(LineMapping mapping) {
    this.mapping = mapping;
    this.lines = new LineBatch(mapping.keyColumns(), mapping.costColumns());
    this.groups = LargeTables.keys(mapping.keyColumns());
    this.totals = new KeyTable(LineBatch.OF_TOTALS);
    this.messages = new Messages(mapping, writer);
  }

  /** Adds the rows of a batch; rows before {@code from} go into the totals only. */
  void add(Batch batch, int from) throws FeedException {
    lines.start(batch.rows(), batch.firstRow());
    mapping.map(batch, lines);
    if (numbers.length < lines.rows) {
      numbers = new int[lines.rows];
    }
    if (!started) {
      start();
    }
    totals.number(lines.keys, 0, lines.rows, numbers);
    totalSums.reserve(totals.size());
    learnKinds();
    sum(totalSums, 0);
    countElements(batch.elements());
    if (from < lines.rows) {
      groups.number(lines.keys, from, lines.rows, numbers);
      groupSums.reserve(groups.size());
      sum(groupSums, from);
    }
  }

  private void countElements(boolean[] isElement) {
    if (isElement.length == 0) {
      return;
    }
    if (elements.length < totals.size()) {
      elements = Arrays.copyOf(elements, totals.size());
    }
    for (int row = 0; row < lines.rows; row++) {
      if (isElement[row]) {
        elements[numbers[row]]++;
      }
    }
  }

  /** Columns are bound per file: what the first batch lacks takes no room in any sum. */
  private void start() {
    boolean few = lines.contracted == null && lines.quantity == null;
    measures = few ? MEASURES_OF_ALL : MEASURES;
    groupSums = LargeTables.sums(measures);
    messages.start(measures);
    totalSums = new SumTable(measures);
    started = true;
  }

  int groups() {
    return groups.size();
  }

  /** Hands over all charges, one message per bucket of accounts, and forgets them. */
  void drain(ChargeSink sink) {
    messages.write(groups, groupSums, this::writeSums, sink);
    groupSums.clear(groups.size());
    groups.clear();
  }

  /** Writes the sums of a group whose key columns start at an index. */
  private void writeSums(SumTable sums, int group, int at) {
    Kind kind = kinds[groups.keys()[at + LineBatch.KIND]];
    write(Amount.BILLED, sums, group, BILLED);
    write(Amount.LIST, sums, group, LIST);
    switch (kind.of.effective().form()) {
      case BILLED -> write(Amount.EFFECTIVE, sums, group, BILLED);
      case ZERO -> writer.amount(Amount.EFFECTIVE, 0, 0);
      case COLUMNS -> write(Amount.EFFECTIVE, sums, group, EFFECTIVE);
    }
    if (measures > CONTRACTED) {
      write(Amount.CONTRACTED, sums, group, CONTRACTED);
    }
    writeListPriced(sums, group);
    if (measures > QUANTITY) {
      write(Amount.QUANTITY, sums, group, QUANTITY);
    }
    writer.sums(sums.lines(group), sums.missingLists(group));
  }

  private void write(Amount amount, SumTable sums, int group, int measure) {
    if (!sums.has(group, measure)) {
      return;
    }
    if (sums.isNarrow(group, measure)) {
      writer.amount(amount, sums.high(group, measure), sums.low(group, measure));
    } else {
      writer.amount(amount, sums.sum(group, measure));
    }
  }

  private void writeListPriced(SumTable sums, int group) {
    if (!sums.has(group, FALLBACK)) {
      write(Amount.LIST_PRICED, sums, group, LIST);
    } else if (!sums.has(group, LIST)) {
      write(Amount.LIST_PRICED, sums, group, FALLBACK);
    } else {
      writer.amount(
          Amount.LIST_PRICED, Money.add(sums.sum(group, LIST), sums.sum(group, FALLBACK)));
    }
  }

  /** Leaves the large tables to the next slice. */
  void close() {
    if (started) {
      groupSums.clear(groups.size());
      groups.clear();
      LargeTables.leave(groups, groupSums);
    }
  }

  SliceTotals totals() {
    Map<String, SliceTotals.Entry> entries = new LinkedHashMap<>();
    Map<String, Long> unknown = new LinkedHashMap<>();
    Map<String, Long> missing = new LinkedHashMap<>();
    int[] keys = totals.keys();
    for (int total = 0; total < totals.size(); total++) {
      int at = totals.at(total);
      Kind kind = kinds[keys[at + LineBatch.KIND]];
      BillingPeriod period = mapping.period(keys[at + LineBatch.PERIOD]);
      ChargeClass chargeClass = kind.of.chargeClass();
      String currency = mapping.currency(keys[at + LineBatch.CURRENCY]);
      long rows = totalSums.lines(total) - (total < elements.length ? elements[total] : 0);
      entries.merge(
          period + " " + chargeClass + " " + currency,
          new SliceTotals.Entry(
              period, chargeClass, currency, rows, costSums(totalSums, total, kind)),
          SliceTotals.Entry::plus);
      if (!kind.of.known()) {
        unknown.merge(kind.of.type(), totalSums.lines(total), Long::sum);
      }
      if (kind.committed && totalSums.missingLists(total) > 0) {
        missing.merge(kind.of.type(), totalSums.missingLists(total), Long::sum);
      }
    }
    List<SliceTotals.Warning> warnings = new ArrayList<>();
    unknown.forEach((t, n) -> warnings.add(new SliceTotals.Warning("unknown-line-type", t, n)));
    missing.forEach((t, n) -> warnings.add(new SliceTotals.Warning("list-missing", t, n)));
    warnings.addAll(mapping.warnings());
    return new SliceTotals(List.copyOf(entries.values()), warnings);
  }

  private CostSums costSums(SumTable sums, int group, Kind kind) {
    BigDecimal billed = sums.sum(group, BILLED);
    BigDecimal list = sums.sum(group, LIST);
    BigDecimal fallback = sums.sum(group, FALLBACK);
    BigDecimal effective =
        switch (kind.of.effective().form()) {
          case BILLED -> billed;
          case ZERO -> BigDecimal.ZERO;
          case COLUMNS -> sums.sum(group, EFFECTIVE);
        };
    return new CostSums(
        sums.lines(group),
        sums.missingLists(group),
        billed,
        list,
        effective,
        measures > CONTRACTED ? sums.sum(group, CONTRACTED) : null,
        Money.add(list, fallback),
        measures > QUANTITY ? sums.sum(group, QUANTITY) : null);
  }

  /** Every kind is looked up once, when it first occurs; kinds occur first in the totals. */
  private void learnKinds() {
    int[] keys = totals.keys();
    for (int total = 0; total < totals.size(); total++) {
      int number = keys[totals.at(total) + LineBatch.KIND];
      if (number >= kinds.length) {
        int known = kinds.length;
        kinds = Arrays.copyOf(kinds, number + 1);
        for (int k = known; k <= number; k++) {
          kinds[k] = new Kind(mapping.kind(k));
        }
      }
    }
  }

  private void sum(SumTable sums, int from) {
    for (int start = from; start < lines.rows; start += Nearing.ROWS) {
      int end = Math.min(start + Nearing.ROWS, lines.rows);
      sums.bringNear(numbers, start, end);
      sum(sums, start, end);
    }
  }

  private void sum(SumTable sums, int from, int to) {
    int[] kindOf = lines.keys[LineBatch.KIND];
    DecimalColumn billed = lines.billed;
    DecimalColumn list = lines.list;
    DecimalColumn contracted = lines.contracted;
    DecimalColumn quantity = lines.quantity;
    for (int row = from; row < to; row++) {
      int group = numbers[row];
      Kind kind = kinds[kindOf[row]];
      sums.countLine(group);
      boolean isBilled = has(billed, row);
      if (billed != null && isBilled) {
        sums.add(group, BILLED, billed, row);
      }
      if (!kind.countsList) {
        // Another line of the delivery has it.
      } else if (list != null && has(list, row)) {
        sums.add(group, LIST, list, row);
        if (kind.committed && isZero(list, row)) {
          sums.countMissingList(group);
          addListOfCommitted(sums, group, kind, row);
        }
      } else {
        sums.countMissingList(group);
        if (kind.committed) {
          addListOfCommitted(sums, group, kind, row);
        } else if (billed != null && isBilled) {
          sums.add(group, FALLBACK, billed, row);
        }
      }
      if (kind.columns) {
        addEffective(sums, group, EFFECTIVE, kind, row);
      }
      if (contracted != null && has(contracted, row)) {
        sums.add(group, CONTRACTED, contracted, row);
      }
      if (quantity != null && has(quantity, row)) {
        if (kind.countsQuantity) {
          sums.add(group, QUANTITY, quantity, row);
        } else {
          sums.add(group, QUANTITY, 0, 0);
        }
      }
    }
  }

  /** The public price of a commitment's usage where the bill leaves it out: never a billed 0. */
  private void addListOfCommitted(SumTable sums, int group, Kind kind, int row) {
    BigDecimal price = lines.listPrices.price(row);
    if (price != null && price.signum() != 0) {
      sums.add(group, FALLBACK, price);
      return;
    }
    if (kind.columns && addEffective(sums, group, FALLBACK, kind, row)) {
      return;
    }
    DecimalColumn billed = lines.billed;
    if (billed != null && has(billed, row) && !isZero(billed, row)) {
      sums.add(group, FALLBACK, billed, row);
    }
  }

  private boolean addEffective(SumTable sums, int group, int measure, Kind kind, int row) {
    boolean any = false;
    for (int cost : kind.plus) {
      DecimalColumn column = lines.costs[cost];
      if (column != null && has(column, row)) {
        sums.add(group, measure, column, row);
        any = true;
      }
    }
    for (int cost : kind.minus) {
      DecimalColumn column = lines.costs[cost];
      if (column != null && has(column, row)) {
        sums.subtract(group, measure, column, row);
        any = true;
      }
    }
    return any;
  }

  private static boolean has(@Nullable DecimalColumn column, int row) {
    return column != null && column.state()[row] != DecimalColumn.NULL;
  }

  private static boolean isZero(DecimalColumn column, int row) {
    return column.state()[row] == DecimalColumn.FIXED
        && (column.high()[row] | column.low()[row]) == 0;
  }

  /** A kind with what the loop over the lines asks of it. */
  private static final class Kind {
    final LineKind of;
    final boolean committed;
    final boolean columns;
    final boolean countsQuantity;
    final boolean countsList;
    final int[] plus;
    final int[] minus;

    Kind(LineKind of) {
      this.of = of;
      this.committed = of.chargeClass() == ChargeClass.COMMITTED_USAGE;
      this.columns = of.effective().form() == EffectiveRule.Form.COLUMNS;
      this.countsQuantity = of.quantity() == LineKind.Quantity.OWN;
      this.countsList = of.quantity() != LineKind.Quantity.TOLD_ELSEWHERE;
      this.plus = of.effective().plus().stream().mapToInt(Integer::intValue).toArray();
      this.minus = of.effective().minus().stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
