package io.ratemill.sources.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.columnar.Batch;
import io.ratemill.columnar.BatchReader;
import io.ratemill.columnar.Bytes;
import io.ratemill.columnar.Compression;
import io.ratemill.columnar.Table;
import io.ratemill.columnar.Tables;
import io.ratemill.columnar.Wanted;
import io.ratemill.model.AccountCharges;
import io.ratemill.model.AccountRef;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.Charge;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.CostSums;
import io.ratemill.model.Money;
import io.ratemill.sources.Drained;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.SliceTotals;
import io.ratemill.sources.charges.ChargeTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

final class RollupPropertyTest {
  private static final List<LineKind> KINDS =
      List.of(
          kind(ChargeClass.USAGE, EffectiveRule.AS_BILLED, LineKind.Quantity.OWN),
          kind(ChargeClass.COMMITTED_USAGE, EffectiveRule.sum(0), LineKind.Quantity.OWN),
          kind(
              ChargeClass.COMMITMENT_PURCHASE,
              EffectiveRule.difference(0, 1),
              LineKind.Quantity.OWN),
          kind(ChargeClass.COMMITMENT_NEGATION, EffectiveRule.ZERO, LineKind.Quantity.ZERO));

  private static LineKind kind(
      ChargeClass chargeClass, EffectiveRule effective, LineKind.Quantity quantity) {
    return new LineKind(chargeClass, false, false, effective, chargeClass.text(), true, quantity);
  }

  record Line(
      int kind,
      int account,
      int day,
      @Nullable BigDecimal billed,
      @Nullable BigDecimal list,
      @Nullable BigDecimal contracted,
      @Nullable BigDecimal quantity,
      @Nullable BigDecimal first,
      @Nullable BigDecimal second,
      @Nullable BigDecimal price) {
    String csv() {
      StringBuilder csv = new StringBuilder();
      csv.append(kind).append(",a").append(account).append(",2026-10-0").append(day + 1);
      for (BigDecimal cost : costs()) {
        csv.append(',').append(cost == null ? "" : cost.toString());
      }
      return csv.append('\n').toString();
    }

    private List<BigDecimal> costs() {
      return java.util.Arrays.asList(billed, list, contracted, quantity, first, second, price);
    }

    /** What one line adds, in plain arithmetic. */
    CostSums sums() {
      boolean committed = kind == 1;
      boolean missing = list == null || (committed && list.signum() == 0);
      BigDecimal effective =
          switch (kind) {
            case 0 -> billed;
            case 1 -> first;
            case 2 -> Money.add(first, second == null ? null : second.negate());
            default -> BigDecimal.ZERO;
          };
      BigDecimal priced = list;
      if (missing && committed) {
        priced = Money.add(list, replacement());
      } else if (missing) {
        priced = billed;
      }
      BigDecimal own = kind == 3 && quantity != null ? BigDecimal.ZERO : quantity;
      return new CostSums(1, missing ? 1 : 0, billed, list, effective, contracted, priced, own);
    }

    private @Nullable BigDecimal replacement() {
      if (price != null && price.signum() != 0) {
        return price;
      }
      if (first != null) {
        return first;
      }
      return billed != null && billed.signum() != 0 ? billed : null;
    }
  }

