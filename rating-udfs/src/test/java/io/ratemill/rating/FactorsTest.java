package io.ratemill.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.model.UsageSchema;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactorsTest {
  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "  ", "0", "0.000", "-2", "-0.01", "ten", "1,1", "NaN", "Infinity", "1e99999"})
  void whatIsNoNumberAboveZeroCountsAsOne(String text) {
    assertThat(Markup.markUp(text)).isEqualByComparingTo("1");
  }

  @ParameterizedTest
  @CsvSource({"1.1,1.1", "' 1.1 ',1.1", "0.5,0.5", "1e-2,0.01", "0.0000000001,0.0000000001"})
  void aNumberAboveZeroIsTheFactor(String text, String factor) {
    assertThat(Markup.markUp(text)).isEqualByComparingTo(factor);
  }

  @Test
  void aRateOfNothingOrLessIsNoRate() {
    Map<String, BigDecimal> rates =
        Exchange.rates(Map.of("usd", "0.72", "GBP", "0", "EUR", "-1", "CHF", "", "SEK", "x"));

    assertThat(rates).containsOnlyKeys("USD");
    assertThat(Exchange.exchange("USD", "JPY", rates)).isEqualByComparingTo("0.72");
    assertThat(Exchange.exchange("GBP", "JPY", rates)).isNull();
  }

  @Test
  void aPlainNumberHoldsForAnyBillCurrencyButTheReportsOwn() {
    Map<String, BigDecimal> rates = Exchange.rates(Map.of("", "0.72"));

    assertThat(Exchange.exchange("USD", "GBP", rates)).isEqualByComparingTo("0.72");
    assertThat(Exchange.exchange("GBP", "GBP", rates)).isEqualByComparingTo("1");
    assertThat(Exchange.exchange("USD", "GBP", Map.of())).isNull();
  }

  @Test
  void eachSchemaHasItsTiers() {
    assertThat(Tiers.of(UsageSchema.PR)).containsExactly(0);
    assertThat(Tiers.of(UsageSchema.QT)).containsExactly(0);
    assertThat(Tiers.of(UsageSchema.CR)).containsExactly(2);
    assertThat(Tiers.of(UsageSchema.TR)).containsExactly(0, 1, 2);
  }

  @Test
  void anUnknownTierIsRefused() {
    BigDecimal one = BigDecimal.ONE;
    assertThatThrownBy(() -> Tiers.rate(one, one, one, 3, one, one)).hasMessageContaining("3");
  }

  @ParameterizedTest
  @CsvSource({"0,100", "0.25,90", "1,60"})
  void anUnsharedCommitmentGivesAShareBack(BigDecimal share, String price) {
    assertThat(Commitments.unshare(new BigDecimal(100), new BigDecimal(60), share))
        .isEqualByComparingTo(price);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.01", "1.01", "25"})
  void aShareOutsideOfAFractionIsRefused(BigDecimal share) {
    assertThatThrownBy(() -> Commitments.unshare(BigDecimal.TEN, BigDecimal.ONE, share))
        .hasMessage("share-back is " + share + "; give a fraction from 0 to 1");
  }

  @ParameterizedTest
  @CsvSource({"85,15,100", "85,0,85", "-8.5,15,-10", "1,70,3.3333333333333333333333333333"})
  void aPartnersCostIsTakenBackToTheListPrice(BigDecimal cost, BigDecimal percent, String price) {
    assertThat(PartnerCredit.listPrice(cost, percent)).isEqualByComparingTo(price);
  }

  @Test
  void aPartnerCreditOfEverythingIsRefused() {
    assertThatThrownBy(() -> PartnerCredit.listPrice(BigDecimal.ONE, new BigDecimal("100")))
        .hasMessageContaining("100 %");
  }
}
