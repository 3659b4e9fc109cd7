package io.ratemill.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class TenPowerTest {
  @Property
  void aProductIsDividedBackAndSaysSo(
      @ForAll long number, @ForAll @IntRange(min = 1, max = 18) int zeros) {
    TenPower power = TenPower.of(zeros);
    BigInteger product = BigInteger.valueOf(number).multiply(BigInteger.TEN.pow(zeros));
    long upper = product.shiftRight(64).longValue();
    long lower = product.longValue();

    long quotient = power.divide(upper, lower);

    assertThat(quotient).isEqualTo(number);
    assertThat(power.gives(quotient, upper, lower)).isTrue();
  }

  @Property
  void whatLeavesARemainderOrIsTooLongIsSaidNotToBeGiven(
      @ForAll long upper, @ForAll long lower, @ForAll @IntRange(min = 1, max = 18) int zeros) {
    TenPower power = TenPower.of(zeros);
    BigInteger number =
        BigInteger.valueOf(upper).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(lower)));
    BigInteger[] parts = number.divideAndRemainder(BigInteger.TEN.pow(zeros));
    boolean divides = parts[1].signum() == 0 && parts[0].bitLength() < 64;

    assertThat(power.gives(power.divide(upper, lower), upper, lower)).isEqualTo(divides);
  }
}
