package io.ratemill.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.ChargeClass;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Parameters;
import io.ratemill.model.RatingPolicy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class RatingCasesTest {
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/rating-cases.csv", numLinesToSkip = 1)
  void aCaseIsPricedThroughTheWholeBook(
      String name,
      BigDecimal sum,
      String markup,
      String markupMarketplace,
      String fxRate,
      boolean marketplace,
      BigDecimal spMargin,
      BigDecimal resellerMargin,
      BigDecimal spCost,
      BigDecimal reseller,
      BigDecimal customer) {
    Placement placement =
        place(
            markup == null ? "" : markup,
            markupMarketplace == null ? "" : markupMarketplace,
            fxRate,
            marketplace,
            spMargin,
            resellerMargin);

    assertThat(placement.where()).isEqualTo(Placement.Where.REPORTED);
    assertThat(amount(placement, sum, Tiers.CUSTOMER)).isEqualByComparingTo(customer);
    assertThat(amount(placement, sum, Tiers.RESELLER)).isEqualByComparingTo(reseller);
    assertThat(amount(placement, sum, Tiers.SP_COST)).isEqualByComparingTo(spCost);
  }

  private static BigDecimal amount(Placement placement, BigDecimal sum, int tier) {
    return Rounding.amount(
        Tiers.rate(
            sum,
            placement.markup(),
            placement.rate(),
            tier,
            placement.spMargin(),
            placement.resellerMargin()));
  }

  private static Placement place(
      String markup,
      String markupMarketplace,
      String fxRate,
      boolean marketplace,
      BigDecimal spMargin,
      BigDecimal resellerMargin) {
    Parameters parameters =
        A.parameters(
            "customMarkup",
            markup,
            "customMarkupMarketplace",
            markupMarketplace,
            "marketplaceCurrency",
            fxRate == null ? "USD" : "GBP",
            "fxRate",
            fxRate == null ? "" : fxRate);
    RatingPolicy policy =
        new RatingPolicy(
            "msrp",
            Presets.basis("msrp", Map.of()),
            spMargin,
            spMargin,
            resellerMargin,
            resellerMargin);
    Marketplace market = A.marketplace("MP-1", parameters, policy);
    PriceBook book = new PriceBook(A.terms(List.of(A.owner(A.ACCOUNT).row()), List.of(), market));
    return A.place(
        book,
        A.CONNECTOR,
        A.account(A.ACCOUNT),
        A.charge(ChargeClass.USAGE, A.day("2026-10-10"), "PAY-1", "AmazonEC2", marketplace, "USD"));
  }
}
