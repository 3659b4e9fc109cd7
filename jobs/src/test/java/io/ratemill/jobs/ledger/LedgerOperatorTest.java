package io.ratemill.jobs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.jobs.config.TermsCodec;
import io.ratemill.model.AccountCharges;
import io.ratemill.model.AccountRef;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.Charge;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.ChargeWriter;
import io.ratemill.model.ConnectorTerms;
import io.ratemill.model.CostSums;
import io.ratemill.model.Dated;
import io.ratemill.model.Grain;
import io.ratemill.model.Marketplace;
import io.ratemill.model.MergedCharges;
import io.ratemill.model.Owner;
import io.ratemill.model.Parameters;
import io.ratemill.model.Party;
import io.ratemill.model.PricingRule;
import io.ratemill.model.Product;
import io.ratemill.model.Provider;
import io.ratemill.model.RatingPolicy;
import io.ratemill.model.Terms;
import io.ratemill.model.TextPool;
import io.ratemill.model.UsageSchema;
import io.ratemill.rating.Presets;
import io.ratemill.rating.PriceBook;
import io.ratemill.sources.BillEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

final class LedgerOperatorTest {
  private static final String CONNECTOR = "c";
  private static final BillingPeriod OCTOBER = new BillingPeriod(2026, 10);

  /** What every sequence of messages must come to: the charges in force, placed afresh. */
  @Property(tries = 60)
  void theChangelogAddsUpToWhatIsInForceWhateverTheOrder(@ForAll long seed) throws Exception {
    try (Play play = new Play(new Random(seed))) {
      play.terms();
      for (int step = 0; step < 25; step++) {
        play.step();
      }
      play.deliverRest();
      assertThat(play.net).isEqualTo(play.expected());
    }
  }

  @Test
  void aDeliveryThatSaysTheSameEmitsNothing() throws Exception {
    try (Play play = new Play(new Random(1))) {
      play.terms();
      List<AccountCharges> charges = play.charges();
      play.deliver(CONNECTOR + "\u001fs", charges, true);
      play.deliverRest();
      play.emitted = 0;
      play.deliver(CONNECTOR + "\u001fs", charges, true);
      play.deliverRest();
      assertThat(play.emitted).isZero();
    }
  }

  @Test
  void aRuleForOneCustomerTouchesOnlyItsRows() throws Exception {
    try (Play play = new Play(new Random(2))) {
      play.owned.put("a0", "X");
      play.owned.put("a1", "Y");
      play.terms();
      play.deliver(CONNECTOR + "\u001fs", List.of(one("a0", "1"), one("a1", "2")), true);
      play.deliverRest();
      play.emitted = 0;
      play.ruled.put("X", "2");
      play.terms();
      assertThat(play.emitted).as("one row is replaced by another").isEqualTo(2);
      assertThat(play.net).isEqualTo(play.expected());
    }
  }

  private static AccountCharges one(String account, String billed) {
    return new AccountCharges(
        new AccountRef("aws", List.of(account), ""),
        List.of(charge("item", ChargeClass.USAGE, 3, billed)));
  }

  private static Charge charge(String item, ChargeClass chargeClass, int day, String billed) {
    BigDecimal cost = new BigDecimal(billed);
    return new Charge(
        new ChargeKey(OCTOBER, "payer", item, item, "", "", chargeClass, false, false, "USD"),
        OCTOBER.firstDay() + day,
        new CostSums(1, 0, cost, cost, cost, null, cost, BigDecimal.ONE));
  }

  /** The byte form of charges, with those of one key as one series. */
  private static byte[] bytes(AccountCharges charges) {
    ChargeWriter writer = new ChargeWriter(24);
    writer.start();
    writer.account(charges.account());
    Map<ChargeKey, TreeMap<Integer, CostSums>> series = new LinkedHashMap<>();
    for (Charge charge : charges.charges()) {
      series
          .computeIfAbsent(charge.key(), key -> new TreeMap<>())
          .merge(charge.usageDay(), charge.sums(), CostSums::plus);
    }
    series.forEach(
        (key, days) -> {
          CostSums all = days.values().stream().reduce(CostSums.NONE, CostSums::plus);
          if (days.size() == 1) {
            writer.series(writer.key(key), days.firstKey());
            writer.sums(all);
            return;
          }
          writer.series(writer.key(key), days.size(), days.firstKey(), days.lastKey());
          writer.sums(all);
          days.forEach(
              (day, sums) -> {
                writer.day(day);
                writer.sums(sums);
              });
          writer.endDays();
        });
    return writer.finish();
  }

