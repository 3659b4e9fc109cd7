package io.ratemill.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.AccountRef;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Owner;
import io.ratemill.model.Parameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayersTest {
  @ParameterizedTest
  @CsvSource({"D,B,D", "D,'',D", "'',B,B", "'','',''"})
  void onePayerIsTheDefaultElseTheBills(String defaultPayer, String billPayer, String expected) {
    assertThat(Payers.single(defaultPayer, billPayer))
        .isEqualTo(new Payers.Choice(expected, false));
  }

  @ParameterizedTest
  @CsvSource({
    "O,R,D,O,O,false",
    "O,R,D,'',O,false",
    "'',R,D,'',R,false",
    "'','',D,'',D,false",
    "'','','',B,B,false",
    "'','','','','',false",
    "'',R,D,R,R,false",
    "'',R,D,D,D,true",
    "O,R,D,R,R,true",
    "'','',D,B,B,true",
  })
  void severalPayersReportUnderTheBillsAndFlagAnother(
      String owner,
      String reseller,
      String defaultPayer,
      String bill,
      String payer,
      boolean other) {
    assertThat(Payers.multiple(owner, reseller, defaultPayer, bill))
        .isEqualTo(new Payers.Choice(payer, other));
  }

  private static Placement place(String several, String billPayer) {
    Marketplace market =
        A.marketplace(
            "MP-1",
            A.parameters(
                "enableMultiplePayer", several,
                "defaultPayer", "PAY-D",
                "customMarkup", "1.1",
                "customMarkupMarketplace", "1.2"),
            Map.of(
                "PAY-R", A.parameters("customMarkup", "1.05"), "PAY-B", new Parameters(Map.of())),
            Map.of("RS-1", "PAY-R"),
            A.policy("msrp", Map.of()));
    Owner owner = A.owner("1").reseller("RS-1").row();
    AccountRef account = A.account("1");
    return A.place(
        new PriceBook(A.terms(List.of(owner), List.of(), market)),
        A.CONNECTOR,
        account,
        A.charge(ChargeClass.USAGE, A.day("2026-10-10"), billPayer, "x", false, "USD"));
  }

  @Test
  void payersDoNotCountUnlessTheyAreEnabled() {
    for (String off : List.of("false", "no", "")) {
      Placement placement = place(off, "PAY-R");

      assertThat(placement.report().payerId()).isEqualTo("PAY-D");
      assertThat(placement.markup()).isEqualByComparingTo("1.1");
      assertThat(placement.otherPayer()).isFalse();
    }
  }

  @Test
  void anEnabledPayersParametersWinOverTheMarketplaces() {
    for (String on : List.of("true", "yes", "Yes")) {
      Placement placement = place(on, "PAY-R");

      assertThat(placement.report().payerId()).isEqualTo("PAY-R");
      assertThat(placement.markup()).isEqualByComparingTo("1.05");
      assertThat(placement.otherPayer()).isFalse();
    }
  }

  @Test
  void aChargePaidByAnotherPayerIsReportedUnderItAtItsPricesAndFlagged() {
    Placement placement = place("true", "PAY-B");

    assertThat(placement.report().payerId()).isEqualTo("PAY-B");
    assertThat(placement.markup()).isEqualByComparingTo("1.1");
    assertThat(placement.otherPayer()).isTrue();
  }
}