  @Provide
  Arbitrary<List<Line>> lines() {
    Arbitrary<BigDecimal> ordinary =
        Combinators.combine(
                Arbitraries.longs().between(-10_000_000_000L, 10_000_000_000L),
                Arbitraries.integers().between(0, 12))
            .as(BigDecimal::valueOf);
    Arbitrary<BigDecimal> wide =
        Combinators.combine(
                Arbitraries.bigIntegers()
                    .between(BigInteger.TEN.pow(38).negate(), BigInteger.TEN.pow(38)),
                Arbitraries.integers().between(0, 38))
            .as(BigDecimal::new);
    // Near the border of 128 bits at 24 decimals, where a sum of two leaves it.
    Arbitrary<BigDecimal> border =
        Arbitraries.of(
            new BigDecimal("170141183460469.231731687303715884105727"),
            new BigDecimal("-170141183460469.231731687303715884105728"),
            new BigDecimal("1E-24"),
            new BigDecimal("-1E-24"),
            new BigDecimal("1E-28"),
            new BigDecimal("0.0"),
            new BigDecimal("1E+20"));
    Arbitrary<BigDecimal> cost =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, ordinary),
            net.jqwik.api.Tuple.of(2, wide),
            net.jqwik.api.Tuple.of(2, border),
            net.jqwik.api.Tuple.of(2, Arbitraries.just(null)));
    return Combinators.combine(
            Combinators.combine(
                    Arbitraries.integers().between(0, 3),
                    Arbitraries.integers().between(0, 2),
                    Arbitraries.integers().between(0, 1))
                .as((kind, account, day) -> new int[] {kind, account, day}),
            cost,
            cost,
            cost,
            cost,
            cost,
            cost,
            cost)
        .as((key, b, l, c, q, f, s, p) -> new Line(key[0], key[1], key[2], b, l, c, q, f, s, p))
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 300)
  void theRollUpIsTheSumOfItsLines(@ForAll("lines") List<Line> lines) throws Exception {
    Map<List<Object>, CostSums> expected = new HashMap<>();
    Map<ChargeClass, CostSums> byClass = new HashMap<>();
    StringBuilder csv = new StringBuilder("kind,account,day,b,l,c,q,f,s,p\n");
    for (Line line : lines) {
      csv.append(line.csv());
      expected.merge(
          List.of(line.kind(), "a" + line.account(), line.day()), line.sums(), CostSums::plus);
      byClass.merge(KINDS.get(line.kind()).chargeClass(), line.sums(), CostSums::plus);
    }
    Map<List<Object>, CostSums> actual = new HashMap<>();
    SliceTotals totals = rollUp(csv.toString(), actual);
    assertSame(actual, expected);
    Map<ChargeClass, CostSums> totalsByClass = new HashMap<>();
    totals
        .sums()
        .forEach(entry -> totalsByClass.merge(entry.chargeClass(), entry.sums(), CostSums::plus));
    assertSame(totalsByClass, byClass);
  }

  private static <K> void assertSame(Map<K, CostSums> actual, Map<K, CostSums> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (key, sums) ->
            assertThat(actual.get(key).same(sums))
                .as("%s: %s for %s", key, actual.get(key), sums)
                .isTrue());
  }

  private static SliceTotals rollUp(String csv, Map<List<Object>, CostSums> into)
      throws IOException, FeedException {
    Path file = Files.createTempFile("lines", ".csv");
    try {
      Files.write(file, csv.getBytes(StandardCharsets.UTF_8));
      try (Bytes bytes = Bytes.of(file);
          Table table = Tables.csv(bytes, Compression.NONE)) {
        PlainMapping mapping = new PlainMapping(table.columns());
        Rollup rollup = new Rollup(mapping);
        ChargeTable charged = Drained.table();
        try (BatchReader reader = table.read(mapping.wanted())) {
          for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
            rollup.add(batch, 0, charged);
          }
        }
        for (AccountCharges each : Drained.from(charged)) {
          for (Charge charge : each.charges()) {
            int kind = Integer.parseInt(charge.key().item());
            int day = charge.usageDay() - charge.key().period().firstDay();
            assertThat(into.put(List.of(kind, each.account().id(), day), charge.sums())).isNull();
          }
        }
        return rollup.totals();
      }
    } finally {
      Files.delete(file);
    }
  }

  /** The plainest format there could be. */
  private static final class PlainMapping implements LineMapping {
    private final Columns columns;
    private final int kind;
    private final int account;
    private final int day;
    private final int[] costs = new int[7];
    private @Nullable Batch last;

    PlainMapping(List<String> names) {
      columns = new Columns(names);
      kind = columns.text("kind");
      account = columns.text("account");
      day = columns.day("day");
      for (int i = 0; i < costs.length; i++) {
        costs[i] = columns.decimal(names.get(3 + i));
      }
    }

    @Override
    public List<Wanted> wanted() {
      return columns.wanted();
    }

    @Override
    public int keyColumns() {
      return LineBatch.COMMON + 1;
    }

    @Override
    public boolean tellsResourcesApart() {
      return false;
    }

    @Override
    public int costColumns() {
      return 2;
    }

    @Override
    public void map(Batch batch, LineBatch lines) {
      last = batch;
      TextCodes codes = new TextCodes(text -> text.isEmpty() ? 0 : Integer.parseInt(text));
      java.util.Arrays.fill(lines.key(LineBatch.KIND), 0, lines.rows(), 0);
      codes.or(batch.text(kind), batch.rows(), 0, lines.key(LineBatch.KIND));
      lines.key(LineBatch.PERIOD, new BillingPeriod(2026, 10).firstDay());
      lines.key(LineBatch.CURRENCY, 0);
      lines.key(LineBatch.COMMON, batch.text(account).ids());
      lines.days(batch.day(day));
      lines.billed(batch.decimal(costs[0]));
      lines.list(batch.decimal(costs[1]));
      lines.contracted(batch.decimal(costs[2]));
      lines.quantity(batch.decimal(costs[3]));
      lines.cost(0, batch.decimal(costs[4]));
      lines.cost(1, batch.decimal(costs[5]));
      lines.listPrices(
          row ->
              batch.decimal(costs[6]).state()[row] == 0
                  ? null
                  : batch.decimal(costs[6]).value(row));
    }

    @Override
    public LineKind kind(int number) {
      return KINDS.get(number);
    }

    @Override
    public String currency(int number) {
      return "USD";
    }

    @Override
    public BillingPeriod period(int periodDay) {
      return BillingPeriod.ofDay(periodDay);
    }

    @Override
    public int[] accountKeys() {
      return new int[] {LineBatch.COMMON};
    }

    @Override
    public int[] accountOnlyKeys() {
      return accountKeys();
    }

    @Override
    public AccountRef account(int[] keys, int at) {
      String id = last.text(account).dictionary().text(keys[at + LineBatch.COMMON]);
      return new AccountRef("test", List.of(id), "");
    }

    @Override
    public ChargeKey charge(int[] keys, int at) {
      return new ChargeKey(
          period(keys[at + LineBatch.PERIOD]),
          "",
          String.valueOf(keys[at + LineBatch.KIND]),
          "",
          "",
          kind(keys[at + LineBatch.KIND]).chargeClass(),
          false,
          false,
          "USD");
    }

    @Override
    public List<SliceTotals.Warning> warnings() {
      return List.of();
    }
  }
}
