package io.ratemill.rating.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SmallestTextFunctionTest {
  private final SmallestTextFunction function = new SmallestTextFunction();

  @Property
  void isTheSmallestOfWhatIsThere(
      @ForAll @IntRange(min = 1, max = 5) int texts, @ForAll long seed) {
    Random random = new Random(seed);
    SmallestTextFunction.Seen seen = function.createAccumulator();
    List<String> there = new ArrayList<>();
    for (int step = 0; step < 60; step++) {
      if (there.isEmpty() || random.nextInt(5) < 3) {
        String text = "t" + random.nextInt(texts);
        function.accumulate(seen, text);
        there.add(text);
      } else {
        function.retract(seen, there.remove(random.nextInt(there.size())));
      }
      assertThat(function.getValue(seen))
          .isEqualTo(there.stream().sorted().findFirst().orElse(null));
      assertThat(seen.others == null).isEqualTo(there.stream().distinct().count() < 2);
    }
  }

  @Property
  void partsAddUp(@ForAll @IntRange(min = 1, max = 4) int texts, @ForAll long seed) {
    Random random = new Random(seed);
    SmallestTextFunction.Seen whole = function.createAccumulator();
    List<SmallestTextFunction.Seen> parts = new ArrayList<>();
    List<String> there = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      SmallestTextFunction.Seen one = function.createAccumulator();
      for (int i = random.nextInt(6); i > 0; i--) {
        String text = "t" + random.nextInt(texts);
        function.accumulate(one, text);
        there.add(text);
      }
      parts.add(one);
    }
    function.merge(whole, parts);
    while (!there.isEmpty()) {
      assertThat(function.getValue(whole)).isEqualTo(there.stream().sorted().findFirst().get());
      function.retract(whole, there.remove(random.nextInt(there.size())));
    }
    assertThat(function.getValue(whole)).isNull();
  }
}
