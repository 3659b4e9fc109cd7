package io.ratemill.jobs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.jobs.config.TermsCodec;
import io.ratemill.model.AccountRef;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.ConnectorTerms;
import io.ratemill.model.Dated;
import io.ratemill.model.Grain;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Owner;
import io.ratemill.model.Parameters;
import io.ratemill.model.Party;
import io.ratemill.model.PricingRule;
import io.ratemill.model.Product;
import io.ratemill.model.Provider;
import io.ratemill.model.RatingPolicy;
import io.ratemill.model.Terms;
import io.ratemill.model.UsageSchema;
import io.ratemill.rating.Placement;
import io.ratemill.rating.Presets;
import io.ratemill.rating.PriceBook;
import io.ratemill.sources.charges.AlikeCharges;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class SteadyTermsTest {
  private static final BillingPeriod OCTOBER = new BillingPeriod(2026, 10);
  private static final int FIRST = OCTOBER.firstDay() - 5;
  private static final int DAYS = 45;
  private static final List<String> ITEMS = List.of("EC2", "RDS", "S3", "");
  private static final String CONNECTOR = "c";

  /** Charges that are said to be alike are placed alike, whatever the terms. */
  @Property(tries = 200)
  void whatIsAlikeIsPlacedAlike(@ForAll long seed) {
    Random random = new Random(seed);
    Terms terms = terms(random);
    PriceBook book = new PriceBook(terms);
    AlikeCharges alike = new SteadyTerms(TermsCodec.encode(terms));
    AlikeCharges.Stretch stretch = new AlikeCharges.Stretch();
    for (int round = 0; round < 60; round++) {
      AccountRef account = account(random);
      ChargeKey key = key(random);
      ChargeKey standsFor = alike.key(key);
      AccountRef standIn = alike.account(account);
      assertThat(alike.account(standIn)).isEqualTo(standIn);
      assertThat(alike.bucket(standIn)).isEqualTo(alike.bucket(account));
      int day = FIRST + random.nextInt(DAYS);
      alike.days(CONNECTOR, account).around(alike.item(standsFor), day, stretch);
      assertThat(day).isBetween(stretch.first(), stretch.until() - 1);
      ChargeKey canonical = stretch.isUnowned() ? standsFor.aboutNothing() : standsFor;
      Placement placed = book.of(CONNECTOR, account).place(key, day);
      Placement stands = book.of(CONNECTOR, account).place(canonical, stretch.first());
      assertThat(stands).isEqualTo(placed);
      assertThat(nameless(book.of(CONNECTOR, standIn).place(key, day))).isEqualTo(nameless(placed));
      if (placed.where() == Placement.Where.UNMAPPED) {
        assertThat(standIn).as("which account is unmapped").isEqualTo(account);
        assertThat(stretch.isUnowned()).as("asks since when it is unmapped").isTrue();
      }
      assertThat(book.of(CONNECTOR, account).place(canonical, stretch.until() - 1))
          .isEqualTo(placed);
      assertThat(month(stretch.first())).isEqualTo(month(stretch.until() - 1));
    }
  }

  /** Sometimes under a second id, whose owners count where the first has none. */
  private static AccountRef account(Random random) {
    List<String> ids = List.of("a" + random.nextInt(5), "a" + random.nextInt(5));
    return new AccountRef("aws", ids.subList(0, 1 + random.nextInt(2)), "");
  }

  /** A placement but for the account in its owner's row. */
  private static Placement nameless(Placement of) {
    return new Placement(
        of.where(),
        of.reason(),
        of.report(),
        of.owner() == null ? null : of.owner().withoutAccount(),
        of.basis(),
        of.markup(),
        of.rate(),
        of.currency(),
        of.spMargin(),
        of.resellerMargin(),
        of.otherPayer());
  }

  private static int month(int day) {
    return LocalDate.ofEpochDay(day).getMonthValue();
  }

  private static ChargeKey key(Random random) {
    String item = ITEMS.get(random.nextInt(ITEMS.size()));
    ChargeClass[] classes = ChargeClass.values();
    return new ChargeKey(
        OCTOBER,
        random.nextBoolean() ? "payer" : "other",
        item,
        item,
        "",
        classes[random.nextInt(classes.length)],
        random.nextInt(4) == 0,
        random.nextInt(8) == 0,
        "USD");
  }

  private static int turn(Random random) {
    return FIRST + random.nextInt(DAYS);
  }

  private static Terms terms(Random random) {
    return new Terms(
        1,
        owners(random),
        rules(random),
        List.of(new Product("P", "P", UsageSchema.PR, Grain.SERVICE)),
        List.of(market("M", random), market("N", random)),
        List.of(new ConnectorTerms(CONNECTOR, Provider.AWS, "P", "M")));
  }

  private static List<Owner> owners(Random random) {
    List<Owner> owners = new ArrayList<>();
    for (int account = 0; account < 5; account++) {
      TreeSet<Integer> turns = new TreeSet<>();
      for (int i = random.nextInt(2) * random.nextInt(4); i > 0; i--) {
        turns.add(turn(random));
      }
      turns.add(Owner.FOREVER);
      int from = Owner.ALWAYS;
      for (int until : turns) {
        // Between two owners there may be none.
        if (random.nextInt(4) != 0) {
          String customer = "C" + random.nextInt(3);
          String market = List.of("", "", "N", "nowhere").get(random.nextInt(4));
          owners.add(owner("a" + account, customer, market, from, until));
        }
        from = until;
      }
    }
    return owners;
  }

  private static Owner owner(String account, String customer, String market, int from, int until) {
    return new Owner(
        "aws",
        account,
        customer,
        customer,
        "AS-" + customer,
        "",
        "",
        "",
        "",
        market,
        from,
        until,
        "gold");
  }

  private static List<PricingRule> rules(Random random) {
    List<PricingRule> rules = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      int from = random.nextInt(3) == 0 ? Owner.ALWAYS : turn(random);
      int until =
          random.nextInt(3) == 0 ? Owner.FOREVER : Math.max(from, FIRST) + 1 + random.nextInt(20);
      rules.add(
          new PricingRule(
              "r" + i,
              random.nextInt(4) == 0 ? "N" : "",
              random.nextInt(4) == 0 ? "a" + random.nextInt(5) : "",
              random.nextInt(3) == 0 ? "C" + random.nextInt(3) : "",
              random.nextInt(4) == 0 ? "gold" : "",
              "",
              ITEMS.get(random.nextInt(ITEMS.size())),
              List.of("", "", "credit", "refund", "usage").get(random.nextInt(5)),
              BigDecimal.valueOf(100 + i, 2),
              from,
              until));
    }
    return rules;
  }

  private static Marketplace market(String id, Random random) {
    List<Dated> markups = new ArrayList<>(List.of(Dated.always("1.1")));
    if (random.nextBoolean()) {
      markups.add(new Dated(turn(random), Map.of("", "1.2")));
    }
    String preset = List.of("msrp", "pass-through", "amortised").get(random.nextInt(3));
    return new Marketplace(
        id,
        id,
        Party.NONE,
        Party.NONE,
        Party.NONE,
        Party.NONE,
        new Parameters(Map.of("customMarkup", markups)),
        Map.of(),
        Map.of(),
        new RatingPolicy(
            preset,
            Presets.basis(preset, Map.of()),
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO));
  }
}
