package io.ratemill.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.AccountRef;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Owner;
import io.ratemill.model.Parameters;
import io.ratemill.model.PricingRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandInsTest {
  private static final Marketplace MARKET = A.marketplace("MP-1", Parameters.NONE);

  private static StandIns of(List<Owner> owners, PricingRule... rules) {
    return new StandIns(new PriceBook(A.terms(owners, List.of(rules), MARKET)));
  }

  private static Owner owner(String account, String customer) {
    return owner(account, customer, "", Owner.ALWAYS, Owner.FOREVER);
  }

  private static Owner owner(String account, String customer, String market, int from, int to) {
    return new Owner(
        "aws", account, customer, customer, "AS-" + customer, "", "", "", "", market, from, to, "");
  }

  @Test
  void accountsOfOneOwnerAreOneUnderTheSmallestId() {
    StandIns standIns = of(List.of(owner("3", "C"), owner("1", "C"), owner("2", "D")));
    assertThat(standIns.of(A.account("3"))).isEqualTo(A.account("1"));
    assertThat(standIns.of(A.account("1"))).isEqualTo(A.account("1"));
    assertThat(standIns.of(A.account("2"))).isEqualTo(A.account("2"));
  }

  @Test
  void anAccountThatIsKnownUnderAnotherIdIsOneWithTheOthersOfItsOwner() {
    StandIns standIns = of(List.of(owner("3", "C"), owner("1", "C")));
    assertThat(standIns.of(A.account("unknown", "3"))).isEqualTo(A.account("1"));
  }

  @Test
  void anAccountThatARuleNamesStandsForItself() {
    PricingRule rule = A.rule("r", "2", "account=3");
    StandIns standIns = of(List.of(owner("1", "C"), owner("3", "C"), owner("4", "C")), rule);
    assertThat(standIns.of(A.account("3"))).isEqualTo(A.account("3"));
    assertThat(standIns.of(A.account("4"))).isEqualTo(A.account("1"));
  }

  @Test
  void anAccountWhoseMarketplaceIsMissingStandsForItselfAsAReasonNamesIt() {
    Owner lost = owner("2", "C", "MP-9", Owner.ALWAYS, Owner.FOREVER);
    Owner alsoLost = owner("1", "C", "MP-9", Owner.ALWAYS, Owner.FOREVER);
    assertThat(of(List.of(lost, alsoLost)).of(A.account("2"))).isEqualTo(A.account("2"));
  }

  @Test
  void anAccountWithoutAnOwnerOnSomeDayStandsForItself() {
    Owner early = owner("2", "C", "", Owner.ALWAYS, 10);
    Owner late = owner("2", "C", "", 11, Owner.FOREVER);
    Owner other = owner("1", "C", "", Owner.ALWAYS, 10);
    Owner otherLate = owner("1", "C", "", 11, Owner.FOREVER);
    AccountRef account = A.account("2");
    assertThat(of(List.of(early, late, other, otherLate)).of(account)).isEqualTo(account);
    Owner next = owner("2", "C", "", 10, Owner.FOREVER);
    Owner otherNext = owner("1", "C", "", 10, Owner.FOREVER);
    assertThat(of(List.of(early, next, other, otherNext)).of(account)).isEqualTo(A.account("1"));
    assertThat(of(List.of()).of(account)).isEqualTo(account);
  }
}
