package io.ratemill.jobs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.AccountCharges;
import io.ratemill.model.AccountRef;
import io.ratemill.model.Charge;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.Money;
import io.ratemill.sources.DeliveryStamp;
import io.ratemill.sources.SliceTotals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A random sequence of deliveries, changes of owners and prices, and crashes. */
final class Play implements AutoCloseable {
  /** Accounts, two of which lie in one bucket whatever they are called. */
  static final List<String> ACCOUNTS = accounts();

  private static final List<String> SLOTS =
      List.of(Inputs.STRICT + " s0", Inputs.STRICT + " s1", Inputs.LENIENT + " s0");
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private final Random random;
  private final Inputs inputs = new Inputs();
  private final Wired engine;
  private final List<String> history = new ArrayList<>();
  private int checks;

  Play(Random random) throws Exception {
    this.random = random;
    this.engine = new Wired(inputs, random);
  }

  private static List<String> accounts() {
    List<String> accounts = new ArrayList<>(List.of("a0", "a1", "a2", "a3", "a4"));
    int wanted = AccountRef.bucket("aws", "a0");
    for (int i = 10; accounts.size() < 6; i++) {
      if (AccountRef.bucket("aws", "a" + i) == wanted) {
        accounts.add("a" + i);
      }
    }
    return List.copyOf(accounts);
  }

  Inputs inputs() {
    return inputs;
  }

  Wired engine() {
    return engine;
  }

  /** What was done, in order. */
  List<String> history() {
    return history;
  }

  /** How often it was held against a batch. */
  int checks() {
    return checks;
  }

  void step() throws Exception {
    switch (random.nextInt(16)) {
      case 0, 1 -> owners();
      case 2, 3 -> prices();
      case 4 -> {
        done("checkpoint");
        engine.checkpoint();
      }
      case 5 -> {
        done("checkpoint and crash");
        engine.checkpoint();
        crash();
      }
      case 6 -> {
        done("crash");
        crash();
      }
      case 7 -> again();
      case 8 -> mended();
      case 9 -> restatedInPlace();
      case 10 -> {
        done("settled");
        settle();
        check();
      }
      default -> delivered();
    }
    goOn();
  }

  private void done(String what) {
    history.add(what);
  }

  /** Some of what is under way arrives, some more is read, and time goes by. */
  private void goOn() throws Exception {
    for (int i = random.nextInt(30); i > 0; i--) {
      switch (random.nextInt(10)) {
        case 0 -> engine.look();
        case 1, 2, 3 -> engine.read();
        default -> engine.arrive();
      }
    }
  }

  private void crash() throws Exception {
    if (inputs.broken) {
      // An engine does not start with a configuration that cannot be meant.
      inputs.broken = false;
      inputs.edited();
    }
    engine.crash();
  }

  private void owners() {
    String account = pick(ACCOUNTS);
    if (random.nextInt(3) == 0) {
      inputs.owned.remove(account);
    } else {
      inputs.owned.put(account, "C" + random.nextInt(3));
    }
    edited("owner of " + account + " is " + inputs.owned.get(account));
  }

  private void prices() {
    switch (random.nextInt(4)) {
      case 0 -> inputs.markup = "1." + random.nextInt(9);
      case 1 -> inputs.rate = random.nextInt(3) == 0 ? "" : "0." + (1 + random.nextInt(9));
      case 2 -> inputs.ruled.remove("C" + random.nextInt(3));
      default -> inputs.ruled.put("C" + random.nextInt(3), "1." + random.nextInt(9));
    }
    edited("markup " + inputs.markup + ", rate " + inputs.rate + ", rules " + inputs.ruled);
  }

  private void edited(String what) {
    inputs.broken = random.nextInt(6) == 0;
    inputs.edited();
    done(what + (inputs.broken ? ", cannot be meant" : ""));
  }

  /** A new delivery, newer or older than those there, of any kind. */
  private void delivered() {
    String[] slot = pick(SLOTS).split(" ", 2);
    int number = inputs.bills.size();
    Instant time = START.plusSeconds(random.nextInt(40));
    DeliveryStamp stamp = new DeliveryStamp(slot[0], slot[1], "d" + number, time, 1, "2026-10");
    List<AccountCharges> charges = random.nextInt(8) == 0 ? List.of() : restatement(stamp);
    List<List<List<AccountCharges>>> slices = cut(charges);
    int unreadable = random.nextInt(5) == 0 ? random.nextInt(slices.size()) : -1;
    add(new Bill(stamp, 0, unreadable, slices));
  }

  private void add(Bill bill) {
    inputs.bills.add(bill);
    done(
        (bill.isReadable() ? "" : "broken ")
            + bill.bytesId()
            + " of "
            + bill.stamp().time()
            + ", lines "
            + bill.lines());
  }

  /** The same delivery, bytes and all, looks as if it had been written again. */
  private void again() {
    replace(pickReadable(), bill -> bill);
  }

  /** A delivery that could not be read is put right. */
  private void mended() {
    List<Bill> broken = inputs.bills.stream().filter(bill -> !bill.isReadable()).toList();
    if (!broken.isEmpty()) {
      replace(pick(broken), bill -> new Bill(bill.stamp(), bill.pin(), -1, bill.slices()));
    }
  }

  /** A delivery is overwritten by a newer one of the same name. */
  private void restatedInPlace() {
    replace(
        pickReadable(),
        bill -> {
          DeliveryStamp old = bill.stamp();
          DeliveryStamp stamp =
              new DeliveryStamp(
                  old.connector(),
                  old.slot(),
                  old.id(),
                  old.time().plusSeconds(1 + random.nextInt(5)),
                  1,
                  old.period());
          return new Bill(stamp, bill.pin(), -1, cut(changed(bill.charges())));
        });
  }

