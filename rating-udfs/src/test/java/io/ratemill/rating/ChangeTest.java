package io.ratemill.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.AccountRef;
import io.ratemill.model.Charge;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.ConnectorTerms;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Owner;
import io.ratemill.model.Parameters;
import io.ratemill.model.PricingRule;
import io.ratemill.model.Provider;
import io.ratemill.model.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTest {
  private static final Owner GOLD =
      A.owner("1").customer("CUS-1").customerClass("gold").reseller("RS-1").row();
  private static final Owner PLAIN = A.owner("2").customer("CUS-2").reseller("RS-1").row();
  private static final Owner AWAY = A.owner("3").customer("CUS-3").marketplace("MP-2").row();
  private static final Marketplace FIRST = A.marketplace("MP-1", Parameters.NONE);
  private static final Marketplace SECOND = A.marketplace("MP-2", Parameters.NONE);

  private static Terms with(List<PricingRule> rules) {
    return A.terms(List.of(GOLD, PLAIN, AWAY), rules, FIRST, SECOND);
  }

  @Test
  void equalTermsChangeNothingWhateverTheirVersionAndOrder() {
    Terms after =
        new Terms(
            2,
            List.of(AWAY, PLAIN, GOLD),
            List.of(),
            with(List.of()).products(),
            List.of(SECOND, FIRST),
            with(List.of()).connectors());

    assertThat(Change.between(with(List.of()), after).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "account=1 | aws/1",
        "customer=CUS-2 | aws/2",
        "class=gold | aws/1",
        "reseller=RS-1 | aws/1 aws/2",
        "marketplace=MP-1 | aws/1 aws/2",
        "marketplace=MP-2 | aws/3",
        "service=AmazonEC2 | aws/1 aws/2 aws/3",
        "account=1,customer=CUS-2 | ''",
        "account=1,marketplace=MP-2 | ''",
        "account=9 | ''",
      })
  void aRuleConcernsThoseItIsAbout(String columns, String accounts) {
    List<PricingRule> rules = List.of(A.rule("r1", "2", columns));
    Set<String> expected = accounts.isEmpty() ? Set.of() : Set.of(accounts.split(" ", -1));

    assertThat(Change.between(with(List.of()), with(rules)).accounts()).isEqualTo(expected);
    assertThat(Change.between(with(rules), with(List.of())).accounts()).isEqualTo(expected);
  }

  @Test
  void aMarketplaceConcernsItsOwners() {
    Marketplace dearer = A.marketplace("MP-2", A.parameters("customMarkup", "2"));
    Terms after = A.terms(List.of(GOLD, PLAIN, AWAY), List.of(), FIRST, dearer);

    Change change = Change.between(with(List.of()), after);

    assertThat(change.accounts()).containsExactly("aws/3");
    assertThat(change.concerns(A.account("x", "3"))).isTrue();
    assertThat(change.concerns(new AccountRef("gcp", List.of("3"), ""))).isFalse();
  }

  @Test
  void aConnectorConcernsEverything() {
    Terms before = with(List.of());
    Terms after =
        new Terms(
            2,
            before.owners(),
            before.rules(),
            before.products(),
            before.marketplaces(),
            List.of(new ConnectorTerms(A.CONNECTOR, Provider.AWS, "PRD-1", "MP-2")));

    assertThat(Change.between(before, after).concerns(A.account("never seen"))).isTrue();
  }

  @Property(tries = 1000)
  void noAccountThatIsPlacedDifferentlyIsMissed(@ForAll long seed) {
    RandomTerms random = new RandomTerms(new Random(seed));
    Terms before = random.terms();
    Terms after = random.edited(before);
    Change change = Change.between(before, after);
    PriceBook old = new PriceBook(before);
    PriceBook now = new PriceBook(after);

    boolean moved = false;
    for (int i = 0; i < 60; i++) {
      AccountRef account = random.account();
      Charge charge = random.charge();
      Placement was = A.place(old, A.CONNECTOR, account, charge);
      Placement is = A.place(now, A.CONNECTOR, account, charge);
      if (!was.equals(is)) {
        moved = true;
        assertThat(change.concerns(account)).as("%s: %s, then %s", account, was, is).isTrue();
      }
    }
    Statistics.label("placed differently")
        .collect(moved)
        .coverage(coverage -> coverage.check(true).percentage(p -> p > 20));
  }

  @Property(tries = 500)
  void aPlacementIsSteadyUntilTheDayThatIsSaid(@ForAll long seed) {
    RandomTerms random = new RandomTerms(new Random(seed));
    PriceBook book = new PriceBook(random.terms());
    boolean ended = false;
    for (int i = 0; i < 20; i++) {
      AccountRef account = random.account();
      Charge charge = random.charge();
      int day = charge.usageDay();
      AccountTerms terms = book.of(A.CONNECTOR, account);
      int until = terms.steadyUntil(charge.key(), day);
      assertThat(until).isGreaterThan(day);
      Placement placement = A.place(book, A.CONNECTOR, account, charge);
      for (int other = day; other < Math.min(until, day + 40); other++) {
        assertThat(terms.place(charge.key(), other)).isEqualTo(placement);
      }
      ended |= until < day + 40;
    }
    Statistics.label("ends within the bill")
        .collect(ended)
        .coverage(coverage -> coverage.check(true).percentage(p -> p > 20));
  }

  private record RandomTerms(Random random) {
    Terms terms() {
      List<Owner> owners = new ArrayList<>();
      for (int id = 1; id <= 6; id++) {
        int border = day();
        if (random.nextInt(4) > 0) {
          owners.add(owner(id, Owner.ALWAYS, border));
        }
        if (random.nextInt(4) > 0) {
          owners.add(owner(id, border, Owner.FOREVER));
        }
      }
      List<PricingRule> rules = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        rules.add(rule("r" + i));
      }
      return A.terms(owners, rules, market("MP-1"), market("MP-2"));
    }

    Terms edited(Terms terms) {
      List<Owner> owners = new ArrayList<>(terms.owners());
      List<PricingRule> rules = new ArrayList<>(terms.rules());
      List<Marketplace> markets = new ArrayList<>(terms.marketplaces());
      List<ConnectorTerms> connectors = terms.connectors();
      switch (random.nextInt(8)) {
        case 0 -> owners.subList(0, Math.min(1, owners.size())).clear();
        case 1 -> owners.add(owner(7 + random.nextInt(2), Owner.ALWAYS, Owner.FOREVER));
        case 2 -> rules.subList(0, Math.min(1, rules.size())).clear();
        case 3, 4 -> rules.add(rule("r7"));
        case 5 -> markets.set(0, market("MP-1"));
        case 6 -> markets.set(1, market("MP-2"));
        default ->
            connectors = List.of(new ConnectorTerms(A.CONNECTOR, Provider.AWS, "PRD-1", "MP-2"));
      }
      return new Terms(2, owners, rules, terms.products(), markets, connectors);
    }

    AccountRef account() {
      String one = "" + (1 + random.nextInt(8));
      return random.nextBoolean() ? A.account(one) : A.account(one, "" + (1 + random.nextInt(8)));
    }

    Charge charge() {
      return A.charge(
          ChargeClass.at(random.nextInt(ChargeClass.values().length)),
          day(),
          pick("PAY-1", "PAY-2"),
          pick("s1", "s2"),
          random.nextBoolean(),
          pick("USD", "GBP"));
    }

    private Owner owner(int id, int from, int to) {
      return A.owner("" + id)
          .customer(pick("C1", "C2"))
          .customerClass(pick("", "gold"))
          .reseller(pick("", "RS-1"))
          .marketplace(pick("", "MP-2"))
          .days(from, to)
          .row();
    }

    private PricingRule rule(String id) {
      String columns =
          String.join(
              ",",
              pick("", "", "account=" + (1 + random.nextInt(8))),
              pick("", "", "customer=C1"),
              pick("", "", "class=gold"),
              pick("", "", "reseller=RS-1"),
              pick("", "marketplace=MP-1", "marketplace=MP-2"),
              pick("", "", "service=s1"),
              pick("", "", "charge=usage", "charge=credit"),
              pick("", "", "from=2026-10-08"),
              pick("", "", "to=2026-10-12"));
      return A.rule(id, pick("0.5", "2", "3"), columns);
    }

    private Marketplace market(String id) {
      return A.marketplace(
          id,
          A.parameters(
              "customMarkup", pick("", "1.1", "1.2"),
              "marketplaceCurrency", pick("", "USD"),
              "fxRate", pick("", "0.9"),
              "enableMultiplePayer", pick("yes", "no")),
          Map.of("PAY-1", A.parameters("customMarkup", pick("", "4"))),
          Map.of("RS-1", "PAY-2"),
          A.policy(pick("msrp", "pass-through"), Map.of()));
    }

    private int day() {
      return A.day("2026-10-01") + random.nextInt(20);
    }

    private String pick(String... words) {
      return words[random.nextInt(words.length)];
    }
  }
}
