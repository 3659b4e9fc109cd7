package io.ratemill.sources.charges;

import io.ratemill.columnar.DecimalColumn;
import io.ratemill.columnar.TextDictionary;
import io.ratemill.model.AccountNumbers;
import io.ratemill.model.AccountRef;
import io.ratemill.model.Amount;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.ChargeWriter;
import io.ratemill.model.Money;
import io.ratemill.model.Sorting;
import java.util.Arrays;

/**
 * Charges of one connector, added up over any number of slices by account, key, resource and day.
 *
 * <p>Shape: accounts, keys and resources are numbered; a charge has a number of its own, under
 * which its sums stand in {@link #sums} by the measures below. {@link #write} hands all over as
 * messages, one per bucket of accounts: in it the accounts, in each the series, in each the days in
 * their order and before them the sums of all.
 */
public final class ChargeTable {
  /** Measure of the billed cost. */
  public static final int BILLED = 0;

  /** Measure of the list cost that the bill names. */
  public static final int LIST = 1;

  /** Measure of what stands in for a list cost that the bill does not name. */
  public static final int FALLBACK = 2;

  /** Measure of the effective cost of {@link EffectiveForm#COLUMNS}. */
  public static final int EFFECTIVE = 3;

  /** Measure of the contracted cost, which few bills have. */
  public static final int CONTRACTED = 4;

  /** Measure of the quantity. */
  public static final int QUANTITY = 5;

  /** How many measures there are where no line has a contracted cost or a quantity. */
  public static final int FEW = EFFECTIVE + 1;

  /** How many measures there are. */
  public static final int ALL = QUANTITY + 1;

  /** Column of lines: the number of the account. */
  private static final int ACCOUNT = 0;

  /** Column of lines: the number of the key. */
  private static final int KEY = 1;

  /** Column of lines: the UTC epoch day. */
  private static final int DAY = 2;

  /** Column of lines, if they have as many: the number of the resource. */
  public static final int RESOURCE = 3;

  /** The number for lines without a resource. */
  public static final int NO_RESOURCE = 0;

  private final String connector;
  private final AlikeCharges alike;
  private final ChargeWriter writer = new ChargeWriter(DecimalColumn.SCALE);
  private final AccountNumbers accounts = new AccountNumbers();
  private final ChargeKeys keys;
  private final Stretches stretches = new Stretches();
  private int[] standIn = new int[64];

  /** A resource's number is its id here + 1. */
  private final TextDictionary resources = new TextDictionary();

  private int round;
  private KeyTable charges = LargeTables.keys(columns(false));
  private SumTable sums = LargeTables.sums(FEW);
  private SumTable allDays = new SumTable(FEW);

  private final FirstDays firstDays = new FirstDays();

  /**
   * Makes an empty table.
   *
   * @param connector the connector whose charges they are
   * @param alike the charges that need not be told apart
   */
  public ChargeTable(String connector, AlikeCharges alike) {
    this.connector = connector;
    this.alike = alike;
    this.keys = new ChargeKeys(alike);
  }

  /** How many columns lines have, of which {@link #RESOURCE} may be one. */
  public static int columns(boolean withResources) {
    return withResources ? RESOURCE + 1 : RESOURCE;
  }

  /** How many charges there are. */
  public int size() {
    return charges.size();
  }

  /** The number of an account. */
  public int account(AccountRef account) {
    int number = accounts.of(account);
    if (number == stretches.accounts()) {
      stretches.add(alike.days(connector, account));
      if (standIn.length == number) {
        standIn = Arrays.copyOf(standIn, number * 2);
      }
      // First its number, which may lay the array out anew.
      int other = account(alike.account(account));
      standIn[number] = other;
    }
    return number;
  }

  /** The number of a key whose effective costs have some form. */
  public int key(ChargeKey key, EffectiveForm effective) {
    return keys.number(key, effective);
  }

  /** The number of a resource, the text behind an id, as long as {@link #round} is the same. */
  public int resource(TextDictionary of, int id) {
    return resources.id(of, id) + 1;
  }

  /** Says the numbers of which up to {@link TextDictionary#AHEAD} resources are asked for next. */
  public void bringResourcesNear(TextDictionary of, int fromId, int toId) {
    resources.bringNear(of, fromId, toId);
  }

  /** How often the table was cleared: resources lose their numbers then. */
  public int round() {
    return round;
  }

