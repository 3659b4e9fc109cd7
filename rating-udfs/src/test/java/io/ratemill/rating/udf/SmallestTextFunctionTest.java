package io.ratemill.rating.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.table.data.StringData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SmallestTextFunctionTest {
  private final SmallestTextFunction function = new SmallestTextFunction();

  private @Nullable String value(SmallestTextFunction.Seen seen) {
    StringData value = function.getValue(seen);
    return value == null ? null : value.toString();
  }

  private static StringData taken(List<String> there, Random random) {
    return StringData.fromString(there.remove(random.nextInt(there.size())));
  }

  @Property
  void isTheSmallestOfWhatIsThere(
      @ForAll @IntRange(min = 1, max = 5) int texts, @ForAll long seed) {
    Random random = new Random(seed);
    SmallestTextFunction.Seen seen = function.createAccumulator();
    List<String> there = new ArrayList<>();
    for (int step = 0; step < 60; step++) {
      if (there.isEmpty() || random.nextInt(5) < 3) {
        String text = "t" + random.nextInt(texts);
        function.accumulate(seen, StringData.fromString(text));
        there.add(text);
      } else {
        function.retract(seen, taken(there, random));
      }
      assertThat(value(seen)).isEqualTo(there.stream().sorted().findFirst().orElse(null));
      assertThat(seen.others == null).isEqualTo(there.stream().distinct().count() < 2);
      seen = Serialized.again(new SmallestTextFunction.SeenSerializer(), seen);
    }
  }

  @Test
  void aCopyStaysAsItIs() {
    SmallestTextFunction.Seen seen = function.createAccumulator();
    function.accumulate(seen, StringData.fromString("b"));
    function.accumulate(seen, StringData.fromString("c"));
    SmallestTextFunction.Seen copy = new SmallestTextFunction.SeenSerializer().copy(seen);
    function.accumulate(seen, StringData.fromString("a"));
    function.retract(copy, StringData.fromString("b"));

    assertThat(value(seen)).isEqualTo("a");
    assertThat(value(copy)).isEqualTo("c");
  }

  /** The order of String, not that of its bytes, in which the second would be the smaller one. */
  @Test
  void theOrderIsThatOfStrings() {
    SmallestTextFunction.Seen seen = function.createAccumulator();
    function.accumulate(seen, StringData.fromString("\uff5e"));
    function.accumulate(seen, StringData.fromString("\ud83d\ude00"));

    assertThat(value(seen)).isEqualTo("\ud83d\ude00");
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
        function.accumulate(one, StringData.fromString(text));
        there.add(text);
      }
      parts.add(one);
    }
    function.merge(whole, parts);
    while (!there.isEmpty()) {
      assertThat(value(whole)).isEqualTo(there.stream().sorted().findFirst().get());
      function.retract(whole, taken(there, random));
    }
    assertThat(value(whole)).isNull();
  }
}
