package io.ratemill.sources.rollup;

import io.ratemill.columnar.Batch;
import io.ratemill.columnar.DecimalColumn;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostSums;
import io.ratemill.model.Money;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.SliceTotals;
import io.ratemill.sources.charges.ChargeTable;
import io.ratemill.sources.charges.EffectiveForm;
import io.ratemill.sources.charges.Nearing;
import io.ratemill.sources.charges.SumTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Adds the lines of one slice up, twice: by all dimensions into charges, and by period, class and
 * currency into totals.
 *
 * <p>Shape: both additions read the same columns but share neither table nor sums, so that the
 * totals prove the charges.
 */
final class Rollup {
  private final LineMapping mapping;
  private final LineBatch lines;
  private final Combinations totals;
  private final Met accounts;
  private final Met keys;

  /** Per line what tells its charge, as the table of charges knows it. */
  private final int[][] charged;

  private final List<ResourceNumbers> resources = new ArrayList<>();

  private SumTable totalSums = new SumTable(0);

  /** For each total how many of its lines are elements of rows. */
  private long[] elements = new long[0];

  private int[] numbers = new int[0];
  private Kind[] kinds = new Kind[0];

  /** Of how many totals the kinds are known. */
  private int totalsKnown;

  private int measures;

  Rollup(LineMapping mapping) {
    this.mapping = mapping;
    this.lines = new LineBatch(mapping.keyColumns(), mapping.costColumns());
    this.totals = new Combinations(LineBatch.OF_TOTALS);
    this.accounts = new Met(mapping.accountKeys());
    this.keys = new Met(chargeColumns(mapping));
    this.charged = new int[ChargeTable.columns(mapping.tellsResourcesApart())][0];
  }

  private static int[] chargeColumns(LineMapping mapping) {
    boolean[] leftOut = new boolean[mapping.keyColumns()];
    leftOut[LineBatch.DAY] = true;
    for (int column : mapping.accountOnlyKeys()) {
      leftOut[column] = true;
    }
    return IntStream.range(0, leftOut.length).filter(column -> !leftOut[column]).toArray();
  }

  /**
   * Adds the rows of a batch; rows before {@code from} go into the totals only.
   *
   * @param into the charges, the same table for all batches
   */
  void add(Batch batch, int from, ChargeTable into) throws FeedException {
    lines.start(batch.rows(), batch.firstRow());
    mapping.map(batch, lines);
    if (numbers.length < lines.rows) {
      numbers = new int[lines.rows];
      Arrays.setAll(charged, column -> new int[lines.rows]);
    }
    if (measures == 0) {
      start();
    }
    totals.number(lines.keys, 0, lines.rows, numbers);
    totalSums.reserve(totals.size());
    learnKinds();
    sum(totalSums, 0);
    countElements(batch.elements());
    if (from < lines.rows) {
      accounts.number(from, charged[0], row -> into.account(mapping.account(row, 0)));
      keys.number(
          from,
          charged[1],
          row ->
              into.key(mapping.charge(row, 0), kinds[row[LineBatch.KIND]].of.effective().form()));
      System.arraycopy(lines.keys[LineBatch.DAY], from, charged[2], from, lines.rows - from);
      numberResources(from, into);
      SumTable sums = into.sums(measures);
      into.number(charged, from, lines.rows, numbers);
      sum(sums, from);
    }
  }

  private void numberResources(int from, ChargeTable table) {
    if (charged.length > ChargeTable.RESOURCE) {
      int[] numbered = charged[ChargeTable.RESOURCE];
      Arrays.fill(numbered, from, lines.rows, ChargeTable.NO_RESOURCE);
      for (int column = 0; column < lines.resources.size(); column++) {
        if (column == resources.size()) {
          resources.add(new ResourceNumbers());
        }
        resources.get(column).fill(lines.resources.get(column), from, lines.rows, table, numbered);
      }
    }
  }

  /** Columns are bound per file: what the first batch lacks takes no room in any sum. */
  private void start() {
    boolean few = lines.contracted == null && lines.quantity == null;
    measures = few ? ChargeTable.FEW : ChargeTable.ALL;
    totalSums = new SumTable(measures);
  }

  /** Finds what equal values of some key columns stand for, once for each. */
  private final class Met {
    private final int[] columns;
    private final int[][] values;
    private final Combinations distinct;
    private final int[] row = new int[mapping.keyColumns()];
    private int[] meaning = new int[64];
    private int known;

