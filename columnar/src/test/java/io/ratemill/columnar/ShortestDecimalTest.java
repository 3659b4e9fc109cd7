package io.ratemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ShortestDecimalTest {
  private final ShortestDecimal shortest = new ShortestDecimal();

  private BigDecimal of(double value) {
    shortest.find(value);
    return BigDecimal.valueOf(shortest.digits, shortest.scale).stripTrailingZeros();
  }

  private BigDecimal of(float value) {
    shortest.find(value);
    return BigDecimal.valueOf(shortest.digits, shortest.scale).stripTrailingZeros();
  }

  @Property(tries = 20_000)
  void everyNormalDoubleGivesWhatTryingGives(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isFinite(value) && Math.abs(value) >= Double.MIN_NORMAL) {
      assertThat(of(value)).isEqualTo(BruteShortest.of(value).stripTrailingZeros());
    }
  }

  @Property(tries = 20_000)
  void everyAmountGivesTheDecimalItWasMadeFrom(
      @ForAll @LongRange(min = -999_999_999_999_999L, max = 999_999_999_999_999L) long digits,
      @ForAll @IntRange(min = -5, max = 25) int scale) {
    BigDecimal meant = BigDecimal.valueOf(digits, scale);
    assertThat(of(meant.doubleValue())).isEqualByComparingTo(meant);
  }

  @Property(tries = 10_000)
  void everySumOfAmountsGivesWhatTryingGives(
      @ForAll @IntRange(min = -1_000_000, max = 1_000_000) int cents,
      @ForAll @IntRange(min = 1, max = 1_000_000) int parts) {
    double value = cents / 100.0 / parts + 0.1;
    assertThat(of(value)).isEqualByComparingTo(BruteShortest.of(value));
  }

  @Property(tries = 10_000)
  void everyFloatReadsBackAndIsNoLongerThanTheJdksText(@ForAll float value) {
    BigDecimal found = of(value);
    assertThat(found.floatValue()).isEqualTo(value == 0 ? 0f : value);
    assertThat(found.precision())
        .isLessThanOrEqualTo(
            new BigDecimal(Float.toString(value)).stripTrailingZeros().precision());
  }

  @Test
  void powersOfTwoHaveNarrowNeighboursBelow() {
    for (int exponent = -1022; exponent <= 1023; exponent++) {
      double value = Math.scalb(1.0, exponent);
      for (double near : new double[] {Math.nextDown(value), value, Math.nextUp(value)}) {
        if (near >= Double.MIN_NORMAL) {
          assertThat(of(near)).isEqualByComparingTo(BruteShortest.of(near));
        }
      }
    }
  }

  @Test
  void theJdksKnownTooLongTextsAreShort() {
    assertThat(of(2.0E-3)).isEqualTo(new BigDecimal("0.002"));
    assertThat(of(2.2E-322)).isEqualTo(new BigDecimal("2.2E-322"));
    assertThat(of(Double.parseDouble("1E23"))).isEqualTo(new BigDecimal("1E+23"));
    assertThat(of(Double.parseDouble("2E23"))).isEqualTo(new BigDecimal("2E+23"));
  }

  @Test
  void noiseOfSumsIsKeptNotRoundedAway() {
    assertThat(of(0.1 + 0.2)).isEqualTo(new BigDecimal("0.30000000000000004"));
    assertThat(of(1.81E-8)).isEqualTo(new BigDecimal("1.81E-8"));
    assertThat(of(-0.0)).isEqualByComparingTo(BigDecimal.ZERO);
    assertThat(of(-12.5)).isEqualTo(new BigDecimal("-12.5"));
  }

  @Test
  void theSmallestDoublesReadBack() {
    for (long bits = 1; bits < 2_000; bits++) {
      double value = Double.longBitsToDouble(bits);
      assertThat(of(value).doubleValue()).isEqualTo(value);
    }
  }
}
