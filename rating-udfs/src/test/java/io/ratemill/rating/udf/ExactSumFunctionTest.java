package io.ratemill.rating.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.rating.udf.ExactSumFunction.Sum;
import io.ratemill.rating.udf.ExactSumFunction.SumSerializer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExactSumFunctionTest {
  private final ExactSumFunction function = new ExactSumFunction();

  private Sum sum(List<String> values) {
    Sum sum = function.createAccumulator();
    values.forEach(value -> function.accumulate(sum, value));
    return sum;
  }

  @Property(tries = 300)
  void theSumDoesNotDependOnOrderOrOnWhatCameAndWent(
      @ForAll("texts") List<String> stay, @ForAll("texts") List<String> go, @ForAll long seed) {
    List<Runnable> steps = new ArrayList<>();
    Sum sum = function.createAccumulator();
    stay.forEach(value -> steps.add(() -> function.accumulate(sum, value)));
    go.forEach(value -> steps.add(() -> function.accumulate(sum, value)));
    go.forEach(value -> steps.add(() -> function.retract(sum, value)));
    Collections.shuffle(steps, new Random(seed));
    steps.forEach(Runnable::run);

    BigDecimal expected =
        stay.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    if (stay.isEmpty()) {
      assertThat(function.getValue(sum)).isNull();
    } else {
      assertThat(new BigDecimal(function.getValue(sum))).isEqualByComparingTo(expected);
    }
    assertThat(function.getValue(sum)).isEqualTo(function.getValue(sum(stay)));
  }

  @Property(tries = 300)
  void mergedPartsAreTheWhole(
      @ForAll("texts") List<String> one, @ForAll("texts") List<String> two) {
    List<String> whole = new ArrayList<>(one);
    whole.addAll(two);
    Sum merged = sum(one);
    function.merge(merged, List.of(sum(two)));

    assertThat(function.getValue(merged)).isEqualTo(function.getValue(sum(whole)));
    assertThat(function.getValue(Serialized.again(new SumSerializer(), merged)))
        .isEqualTo(function.getValue(merged));
  }

  @Property(tries = 100)
  void aCopyStaysAsItIs(@ForAll("texts") List<String> values) {
    Sum sum = sum(values);
    String before = function.getValue(sum);
    Sum copy = new SumSerializer().copy(sum);
    function.accumulate(sum, "1");

    assertThat(function.getValue(copy)).isEqualTo(before);
    assertThat(function.getValue(sum)).isNotEqualTo(before);
  }

  @Test
  void aTextThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> sum(List.of("1", "one"))).hasMessageContaining("'one'");
  }

  @Provide
  Arbitrary<List<String>> texts() {
    BigDecimal border = new BigDecimal("1e24");
    return Arbitraries.bigDecimals()
        .between(border.negate(), border)
        .ofScale(14)
        .map(BigDecimal::toPlainString)
        .list()
        .ofMaxSize(8);
  }
}