  private Bill pickReadable() {
    List<Bill> readable =
        inputs.bills.stream().filter(Bill::isReadable).filter(bill -> bill.lines() > 0).toList();
    return readable.isEmpty() ? null : pick(readable);
  }

  private void replace(Bill old, UnaryOperator<Bill> by) {
    if (old == null) {
      return;
    }
    Bill bill = by.apply(old);
    inputs.bills.remove(old);
    add(new Bill(bill.stamp(), old.pin() + 1, bill.unreadable(), bill.slices()));
  }

  /** Mostly what the slot said before with a few changes, as restated bills are. */
  private List<AccountCharges> restatement(DeliveryStamp stamp) {
    List<Bill> before =
        inputs.bills.stream()
            .filter(bill -> bill.stamp().slotKey().equals(stamp.slotKey()) && bill.lines() > 0)
            .toList();
    return before.isEmpty() || random.nextInt(3) == 0 ? charges() : changed(pick(before).charges());
  }

  private List<AccountCharges> changed(List<AccountCharges> before) {
    List<AccountCharges> after = new ArrayList<>(before);
    int at = random.nextInt(after.size());
    AccountCharges old = after.get(at);
    List<Charge> charges = new ArrayList<>(old.charges());
    charges.set(random.nextInt(charges.size()), charge(old.account().id()));
    after.set(at, new AccountCharges(old.account(), charges));
    return after;
  }

  private List<AccountCharges> charges() {
    List<AccountCharges> all = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      List<String> ids = new ArrayList<>(List.of(pick(ACCOUNTS)));
      if (random.nextInt(3) == 0) {
        ids.add(pick(ACCOUNTS));
      }
      List<Charge> charges = new ArrayList<>();
      for (int j = random.nextInt(8); j >= 0; j--) {
        charges.add(charge(ids.get(0)));
      }
      all.add(new AccountCharges(new AccountRef("aws", ids, ""), charges));
    }
    return all;
  }

  /** A charge whose amount tells, also in sums, from which bucket it comes. */
  private Charge charge(String account) {
    boolean plain = random.nextInt(3) > 0;
    int bucket = AccountRef.bucket("aws", account);
    int mark = 0;
    while (AccountRef.bucket("aws", ACCOUNTS.get(mark)) != bucket) {
      mark++;
    }
    return Bill.charge(
        "item" + random.nextInt(2),
        plain ? ChargeClass.USAGE : ChargeClass.at(random.nextInt(14)),
        random.nextInt(4) == 0 ? "EUR" : "USD",
        random.nextInt(31),
        random.nextInt(100) + "." + (100 + random.nextInt(900)) + "000".repeat(mark) + "001");
  }

  /** A bill in slices, and each of them in pieces. */
  private List<List<List<AccountCharges>>> cut(List<AccountCharges> charges) {
    List<List<List<AccountCharges>>> slices = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<List<AccountCharges>> pieces = new ArrayList<>();
      for (int j = random.nextInt(2); j >= 0; j--) {
        pieces.add(new ArrayList<>());
      }
      slices.add(pieces);
    }
    charges.forEach(each -> pick(pick(slices)).add(each));
    return slices;
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Until all is read and has arrived, and the configuration that can be meant is in force. */
  void settle() throws Exception {
    if (inputs.broken) {
      inputs.broken = false;
      inputs.edited();
    }
    do {
      engine.arriveAll();
    } while (engine.read());
    // A look finds a change, the next one that it stays; the gate begins to look with its first
    // event.
    for (int looks = 0; looks < 3; looks++) {
      engine.look();
    }
    engine.arriveAll();
  }

  /** What is there must be what a batch over the inputs comes to, and every balance must hold. */
  void check() {
    checks++;
    Map<String, Bill> inForce = inputs.inForce();
    Records batch = Batch.of(inputs.terms(1), inForce);
    assertThat(engine.records().net()).as("owned charges").isEqualTo(batch.net());
    assertThat(engine.records().texts()).as("records").isEqualTo(batch.texts());
    assertThat(engine.totals().keySet()).as("slots in force").isEqualTo(inForce.keySet());
    inForce.forEach(
        (slot, bill) -> {
          List<String> in = sums(Bill.totals(bill.charges()).sums());
          assertThat(sums(engine.totals().get(slot).sums())).as("in, %s", slot).isEqualTo(in);
          List<SliceTotals.Entry> out =
              engine.groups(slot).stream()
                  .map(
                      group ->
                          new SliceTotals.Entry(
                              group.period(),
                              group.chargeClass(),
                              group.currency(),
                              group.sums().lines(),
                              group.sums()))
                  .toList();
          assertThat(sums(out)).as("where it went, %s", slot).isEqualTo(in);
        });
  }

  /** Lines and costs by period, class and currency. */
  private static List<String> sums(List<SliceTotals.Entry> entries) {
    Map<String, SliceTotals.Entry> byKey = new TreeMap<>();
    entries.forEach(
        entry ->
            byKey.merge(
                entry.period() + " " + entry.chargeClass() + " " + entry.currency(),
                entry,
                SliceTotals.Entry::plus));
    List<String> texts = new ArrayList<>();
    byKey.forEach(
        (key, entry) ->
            texts.add(
                String.join(
                    " ",
                    key,
                    Long.toString(entry.sums().lines()),
                    Money.textOrNull(entry.sums().billed()),
                    Money.textOrNull(entry.sums().effective()),
                    Money.textOrNull(entry.sums().quantity()))));
    return texts;
  }

  @Override
  public void close() throws Exception {
    engine.close();
  }
}
