package io.ratemill.sources.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NoiseTest {
  @Property(tries = 50)
  void aRandomOrderNamesEveryIndexOnce(
      @ForAll @IntRange(min = 1, max = 5_000) int count, @ForAll long key) {
    BitSet seen = new BitSet();
    for (int i = 0; i < count; i++) {
      seen.set((int) Noise.permute(i, count, key));
    }

    assertThat(seen.cardinality()).isEqualTo(count);
    assertThat(seen.length()).isEqualTo(count);
  }

  @Test
  void noiseDoesNotChangeBetweenReleases() {
    // The first output of SplitMix64 from the seed 0, as its authors publish it.
    assertThat(Noise.mix(0)).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(Noise.uuid(1, 2)).isEqualTo(Noise.uuid(1, 2)).isNotEqualTo(Noise.uuid(2, 1));
  }

  @Test
  void sumsStayExactBeyondALong() {
    ExactSum sum = new ExactSum();
    BigDecimal expected = BigDecimal.ZERO;
    for (int i = 0; i < 30; i++) {
      long amount = i % 3 == 0 ? -7_000_000_000_000_000_001L : 9_000_000_000_000_000_003L;
      long tail = i % 3 == 0 ? -999_999_999_999L : 777_777_777_777L;
      sum.add(amount, tail);
      expected = expected.add(BigDecimal.valueOf(amount, 10)).add(BigDecimal.valueOf(tail, 22));
    }

    assertThat(sum.value()).isEqualByComparingTo(expected);
  }

  @Test
  void anAbsentAmountIsNotAdded() {
    ExactSum sum = new ExactSum();
    sum.add(Line.ABSENT, 0);

    assertThat(sum.value()).isEqualByComparingTo(BigDecimal.ZERO);
  }
}
