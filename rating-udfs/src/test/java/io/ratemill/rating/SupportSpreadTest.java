package io.ratemill.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.rating.SupportSpread.Part;
import io.ratemill.rating.SupportSpread.Share;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SupportSpreadTest {
  private static Map<String, String> spread(String amount, String... assetsAndCharges) {
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < assetsAndCharges.length; i += 2) {
      shares.add(new Share(assetsAndCharges[i], new BigDecimal(assetsAndCharges[i + 1])));
    }
    Map<String, String> parts = new HashMap<>();
    for (Part part : SupportSpread.spread(new BigDecimal(amount), shares)) {
      parts.put(part.assetId(), part.amount().stripTrailingZeros().toPlainString());
    }
    return parts;
  }

  @Test
  void supportIsSpreadInProportion() {
    assertThat(spread("29.01", "a", "600", "b", "300", "c", "100"))
        .isEqualTo(Map.of("a", "17.406", "b", "8.703", "c", "2.901"));
  }

  @Test
  void whatIsLeftGoesByLargestRemainderAndThenByAssetId() {
    assertThat(spread("0.00000002", "c", "1", "b", "1", "a", "1"))
        .isEqualTo(Map.of("a", "0.00000001", "b", "0.00000001", "c", "0"));
    assertThat(spread("0.00000001", "a", "1", "b", "1.0000001"))
        .isEqualTo(Map.of("a", "0", "b", "0.00000001"));
  }

  @Test
  void lessThanAUnitGoesWhereTheNextUnitWouldHaveGone() {
    assertThat(spread("0.000000015", "b", "1", "a", "1"))
        .isEqualTo(Map.of("a", "0.00000001", "b", "0.000000005"));
  }

  @Test
  void supportTakenBackIsSpreadAlike() {
    assertThat(spread("-0.00000003", "b", "1", "a", "1"))
        .isEqualTo(Map.of("a", "-0.00000002", "b", "-0.00000001"));
  }

  @Test
  void whoIsChargedNothingTakesNoPart() {
    assertThat(spread("1", "a", "0", "b", "-5", "c", "2")).isEqualTo(Map.of("c", "1"));
    assertThat(spread("1", "a", "0")).isEmpty();
    assertThat(spread("1")).isEmpty();
  }

  @Property(tries = 300)
  void thePartsAddUpToTheLastDigitInWhateverOrderTheSharesStand(
      @ForAll("amounts") BigDecimal amount,
      @ForAll("shares") List<Share> shares,
      @ForAll long seed) {
    List<Part> parts = SupportSpread.spread(amount, shares);
    List<Share> shuffled = new ArrayList<>(shares);
    Collections.shuffle(shuffled, new Random(seed));

    BigDecimal sum = parts.stream().map(Part::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    boolean anybody = shares.stream().anyMatch(share -> share.charged().signum() > 0);
    assertThat(sum).isEqualByComparingTo(anybody ? amount : BigDecimal.ZERO);
    assertThat(SupportSpread.spread(amount, shuffled)).isEqualTo(parts);
  }

  @Property(tries = 300)
  void noPartIsAUnitAwayFromItsProportion(
      @ForAll("amounts") BigDecimal amount, @ForAll("shares") List<Share> shares) {
    Map<String, BigDecimal> charged = new HashMap<>();
    BigDecimal total = BigDecimal.ZERO;
    for (Share share : shares) {
      charged.put(share.assetId(), share.charged());
      total = total.add(share.charged().max(BigDecimal.ZERO));
    }
    BigDecimal unit = new BigDecimal("0.00000001").multiply(total);
    for (Part part : SupportSpread.spread(amount, shares)) {
      BigDecimal exact = amount.multiply(charged.get(part.assetId()));
      assertThat(part.amount().multiply(total).subtract(exact).abs()).isLessThan(unit);
    }
  }

  @Provide
  Arbitrary<BigDecimal> amounts() {
    return Arbitraries.bigDecimals()
        .between(new BigDecimal(-1000), new BigDecimal(1000))
        .ofScale(10);
  }

  @Provide
  Arbitrary<List<Share>> shares() {
    Arbitrary<String> ids = Arbitraries.strings().withCharRange('a', 'e').ofLength(2);
    Arbitrary<BigDecimal> charged =
        Arbitraries.bigDecimals().between(new BigDecimal(-10), new BigDecimal(100)).ofScale(8);
    return Combinators.combine(ids, charged)
        .as(Share::new)
        .list()
        .ofMaxSize(12)
        .uniqueElements(Share::assetId);
  }
}
