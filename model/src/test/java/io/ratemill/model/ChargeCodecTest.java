package io.ratemill.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ChargeCodecTest {
  @Property(tries = 500)
  void whatIsWrittenIsReadBack(@ForAll long seed) {
    AccountCharges charges = charges(new Random(seed));
    assertThat(ChargeCodec.decode(ChargeCodec.encode(charges))).isEqualTo(charges);
  }

  @Property(tries = 100)
  void bytesThatAreCutShortAreRefused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = ChargeCodec.encode(charges(random));
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    assertThatThrownBy(() -> ChargeCodec.decode(cut))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cut short");
  }

  @Test
  void anUnknownVersionIsRefused() {
    assertThatThrownBy(() -> ChargeCodec.decode(new byte[] {9}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("byte form 9");
  }

  private static AccountCharges charges(Random random) {
    List<Charge> charges = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      BigDecimal billed = amount(random);
      BigDecimal list = random.nextBoolean() ? billed : amount(random);
      charges.add(
          new Charge(
              BillingPeriod.ofNumber(24_000 + random.nextInt(500)),
              random.nextInt(),
              text(random),
              text(random),
              text(random),
              text(random),
              text(random),
              ChargeClass.at(random.nextInt(14)),
              random.nextBoolean(),
              random.nextBoolean(),
              "USD",
              new CostSums(
                  random.nextInt() & 0xFFFFFFFFL,
                  random.nextInt(3),
                  billed,
                  list,
                  random.nextBoolean() ? billed : amount(random),
                  amount(random),
                  random.nextBoolean() ? list : amount(random),
                  amount(random))));
    }
    return new AccountCharges(
        new AccountRef("aws", List.of(text(random), text(random)), text(random)), charges);
  }

  private static String text(Random random) {
    return "é".repeat(random.nextInt(2)) + random.nextInt(4);
  }

  private static @Nullable BigDecimal amount(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(30) - 2);
      case 2 -> BigDecimal.valueOf(random.nextInt(2000) - 1000, random.nextInt(12));
      default -> new BigDecimal(new BigInteger(100, random).negate(), 28);
    };
  }
}
