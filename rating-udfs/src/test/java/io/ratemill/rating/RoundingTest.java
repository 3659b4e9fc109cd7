package io.ratemill.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {
  @ParameterizedTest
  @CsvSource({
    "1.000000005,1.00000001",
    "1.00000000499999999999,1.00000000",
    "1.00000000500000000001,1.00000001",
    "-1.000000005,-1.00000001",
    "-1.00000000499999999999,-1.00000000",
    "-1.00000000500000000001,-1.00000001",
    "99999999999999999999.12345678,99999999999999999999.12345678",
  })
  void aNumberIsRoundedHalfUpToEightDecimals(BigDecimal exact, String rounded) {
    assertThat(Rounding.amount(exact).toPlainString()).isEqualTo(rounded);
    assertThat(Rounding.quantity(exact).toPlainString()).isEqualTo(rounded);
  }

  @ParameterizedTest
  @CsvSource({"100000000000000000000", "-100000000000000000000", "99999999999999999999.999999995"})
  void whatDoesNotFitIsRefusedNamingIt(BigDecimal exact) {
    assertThatThrownBy(() -> Rounding.amount(exact))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("amount " + exact.toPlainString() + " does not fit a record");
  }

  @Test
  void aTextThatIsNoNumberIsRefusedWithItsName() {
    assertThatThrownBy(() -> ExactText.parse("markup", "1,1"))
        .hasMessage("markup is '1,1'; give a number in plain decimal text");
  }
}
