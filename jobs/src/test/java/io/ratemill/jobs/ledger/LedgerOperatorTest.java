package io.ratemill.jobs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.AccountCharges;
import io.ratemill.sources.DeliveryStamp;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a ledger sends, and what it does not, when one thing changes. */
final class LedgerOperatorTest {
  @Test
  void aDeliveryThatSaysTheSameSendsNothing() throws Exception {
    try (Play play = new Play(new Random(1))) {
      play.inputs().owned.put("a0", "X");
      deliver(play, "d1", List.of(Bill.one("a0", "1")));
      int sent = play.engine().sent();
      assertThat(sent).isPositive();
      deliver(play, "d2", List.of(Bill.one("a0", "1")));
      assertThat(play.engine().sent()).isEqualTo(sent);
    }
  }

  @Test
  void aRuleForOneCustomerTouchesOnlyItsRows() throws Exception {
    try (Play play = new Play(new Random(2))) {
      play.inputs().owned.put("a0", "X");
      play.inputs().owned.put("a1", "Y");
      deliver(play, "d1", List.of(Bill.one("a0", "1"), Bill.one("a1", "2")));
      int sent = play.engine().sent();
      play.inputs().ruled.put("X", "2");
      play.inputs().edited();
      play.settle();
      play.check();
      assertThat(play.engine().sent()).as("one row is replaced by another").isEqualTo(sent + 2);
    }
  }

  @Test
  void anAccountThatPassesOnLeavesThoseOfItsAssetThere() throws Exception {
    String first = Play.ACCOUNTS.get(0);
    String inItsBucket = Play.ACCOUNTS.get(Play.ACCOUNTS.size() - 1);
    try (Play play = new Play(new Random(3))) {
      play.inputs().owned.put(first, "X");
      play.inputs().owned.put(inItsBucket, "X");
      deliver(play, "d1", List.of(Bill.one(first, "1"), Bill.one(inItsBucket, "2")));
      play.inputs().owned.put(first, "Y");
      play.inputs().edited();
      play.settle();
      play.check();
      assertThat(play.engine().records().texts()).as("one record each").hasSize(2);
    }
  }

  private static void deliver(Play play, String id, List<AccountCharges> charges) throws Exception {
    int number = play.inputs().bills.size();
    Instant time = Instant.parse("2026-11-01T00:00:00Z").plusSeconds(number);
    DeliveryStamp stamp = new DeliveryStamp(Inputs.STRICT, "s", id, time, 1, "2026-10");
    play.inputs().edited();
    play.inputs().bills.add(new Bill(stamp, 0, -1, List.of(List.of(charges))));
    play.settle();
    play.check();
  }
}
