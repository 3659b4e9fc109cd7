package io.ratemill.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WideTest {
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(126);

  @Property(tries = 2000)
  void textsAreThoseOfDecimals(@ForAll long seed) {
    BigDecimal number = number(new Random(seed));

    assertThat(Money.text(number))
        .isEqualTo(number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
    assertThat(Money.fixedText(number)).isEqualTo(number.toPlainString());
  }

  @Property(tries = 2000)
  void aTextGivesItsNumber(@ForAll long seed) {
    BigDecimal number = number(new Random(seed));
    Wide wide = new Wide();

    boolean fits = number.scale() >= 0 && number.precision() <= 36;
    if (wide.parse(number.toPlainString())) {
      assertThat(wide.decimal()).isEqualTo(new BigDecimal(number.toPlainString()));
    } else {
      assertThat(fits).as("%s fits", number.toPlainString()).isFalse();
    }
  }

  @Property(tries = 2000)
  void halvesGiveTheNumberBack(@ForAll long seed) {
    BigDecimal number = number(new Random(seed));
    Wide wide = new Wide();
    Wide again = new Wide();
    if (wide.set(number)) {
      again.setAsIs(wide.high(), wide.low(), wide.scale());

      assertThat(wide.decimal()).isEqualTo(number);
      assertThat(again.decimal()).isEqualTo(number);
    } else {
      assertThat(number.scale() < 0 || number.unscaledValue().abs().compareTo(LIMIT) >= 0).isTrue();
    }
  }

  @Property(tries = 2000)
  void sumsAreThoseOfDecimals(@ForAll long seed) {
    Random random = new Random(seed);
    Wide sum = new Wide();
    Wide addend = new Wide();
    BigDecimal expected = BigDecimal.ZERO;
    for (int i = 0; i < 20; i++) {
      BigDecimal number = number(random);
      if (!addend.set(number)) {
        continue;
      }
      if (random.nextBoolean()) {
        addend.negate();
        number = number.negate();
      }
      BigDecimal before = expected;
      expected = expected.add(number);
      if (!sum.add(addend)) {
        int scale = Math.max(sum.scale(), addend.scale());
        assertThat(List.of(before, number, expected))
            .as("one does not fit with the decimals of the other")
            .anyMatch(each -> each.setScale(scale).precision() > 36);
        assertThat(sum.decimal()).as("what was there").isEqualByComparingTo(before);
        assertThat(addend.decimal()).as("what was added").isEqualByComparingTo(number);
        expected = before;
      }
      assertThat(sum.decimal()).isEqualByComparingTo(expected);
    }
  }

  @Property(tries = 4000)
  void productsAreThoseOfDecimals(@ForAll long seed) {
    Random random = new Random(seed);
    BigDecimal one = factor(random);
    BigDecimal other = factor(random);
    BigDecimal expected = one.multiply(other);
    Wide product = new Wide();
    Wide by = new Wide();
    if (!product.set(one) || !by.set(other)) {
      return;
    }
    if (product.multiply(by)) {
      assertThat(product.decimal()).isEqualTo(expected);
      assertThat(product.text(0)).isEqualTo(Money.text(expected));
    } else {
      // The magnitude's length: that of -2^127 itself is 127 in two's complement.
      assertThat(expected.unscaledValue().abs().bitLength()).isGreaterThan(127);
      assertThat(product.decimal()).as("what was there").isEqualTo(one);
    }
    assertThat(by.decimal()).as("what it was multiplied by").isEqualTo(other);
  }

  /** Numbers of any length, so that products are on either side of the border of 127 bits. */
  private static BigDecimal factor(Random random) {
    return random.nextInt(4) == 0
        ? number(random)
        : new BigDecimal(new BigInteger(random.nextInt(100), random), random.nextInt(20))
            .multiply(BigDecimal.valueOf(random.nextInt(3) - 1));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0.00,0",
    "-0.0,0",
    "5.,5",
    ".5,0.5",
    "-1.50,-1.5",
    "000100,100",
    "0.000001,0.000001"
  })
  void plainTextsAreRead(String text, String written) {
    Wide wide = new Wide();

    assertThat(wide.parse(text)).isTrue();
    assertThat(wide.text(0)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", ".", "-.", "1.2.3", "+1", "1e3", " 1", "1 ", "x", "--1", "\u0661"})
  void otherTextsAreLeftToOthers(String text) {
    assertThat(new Wide().parse(text)).isFalse();
  }

  /** Costs as bills have them, with zeros at their ends, and numbers at the border of 127 bits. */
  private static BigDecimal number(Random random) {
    BigDecimal number =
        switch (random.nextInt(6)) {
          case 0 -> BigDecimal.valueOf(random.nextInt(), random.nextInt(12));
          case 1 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(30));
          case 2 -> new BigDecimal(new BigInteger(1 + random.nextInt(130), random), 20);
          case 3 -> new BigDecimal(LIMIT.subtract(BigInteger.valueOf(random.nextInt(3))), 18);
          case 4 ->
              BigDecimal.valueOf(random.nextInt(1000), random.nextInt(6) - 3)
                  .setScale(random.nextInt(40) + 3);
          default -> BigDecimal.valueOf(random.nextInt(3), random.nextInt(45) - 2);
        };
    return random.nextBoolean() ? number : number.negate();
  }
}