    Met(int[] columns) {
      this.columns = columns;
      this.values = new int[columns.length][];
      this.distinct = new Combinations(columns.length);
    }

    /**
     * Gives each line the number that its values stand for.
     *
     * @param number finds it by the key columns of a line
     */
    void number(int from, int[] into, ToIntFunction<int[]> number) {
      for (int c = 0; c < columns.length; c++) {
        values[c] = lines.keys[columns[c]];
      }
      distinct.number(values, from, lines.rows, into);
      if (distinct.size() > known) {
        learn(from, into, number);
      }
      int[] meant = meaning;
      for (int line = from; line < lines.rows; line++) {
        into[line] = meant[into[line]];
      }
    }

    private void learn(int from, int[] into, ToIntFunction<int[]> number) {
      if (meaning.length < distinct.size()) {
        meaning = Arrays.copyOf(meaning, Math.max(distinct.size(), meaning.length * 2));
      }
      for (int line = from; known < distinct.size(); line++) {
        if (into[line] == known) {
          for (int column = 0; column < row.length; column++) {
            row[column] = lines.keys[column][line];
          }
          meaning[known++] = number.applyAsInt(row);
        }
      }
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
    BigDecimal billed = sums.sum(group, ChargeTable.BILLED);
    BigDecimal list = sums.sum(group, ChargeTable.LIST);
    BigDecimal fallback = sums.sum(group, ChargeTable.FALLBACK);
    BigDecimal effective =
        switch (kind.of.effective().form()) {
          case BILLED -> billed;
          case ZERO -> BigDecimal.ZERO;
          case COLUMNS -> sums.sum(group, ChargeTable.EFFECTIVE);
        };
    return new CostSums(
        sums.lines(group),
        sums.missingLists(group),
        billed,
        list,
        effective,
        measures > ChargeTable.FEW ? sums.sum(group, ChargeTable.CONTRACTED) : null,
        Money.add(list, fallback),
        measures > ChargeTable.FEW ? sums.sum(group, ChargeTable.QUANTITY) : null);
  }

  /** Every kind is looked up once, when it first occurs; kinds occur first in the totals. */
  private void learnKinds() {
    int[] keys = totals.keys();
    for (; totalsKnown < totals.size(); totalsKnown++) {
      int number = keys[totals.at(totalsKnown) + LineBatch.KIND];
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
        sums.add(group, ChargeTable.BILLED, billed, row);
      }
      if (!kind.countsList) {
        // Another line of the delivery has it.
      } else if (list != null && has(list, row)) {
        sums.add(group, ChargeTable.LIST, list, row);
        if (kind.committed && isZero(list, row)) {
          sums.countMissingList(group);
          addListOfCommitted(sums, group, kind, row);
        }
      } else {
        sums.countMissingList(group);
        if (kind.committed) {
          addListOfCommitted(sums, group, kind, row);
        } else if (billed != null && isBilled) {
          sums.add(group, ChargeTable.FALLBACK, billed, row);
        }
      }
      if (kind.columns) {
        addEffective(sums, group, ChargeTable.EFFECTIVE, kind, row);
      }
      if (contracted != null && has(contracted, row)) {
        sums.add(group, ChargeTable.CONTRACTED, contracted, row);
      }
      if (quantity != null && has(quantity, row)) {
        if (kind.countsQuantity) {
          sums.add(group, ChargeTable.QUANTITY, quantity, row);
        } else {
          sums.add(group, ChargeTable.QUANTITY, 0, 0);
        }
      }
    }
  }

  /** The public price of a commitment's usage where the bill leaves it out: never a billed 0. */
  private void addListOfCommitted(SumTable sums, int group, Kind kind, int row) {
    BigDecimal price = lines.listPrices.price(row);
    if (price != null && price.signum() != 0) {
      sums.add(group, ChargeTable.FALLBACK, price);
      return;
    }
    if (kind.columns && addEffective(sums, group, ChargeTable.FALLBACK, kind, row)) {
      return;
    }
    DecimalColumn billed = lines.billed;
    if (billed != null && has(billed, row) && !isZero(billed, row)) {
      sums.add(group, ChargeTable.FALLBACK, billed, row);
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
      this.columns = of.effective().form() == EffectiveForm.COLUMNS;
      this.countsQuantity = of.quantity() == LineKind.Quantity.OWN;
      this.countsList = of.quantity() != LineKind.Quantity.TOLD_ELSEWHERE;
      this.plus = of.effective().plus().stream().mapToInt(Integer::intValue).toArray();
      this.minus = of.effective().minus().stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
