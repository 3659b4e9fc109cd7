package io.ratemill.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.Charge;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.CostBasis;
import io.ratemill.model.CostSums;
import io.ratemill.model.Dated;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Owner;
import io.ratemill.model.Parameters;
import io.ratemill.model.PricingRule;
import io.ratemill.model.ReportKey;
import io.ratemill.model.UsageSchema;
import io.ratemill.rating.Placement.Where;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceBookTest {
  private static final Owner OWNER =
      A.owner("1").customer("CUS-1").customerClass("gold").reseller("RS-1").row();
  private static final Marketplace PLAIN =
      A.marketplace("MP-1", A.parameters("customMarkup", "1.1", "customMarkupMarketplace", "1.2"));

  private static Placement place(List<PricingRule> rules, Charge charge) {
    return place(PLAIN, rules, charge);
  }

  private static Placement place(Marketplace market, List<PricingRule> rules, Charge charge) {
    PriceBook book = new PriceBook(A.terms(List.of(OWNER), rules, market));
    return A.place(book, A.CONNECTOR, A.account("1"), charge);
  }

  private static Charge on(String date) {
    return A.charge(ChargeClass.USAGE, A.day(date), "PAY-1", "AmazonEC2", false, "USD");
  }

  private static Charge in(String currency) {
    return A.charge(ChargeClass.USAGE, A.day("2026-10-10"), "PAY-1", "AmazonEC2", false, currency);
  }

  private static Charge split() {
    Charge charge = A.charge();
    ChargeKey key = charge.key();
    ChargeKey split =
        new ChargeKey(
            key.period(),
            key.billPayer(),
            key.item(),
            key.itemName(),
            "",
            key.chargeClass(),
            false,
            true,
            "USD");
    return new Charge(split, "", charge.usageDay(), CostSums.NONE);
  }

  @Test
  void anOwnedChargeIsReportedWithAllThatPricesIt() {
    Placement placement = place(List.of(), A.charge());

    assertThat(placement)
        .isEqualTo(
            new Placement(
                Where.REPORTED,
                null,
                new ReportKey("PRD-1", "MP-1", "PAY-1", A.OCTOBER),
                OWNER,
                CostBasis.BILLED,
                new BigDecimal("1.1"),
                BigDecimal.ONE,
                "USD",
                new BigDecimal("0.1"),
                new BigDecimal("0.05"),
                false));
  }

  @Test
  void marketplaceChargesTakeTheirOwnMarkupAndMargins() {
    Placement placement =
        place(
            List.of(), A.charge(ChargeClass.USAGE, A.day("2026-10-10"), "PAY-1", "x", true, "USD"));

    assertThat(placement.markup()).isEqualByComparingTo("1.2");
    assertThat(placement.spMargin()).isEqualByComparingTo("0.05");
    assertThat(placement.resellerMargin()).isEqualByComparingTo("0.02");
  }

  @Test
  void theFoundingMarginsOfAHundredAreNinetyAndNinetyFive() {
    Placement placement = place(List.of(), A.charge());
    BigDecimal hundred = new BigDecimal("100.00");

    assertThat(
            Tiers.rate(
                hundred, BigDecimal.ONE, BigDecimal.ONE, 2, placement.spMargin(), BigDecimal.ZERO))
        .isEqualByComparingTo("90.00");
    assertThat(
            Tiers.rate(
                hundred,
                BigDecimal.ONE,
                BigDecimal.ONE,
                1,
                BigDecimal.ZERO,
                placement.resellerMargin()))
        .isEqualByComparingTo("95.00");
  }

  @Test
  void splitAllocationIsLeftOutBeforeAnybodyAsksForAnOwner() {
    PriceBook book = new PriceBook(A.terms(List.of(), List.of(), PLAIN));

    Placement placement = A.place(book, A.CONNECTOR, A.account("1"), split());

    assertThat(placement.where().text()).isEqualTo("left-out");
    assertThat(placement.reason()).isEqualTo("split cost allocation");
  }

  @Test
  void aChargeWithoutAnOwnerIsUnmappedWhateverItsClass() {
    PriceBook book = new PriceBook(A.terms(List.of(OWNER), List.of(), PLAIN));

    for (ChargeClass each : ChargeClass.values()) {
      Placement placement = A.place(book, A.CONNECTOR, A.account("2"), A.charge(each));
      assertThat(placement.where().text()).as(each.text()).isEqualTo("unmapped");
      assertThat(placement.reason()).isNull();
    }
    assertThat(A.place(book, A.CONNECTOR, A.account(), A.charge()).where())
        .isEqualTo(Where.UNMAPPED);
  }

  @Test
  void anAccountOfAnotherProviderIsAnotherAccount() {
    Owner azure =
        new Owner("azure", "1", "C", "", "", "", "", "", "", "", Owner.ALWAYS, Owner.FOREVER, "");
    PriceBook book = new PriceBook(A.terms(List.of(azure), List.of(), PLAIN));

    assertThat(A.place(book, A.CONNECTOR, A.account("1"), A.charge()).where())
        .isEqualTo(Where.UNMAPPED);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-10-09,",
    "2026-10-10,CUS-A",
    "2026-10-19,CUS-A",
    "2026-10-20,CUS-B",
    "2026-12-31,CUS-B"
  })
  void theDayDecidesWhoOwnsAnAccountAndItsEndIsExclusive(String date, String customer) {
    int change = A.day("2026-10-20");
    Owner later = A.owner("1").customer("CUS-B").days(change, Owner.FOREVER).row();
    Owner earlier = A.owner("1").customer("CUS-A").days(A.day("2026-10-10"), change).row();
    PriceBook book = new PriceBook(A.terms(List.of(later, earlier), List.of(), PLAIN));

    Owner owner = book.of(A.CONNECTOR, A.account("1")).owner(A.day(date));

    assertThat(owner == null ? null : owner.customerAccountId()).isEqualTo(customer);
  }

  @Test
  void theFirstIdThatHasAnOwnerOnTheDayDecides() {
    Owner tenant = A.owner("tenant").customer("CUS-T").days(0, A.day("2026-10-10")).row();
    Owner subscription = A.owner("sub").customer("CUS-S").row();
    List<PricingRule> rules =
        List.of(A.rule("r1", "3", "account=tenant"), A.rule("r2", "4", "account=sub"));
    PriceBook book = new PriceBook(A.terms(List.of(tenant, subscription), rules, PLAIN));

    assertThat(A.place(book, A.CONNECTOR, A.account("tenant", "sub"), on("2026-10-09")).markup())
        .isEqualByComparingTo("3");
    assertThat(A.place(book, A.CONNECTOR, A.account("tenant", "sub"), on("2026-10-10")).markup())
        .isEqualByComparingTo("4");
  }

  @Test
  void aDroppedClassIsLeftOutNamingThePreset() {
    Placement placement = place(List.of(), A.charge(ChargeClass.TAX));

    assertThat(placement.where()).isEqualTo(Where.LEFT_OUT);
    assertThat(placement.reason()).isEqualTo("class tax is dropped by preset msrp");
    assertThat(placement.owner()).isEqualTo(OWNER);
    assertThat(placement.report()).isNull();
  }

  @Test
  void aClassDroppedByConfigurationSaysSo() {
    Marketplace market =
        A.marketplace("MP-1", Parameters.NONE, A.policy("pass-through", Map.of("fee", "drop")));

    assertThat(place(market, List.of(), A.charge(ChargeClass.FEE)).reason())
        .isEqualTo("class fee is dropped by configuration (rating.basis)");
  }

  @Test
  void aRefundOfAMarketplaceLineFollowsFees() {
    Charge refund = A.charge(ChargeClass.REFUND, A.day("2026-10-10"), "PAY-1", "x", true, "USD");

    assertThat(place(List.of(), refund).basis()).isEqualTo(CostBasis.BILLED);
    assertThat(place(List.of(), A.charge(ChargeClass.REFUND)).where()).isEqualTo(Where.LEFT_OUT);
  }

  @Test
  void aRuleThatNamesCreditsPassesAShareOfThemOn() {
    List<PricingRule> rules =
        List.of(
            A.rule("r1", "9", "account=1"), A.rule("r2", "0.25", "reseller=RS-1,charge=credit"));

    Placement credit = place(rules, A.charge(ChargeClass.CREDIT));

    assertThat(credit.where()).isEqualTo(Where.REPORTED);
    assertThat(credit.basis()).isEqualTo(CostBasis.BILLED);
    assertThat(credit.markup()).isEqualByComparingTo("0.25");
    assertThat(place(rules, A.charge(ChargeClass.REFUND)).where()).isEqualTo(Where.LEFT_OUT);
    assertThat(place(List.of(A.rule("r1", "1", "charge=tax")), A.charge(ChargeClass.TAX)).where())
        .isEqualTo(Where.LEFT_OUT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "account=1 | customer=CUS-1,service=AmazonEC2,charge=usage",
        "account=1 | account=1,customer=CUS-1,class=gold,reseller=RS-1,marketplace=MP-1,from=2026-01-01,to=2026-10-10",
        "customer=CUS-1 | class=gold,service=AmazonEC2",
        "class=gold | reseller=RS-1,service=AmazonEC2",
        "reseller=RS-1 | marketplace=MP-1,service=AmazonEC2",
        "marketplace=MP-1 | service=AmazonEC2,charge=usage",
        "service=AmazonEC2 | charge=usage,from=2026-10-01",
        "charge=usage | from=2026-10-01",
        "from=2026-10-02 | from=2026-10-01",
        "from=2026-10-01 | ",
        "account=1,service=AmazonEC2 | account=1,charge=usage,from=2026-10-09",
        "account=1,service=AmazonEC2 | account=1,customer=CUS-1,charge=usage",
        "reseller=RS-1 | account=2",
        "reseller=RS-1 | customer=CUS-2",
        "reseller=RS-1 | class=silver",
        "marketplace=MP-1 | reseller=RS-2",
        "from=2026-10-01 | marketplace=MP-2",
        "marketplace=MP-1 | account=1,marketplace=MP-2",
        "marketplace=MP-1 | account=1,service=AmazonS3",
        "marketplace=MP-1 | account=1,service=amazonec2",
        "marketplace=MP-1 | account=1,charge=fee",
        "marketplace=MP-1 | account=1,from=2026-10-11",
        "marketplace=MP-1 | account=1,to=2026-10-10",
        "account=1,from=2026-10-10,to=2026-10-11 | account=1,from=2026-10-09",
      })
  void theMoreSpecificRuleWinsInWhateverOrderTheyStand(String winner, String loser) {
    // The loser has the smaller id, which decides last.
    PricingRule wins = A.rule("r2", "2", winner);
    PricingRule loses = A.rule("r1", "7", loser == null ? "" : loser);

    assertThat(place(List.of(wins, loses), A.charge()).markup()).isEqualByComparingTo("2");
    assertThat(place(List.of(loses, wins), A.charge()).markup()).isEqualByComparingTo("2");
  }

  @Test
  void equallySpecificRulesAreDecidedByTheSmallerId() {
    List<PricingRule> rules =
        Arrays.asList(
            A.rule("r1", "2", "account=1"),
            A.rule("r10", "3", "account=1"),
            A.rule("r2", "4", "account=1"));
    assertThat(place(rules, A.charge()).markup()).isEqualByComparingTo("2");
    Collections.reverse(rules);
    assertThat(place(rules, A.charge()).markup()).isEqualByComparingTo("2");
  }

  @Test
  void aRuleReplacesTheMarkupOfMarketplaceLinesToo() {
    Charge marketplace =
        A.charge(ChargeClass.USAGE, A.day("2026-10-10"), "PAY-1", "x", true, "USD");

    assertThat(place(List.of(A.rule("r1", "0.9", "class=gold")), marketplace).markup())
        .isEqualByComparingTo("0.9");
  }

  @Test
  void theOwnersMarketplaceWinsOverTheConnectors() {
    Owner owner = A.owner("1").marketplace("MP-2").row();
    Marketplace second = A.marketplace("MP-2", A.parameters("customMarkup", "5"));
    PriceBook book = new PriceBook(A.terms(List.of(owner), List.of(), PLAIN, second));

    Placement placement = A.place(book, A.CONNECTOR, A.account("1"), A.charge());

    assertThat(placement.markup()).isEqualByComparingTo("5");
    assertThat(placement.report()).isEqualTo(new ReportKey("PRD-1", "MP-2", "PAY-1", A.OCTOBER));
  }

  @Test
  void whatIsNotConfiguredHoldsChargesAndSaysWhat() {
    Owner owner = A.owner("1").marketplace("MP-9").row();
    PriceBook book = new PriceBook(A.terms(List.of(owner), List.of(), PLAIN));

    assertThat(A.place(book, A.CONNECTOR, A.account("1"), A.charge()).reason())
        .isEqualTo(
            "marketplace 'MP-9' of the owner of account 1 is not configured: add it under marketplaces");
    assertThat(A.place(book, "other", A.account("1"), A.charge()).reason())
        .isEqualTo("connector other is not configured: add it under connectors");
  }

  @Test
  void aMissingRateHoldsTheReportNamingPairPeriodMarketplaceAndRemedy() {
    Marketplace market = A.marketplace("MP-1", A.parameters("marketplaceCurrency", "USD"));

    Placement placement = place(market, List.of(), in("GBP"));

    assertThat(placement.where().text()).isEqualTo("held");
    assertThat(placement.report()).isEqualTo(new ReportKey("PRD-1", "MP-1", "PAY-1", A.OCTOBER));
    assertThat(placement.reason())
        .isEqualTo(
            "no exchange rate from GBP to USD for period 2026-10 in marketplace MP-1: set fxRate to"
                + " a number above 0, or to a map that has GBP, in force on 2026-10-01");
  }

  @Test
  void theRateIsThatOfTheFirstDayAndTheMarkupThatOfTheUsageDay() {
    List<Dated> rates =
        List.of(
            new Dated(A.day("2026-09-15"), Map.of("GBP", "1.2", "EUR", "1.1")),
            new Dated(A.day("2026-10-02"), Map.of("GBP", "1.3")));
    List<Dated> markups =
        List.of(
            new Dated(A.day("2026-09-15"), Map.of("", "1.5")),
            new Dated(A.day("2026-10-10"), Map.of("", "1.6")));
    Marketplace market =
        A.marketplace(
            "MP-1",
            new Parameters(
                Map.of(
                    "fxRate", rates,
                    "customMarkup", markups,
                    "marketplaceCurrency", List.of(Dated.always("usd")))));

    Placement placement = place(market, List.of(), in("GBP"));

    assertThat(placement.rate()).isEqualByComparingTo("1.2");
    assertThat(placement.markup()).isEqualByComparingTo("1.6");
    assertThat(placement.currency()).isEqualTo("USD");
    assertThat(place(market, List.of(), on("2026-10-09")).markup()).isEqualByComparingTo("1.5");
    assertThat(place(market, List.of(), on("2026-09-14")).markup()).isEqualByComparingTo("1");
    assertThat(place(market, List.of(), in("CHF")).where()).isEqualTo(Where.HELD);
    assertThat(place(market, List.of(), in("USD")).rate()).isEqualByComparingTo("1");
  }

  @Test
  void withoutAMarketplaceCurrencyTheReportIsInTheBillsAtOne() {
    Marketplace market = A.marketplace("MP-1", A.parameters("fxRate", "0.72"));

    Placement placement = place(market, List.of(), in("EUR"));

    assertThat(placement.currency()).isEqualTo("EUR");
    assertThat(placement.rate()).isEqualByComparingTo("1");
  }

  @Test
  void aReportOfQuantitiesNeedsNoRate() {
    Marketplace market = A.marketplace("MP-1", A.parameters("marketplaceCurrency", "USD"));
    PriceBook book = new PriceBook(A.terms(List.of(OWNER), List.of(), UsageSchema.QT, market));

    Placement placement = A.place(book, A.CONNECTOR, A.account("1"), in("GBP"));

    assertThat(placement.where()).isEqualTo(Where.REPORTED);
    assertThat(placement.currency()).isEmpty();
  }
}