  /**
   * Numbers the charges of some lines, new ones without sums.
   *
   * @param lines per line the number of its account, that of its key, its UTC epoch day, and, by
   *     {@link #columns}, the number of its resource; these are changed to those that stand for
   *     them
   * @param into the number of each line's charge
   */
  public void number(int[][] lines, int from, int to, int[] into) {
    int[] ofAccounts = lines[ACCOUNT];
    int[] ofKeys = lines[KEY];
    int[] days = lines[DAY];
    Stretches known = stretches;
    firstDays.start(to - from);
    int[] items = keys.items();
    boolean[] byAccount = keys.byAccount();
    if (lines.length > RESOURCE) {
      dropResources(lines[RESOURCE], ofKeys, from, to);
    }
    for (int line = from; line < to; line++) {
      int key = ofKeys[line];
      int account = byAccount[key] ? ofAccounts[line] : standIn[ofAccounts[line]];
      ofAccounts[line] = account;
      int stretch = known.of(account, items[key], days[line]);
      if (Stretches.isUnowned(stretch)) {
        firstDays.note(line, days[line]);
      }
      days[line] = Stretches.first(stretch);
    }
    if (firstDays.noted() > 0) {
      dropWhatUnownedAreAbout(lines);
    }
    if (charges.width() != lines.length) {
      widen(lines.length);
    }
    charges.number(lines, from, to, into);
    sums.reserve(charges.size());
    firstDays.keep(into);
  }

  private void dropWhatUnownedAreAbout(int[][] lines) {
    int[] ofKeys = lines[KEY];
    for (int i = 0; i < firstDays.noted(); i++) {
      int line = firstDays.line(i);
      ofKeys[line] = keys.aboutNothing(ofKeys[line]);
      if (lines.length > RESOURCE) {
        lines[RESOURCE][line] = NO_RESOURCE;
      }
    }
  }

  /** Charges of a key that stands for others are alike whatever their resource. */
  private void dropResources(int[] ofResources, int[] ofKeys, int from, int to) {
    boolean[] byResource = keys.byResource();
    for (int line = from; line < to; line++) {
      if (!byResource[ofKeys[line]]) {
        ofResources[line] = NO_RESOURCE;
      }
    }
  }

  /** A connector has one grain: its lines have resources from the first or never. */
  private void widen(int columns) {
    if (size() > 0) {
      throw new IllegalStateException("lines of another grain in one table of charges");
    }
    charges = LargeTables.keys(columns);
  }

  /** The sums of all charges, by their numbers, with so many measures at least. */
  public SumTable sums(int measures) {
    if (sums.measures() < measures) {
      SumTable wider = LargeTables.sums(measures);
      wider.reserve(charges.size());
      for (int charge = 0; charge < charges.size(); charge++) {
        wider.add(charge, sums, charge);
      }
      sums = wider;
      allDays = new SumTable(measures);
    }
    return sums;
  }

  /** Hands over all charges. */
  public void write(ChargeSink sink) {
    AccountOrder inOrder = new AccountOrder(accounts.accounts(), alike);
    int[] rankOfCharge = column(ACCOUNT);
    for (int charge = 0; charge < rankOfCharge.length; charge++) {
      rankOfCharge[charge] = inOrder.rank(rankOfCharge[charge]);
    }
    int[] order = byDay();
    if (charges.width() > RESOURCE) {
      order = Sorting.by(column(RESOURCE), resources.size() + 1, order);
    }
    order = Sorting.by(column(KEY), keys.size(), order);
    write(Sorting.by(rankOfCharge, inOrder.size(), order), rankOfCharge, inOrder, sink);
  }

  private void write(int[] order, int[] rankOfCharge, AccountOrder inOrder, ChargeSink sink) {
    MessageNumbers inMessage = new MessageNumbers(writer, keys, resources);
    int bucket = -1;
    int last = -1;
    int near = 0;
    for (int from = 0; from < order.length; ) {
      if (from >= near) {
        int end = Math.min(from + Nearing.ROWS, order.length);
        charges.bringNear(order, from, end);
        sums.bringNear(order, from, end);
        near = end;
      }
      int account = rankOfCharge[order[from]];
      int key = value(order[from], KEY);
      int resource = resource(order[from]);
      int to = from + 1;
      while (to < order.length
          && rankOfCharge[order[to]] == account
          && value(order[to], KEY) == key
          && resource(order[to]) == resource) {
        to++;
      }
      if (account != last) {
        if (inOrder.bucket(account) != bucket) {
          if (last >= 0) {
            sink.take(bucket, writer.finish());
          }
          bucket = inOrder.bucket(account);
          writer.start();
          inMessage.start();
        }
        writer.account(inOrder.account(account));
        last = account;
      }
      writeSeries(key, inMessage.key(key), inMessage.resource(resource), order, from, to);
      from = to;
    }
    if (last >= 0) {
      sink.take(bucket, writer.finish());
    }
  }