  /** A ledger under test, and what was told to it. */
  private static final class Play implements AutoCloseable {
    private final Random random;
    private final Map<String, String> owned = new HashMap<>();
    private final Map<String, String> ruled = new HashMap<>();
    private final Map<String, List<AccountCharges>> inForce = new TreeMap<>();
    private final List<BillEvent> late = new ArrayList<>();
    private final Map<String, Integer> net = new TreeMap<>();
    private KeyedTwoInputStreamOperatorTestHarness<Integer, BillEvent, Control, Row> harness;
    private Terms terms = terms(1);
    private long version = 1;
    private long reads;
    private int emitted;

    Play(Random random) throws Exception {
      this.random = random;
      this.harness = harness();
      harness.open();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<Integer, BillEvent, Control, Row>
        harness() throws Exception {
      return new KeyedTwoInputStreamOperatorTestHarness<>(
          new LedgerOperator(),
          BillEvent::bucket,
          control -> 0,
          Types.INT,
          AccountRef.BUCKETS,
          1,
          0);
    }

    void step() throws Exception {
      switch (random.nextInt(8)) {
        case 0 -> {
          owned.put("a" + random.nextInt(6), "C" + random.nextInt(3));
          terms();
        }
        case 1 -> {
          owned.remove("a" + random.nextInt(6));
          terms();
        }
        case 2 -> {
          ruled.put("C" + random.nextInt(3), "1." + random.nextInt(9));
          terms();
        }
        case 3 -> restart();
        case 4 -> deliver(slot(), charges(), false);
        default -> deliver(slot(), charges(), true);
      }
      // Messages that were still under way arrive in any order.
      while (!late.isEmpty() && random.nextInt(3) > 0) {
        message(late.remove(random.nextInt(late.size())));
      }
    }

    private String slot() {
      return CONNECTOR + "\u001fs" + random.nextInt(2);
    }

    List<AccountCharges> charges() {
      List<AccountCharges> all = new ArrayList<>();
      int accounts = random.nextInt(5);
      for (int i = 0; i < accounts; i++) {
        List<String> ids = new ArrayList<>(List.of("a" + random.nextInt(6)));
        if (random.nextInt(3) == 0) {
          ids.add("a" + random.nextInt(6));
        }
        List<Charge> charges = new ArrayList<>();
        for (int j = random.nextInt(8); j >= 0; j--) {
          boolean plain = random.nextInt(3) > 0;
          ChargeClass chargeClass = plain ? ChargeClass.USAGE : ChargeClass.at(random.nextInt(14));
          charges.add(
              charge(
                  "item" + random.nextInt(2),
                  chargeClass,
                  random.nextInt(31),
                  random.nextInt(100) + "." + random.nextInt(1000)));
        }
        all.add(new AccountCharges(new AccountRef("aws", ids, ""), charges));
      }
      return all;
    }

    void deliver(String slot, List<AccountCharges> charges, boolean whole) throws Exception {
      long read = ++reads;
      Map<Integer, Integer> counts = new TreeMap<>();
      for (AccountCharges each : charges) {
        int bucket = each.account().bucket();
        counts.merge(bucket, 1, Integer::sum);
        late.add(new BillEvent(BillEvent.Kind.CHARGES, bucket, slot, read, bytes(each)));
      }
      if (!whole) {
        harness.processElement2(
            new StreamRecord<>(Control.of(Control.Kind.ABORT, slot, read, new byte[0])));
        return;
      }
      inForce
          .getOrDefault(slot, List.of())
          .forEach(each -> counts.putIfAbsent(each.account().bucket(), 0));
      inForce.put(slot, charges);
      harness.processElement2(
          new StreamRecord<>(
              new Control(
                  Control.Kind.COMMIT,
                  slot,
                  read,
                  counts.keySet().stream().mapToInt(Integer::intValue).toArray(),
                  counts.values().stream().mapToInt(Integer::intValue).toArray(),
                  new byte[0])));
      collect();
    }

    void deliverRest() throws Exception {
      while (!late.isEmpty()) {
        message(late.remove(random.nextInt(late.size())));
      }
    }

    private void message(BillEvent event) throws Exception {
      harness.processElement1(new StreamRecord<>(event));
      collect();
    }

    void terms() throws Exception {
      terms = terms(version++);
      harness.processElement2(
          new StreamRecord<>(
              Control.of(Control.Kind.TERMS, "", terms.version(), TermsCodec.encode(terms))));
      collect();
    }

    private void restart() throws Exception {
      OperatorSubtaskState state = harness.snapshot(reads, reads);
      harness.close();
      harness = harness();
      harness.initializeState(state);
      harness.open();
    }

    private void collect() {
      for (Row row : harness.extractOutputValues()) {
        emitted++;
        boolean added = row.getKind() == RowKind.INSERT || row.getKind() == RowKind.UPDATE_AFTER;
        Row plain = Row.copy(row);
        plain.setKind(RowKind.INSERT);
        net.merge(plain.toString(), added ? 1 : -1, Integer::sum);
      }
      net.values().removeIf(count -> count == 0);
      harness.getOutput().clear();
    }

    Map<String, Integer> expected() {
      Map<String, Integer> rows = new TreeMap<>();
      inForce.forEach(
          (slot, all) -> {
            Map<Integer, Placed> byBucket = new TreeMap<>();
            for (AccountCharges each : all) {
              Placed placed =
                  byBucket.computeIfAbsent(
                      each.account().bucket(),
                      bucket ->
                          new Placed(new PriceBook(terms), CONNECTOR, terms.products().get(0)));
              for (Charge charge : each.charges()) {
                // One day at a time, so that nothing is added up over a day on which terms turn.
                byte[] alone = bytes(new AccountCharges(each.account(), List.of(charge)));
                placed.add(new MergedCharges(List.of(alone), new TextPool(4)), account -> true);
              }
            }
            byBucket
                .values()
                .forEach(
                    placed ->
                        placed
                            .owned()
                            .forEach(
                                (key, sums) ->
                                    key.rows(
                                        RowKind.INSERT,
                                        key.costText(sums),
                                        key.quantityText(sums),
                                        sums.lines(),
                                        new PlainNumbers(),
                                        row -> rows.merge(row.toString(), 1, Integer::sum))));
          });
      return rows;
    }

    private Terms terms(long number) {
      List<Owner> owners = new ArrayList<>();
      new TreeMap<>(owned)
          .forEach(
              (account, customer) -> {
                // Accounts with an odd number pass to another customer within the month.
                boolean passes = account.charAt(1) % 2 == 1;
                int turn = OCTOBER.firstDay() + 12;
                owners.add(owner(account, customer, Owner.ALWAYS, passes ? turn : Owner.FOREVER));
                if (passes) {
                  owners.add(owner(account, customer + "2", turn + 5, Owner.FOREVER));
                }
              });
      List<PricingRule> rules = new ArrayList<>();
      new TreeMap<>(ruled)
          .forEach(
              (customer, factor) -> {
                boolean always = customer.equals("X");
                rules.add(
                    new PricingRule(
                        "r-" + customer,
                        "",
                        "",
                        customer,
                        "",
                        "",
                        "",
                        "",
                        new BigDecimal(factor),
                        always ? Owner.ALWAYS : OCTOBER.firstDay() + 9,
                        always ? Owner.FOREVER : OCTOBER.firstDay() + 20));
              });
      return new Terms(
          number,
          owners,
          rules,
          List.of(new Product("P", "P", UsageSchema.PR, Grain.SERVICE)),
          List.of(
              new Marketplace(
                  "M",
                  "M",
                  Party.NONE,
                  Party.NONE,
                  Party.NONE,
                  Party.NONE,
                  new Parameters(Map.of("customMarkup", List.of(Dated.always("1.1")))),
                  Map.of(),
                  Map.of(),
                  new RatingPolicy(
                      "msrp",
                      Presets.basis("msrp", Map.of()),
                      BigDecimal.ZERO,
                      BigDecimal.ZERO,
                      BigDecimal.ZERO,
                      BigDecimal.ZERO))),
          List.of(new ConnectorTerms(CONNECTOR, Provider.AWS, "P", "M")));
    }

    private static Owner owner(String account, String customer, int from, int to) {
      return new Owner(
          "aws", account, customer, customer, "AS-" + account, "", "", "", "", "", from, to, "");
    }

    @Override
    public void close() throws Exception {
      harness.close();
    }
  }
}
