package io.ratemill.rating.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.model.Money;
import io.ratemill.rating.Tiers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RateFunctionTest {
  private static byte[] utf8(BigDecimal number) {
    return number.toPlainString().getBytes(StandardCharsets.UTF_8);
  }

  private static BigDecimal number(Random random, int bits, int decimals) {
    BigInteger unscaled = new BigInteger(random.nextInt(bits), random);
    return new BigDecimal(
        random.nextBoolean() ? unscaled : unscaled.negate(), random.nextInt(decimals));
  }

  /** One argument after the other changes, as it does between charges, or none. */
  @Property(tries = 300)
  void whatATierPaysIsExactWhateverPricedTheChargeBefore(@ForAll long seed) {
    Random random = new Random(seed);
    RateFunction function = new RateFunction();
    BigDecimal[] prices = new BigDecimal[4];
    for (int i = 0; i < prices.length; i++) {
      prices[i] = number(random, 30, 8);
    }
    for (int i = 0; i < 40; i++) {
      BigDecimal cost = number(random, random.nextInt(10) == 0 ? 200 : 80, 20);
      prices[random.nextInt(prices.length)] = number(random, random.nextInt(8) == 0 ? 150 : 30, 9);
      int tier = random.nextInt(3);

      byte[] rated =
          function.eval(
              utf8(cost), utf8(prices[0]), utf8(prices[1]), tier, utf8(prices[2]), utf8(prices[3]));

      BigDecimal expected = Tiers.rate(cost, prices[0], prices[1], tier, prices[2], prices[3]);
      assertThat(new String(rated, StandardCharsets.UTF_8)).isEqualTo(Money.text(expected));
    }
  }

  @Test
  void nothingComesOfNothing() {
    assertThat(new RateFunction().eval(null, "1", "1", 0, "0", "0")).isNull();
    assertThat(new RateFunction().eval("1", "1", "1", null, "0", "0")).isNull();
  }

  @Test
  void aTextThatIsNoNumberIsRefusedByItsName() {
    RateFunction function = new RateFunction();

    assertThatThrownBy(() -> function.eval("1", "much", "1", 0, "0", "0"))
        .hasMessageContaining("markup is 'much'");
    assertThatThrownBy(() -> function.eval("1", "much", "1", 0, "0", "0"))
        .as("and again, the next time")
        .hasMessageContaining("markup is 'much'");
    assertThat(function.eval("2", "1.5", "1", 0, "0", "0")).isEqualTo("3");

    assertThatThrownBy(() -> function.eval("2", "2.5", "so much", 0, "0", "0"))
        .hasMessageContaining("rate is 'so much'");
    assertThat(function.eval("2", "2.5", "1", 0, "0", "0")).as("not the one before").isEqualTo("5");
  }
}