  /** Writes the charges of a range, which differ by their days only, as a series. */
  private void writeSeries(
      int key, int numberInMessage, int resourceInMessage, int[] order, int from, int to) {
    EffectiveForm effective = keys.effective(key);
    int firstDay = day(order[from]);
    if (to == from + 1) {
      writer.series(numberInMessage, resourceInMessage, firstDay);
      writeSums(effective, sums, order[from]);
      return;
    }
    int lastDay = day(order[to - 1]);
    writer.series(numberInMessage, resourceInMessage, to - from, firstDay, lastDay);
    allDays.reserve(1);
    allDays.clear(1);
    for (int i = from; i < to; i++) {
      allDays.add(0, sums, order[i]);
    }
    writeSums(effective, allDays, 0);
    for (int i = from; i < to; i++) {
      writer.day(day(order[i]));
      writeSums(effective, sums, order[i]);
    }
    writer.endDays();
  }

  private void writeSums(EffectiveForm effective, SumTable from, int charge) {
    write(Amount.BILLED, from, charge, BILLED);
    write(Amount.LIST, from, charge, LIST);
    switch (effective) {
      case BILLED -> write(Amount.EFFECTIVE, from, charge, BILLED);
      case ZERO -> writer.amount(Amount.EFFECTIVE, 0, 0);
      case COLUMNS -> write(Amount.EFFECTIVE, from, charge, EFFECTIVE);
    }
    writeListPriced(from, charge);
    if (from.measures() > FEW) {
      write(Amount.CONTRACTED, from, charge, CONTRACTED);
      write(Amount.QUANTITY, from, charge, QUANTITY);
    }
    writer.sums(from.lines(charge), from.missingLists(charge));
  }

  private void write(Amount amount, SumTable from, int charge, int measure) {
    if (!from.has(charge, measure)) {
      return;
    }
    if (from.isNarrow(charge, measure)) {
      writer.amount(amount, from.high(charge, measure), from.low(charge, measure));
    } else {
      writer.amount(amount, from.sum(charge, measure));
    }
  }

  private void writeListPriced(SumTable from, int charge) {
    if (!from.has(charge, FALLBACK)) {
      write(Amount.LIST_PRICED, from, charge, LIST);
    } else if (!from.has(charge, LIST)) {
      write(Amount.LIST_PRICED, from, charge, FALLBACK);
    } else {
      writer.amount(
          Amount.LIST_PRICED, Money.add(from.sum(charge, LIST), from.sum(charge, FALLBACK)));
    }
  }

  private int value(int charge, int column) {
    return charges.keys()[charges.at(charge) + column];
  }

  /** The day under which a charge is handed over. */
  private int day(int charge) {
    return firstDays.of(charge, value(charge, DAY));
  }

  private int resource(int charge) {
    return charges.width() > RESOURCE ? value(charge, RESOURCE) : NO_RESOURCE;
  }

  private int[] column(int column) {
    int[] values = new int[charges.size()];
    for (int charge = 0; charge < values.length; charge++) {
      values[charge] = value(charge, column);
    }
    return values;
  }

  /** The charges in the order of their days. */
  private int[] byDay() {
    int[] ranks = new int[charges.size()];
    Arrays.setAll(ranks, this::day);
    KeyTable distinct = new KeyTable(1);
    distinct.number(new int[][] {ranks}, 0, ranks.length, ranks);
    int[] inOrder = Arrays.copyOf(distinct.keys(), distinct.size());
    Arrays.sort(inOrder);
    int[] rankOfNumber = new int[inOrder.length];
    for (int number = 0; number < rankOfNumber.length; number++) {
      rankOfNumber[number] = Arrays.binarySearch(inOrder, distinct.keys()[number]);
    }
    for (int charge = 0; charge < ranks.length; charge++) {
      ranks[charge] = rankOfNumber[ranks[charge]];
    }
    return Sorting.by(ranks, inOrder.length, Sorting.identity(ranks.length));
  }

  /** Forgets all charges; accounts and keys keep their numbers, resources do not. */
  public void clear() {
    resources.clear();
    round++;
    sums.clear(charges.size());
    firstDays.clear();
    charges.clear();
  }

  /** Forgets all and leaves the memory to the next table. */
  public void close() {
    clear();
    LargeTables.leave(charges, sums);
  }
}
