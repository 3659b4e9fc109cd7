package io.ratemill.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class WideSumsTest {
  private static final int BILLED = Amount.BILLED.ordinal();

  @Property(tries = 200)
  void sumsAreThoseOfPlainArithmetic(@ForAll long seed) {
    Random random = new Random(seed);
    WideSums sums = new WideSums();
    WideSums addend = new WideSums();
    BigDecimal expected = BigDecimal.ZERO;
    int count = 1 + random.nextInt(300);
    for (int i = 0; i < count; i++) {
      BigDecimal value = value(random);
      if (value.precision() <= 18) {
        addend.set(BILLED, value.unscaledValue().longValueExact(), value.scale());
      } else {
        addend.set(BILLED, value);
      }
      addend.count(1, i % 2);
      sums.add(addend);
      expected = expected.add(value);
    }
    assertThat(sums.sums().billed()).isEqualByComparingTo(expected);
    assertThat(sums.sums().lines()).isEqualTo(count);
    assertThat(sums.sums().listMissing()).isEqualTo(count / 2);
    assertThat(sums.sums().list()).isNull();
  }

  @Test
  void aSumThatLeaves128BitsIsKept() {
    WideSums sums = new WideSums();
    WideSums addend = new WideSums();
    addend.set(BILLED, Long.MAX_VALUE, 6);
    for (int i = 0; i < 40; i++) {
      sums.add(addend);
    }
    assertThat(sums.sums().billed())
        .isEqualByComparingTo(
            BigDecimal.valueOf(Long.MAX_VALUE, 6).multiply(BigDecimal.valueOf(40)));
  }

  @Test
  void clearedSumsAreNone() {
    WideSums sums = new WideSums();
    sums.set(BILLED, 5, 2);
    sums.set(Amount.LIST.ordinal(), new BigDecimal(BigInteger.TEN.pow(30)));
    sums.count(2, 1);
    sums.clear();
    assertThat(sums.sums()).isEqualTo(CostSums.NONE);
  }

  /** Costs as bills have them, numbers at the border of 128 bits, and wider ones. */
  private static BigDecimal value(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> BigDecimal.valueOf(random.nextInt(), random.nextInt(12));
      case 1 -> BigDecimal.valueOf(random.nextLong() / 10, random.nextInt(8));
      case 2 -> BigDecimal.valueOf(random.nextLong() / 10, random.nextInt(34) - 4);
      default -> new BigDecimal(new BigInteger(120, random), 26);
    };
  }
}
