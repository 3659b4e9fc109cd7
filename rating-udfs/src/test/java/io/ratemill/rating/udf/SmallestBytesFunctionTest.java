package io.ratemill.rating.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SmallestBytesFunctionTest {
  private final SmallestBytesFunction function = new SmallestBytesFunction();

  private @Nullable String value(SmallestBytesFunction.Seen seen) {
    byte[] value = function.getValue(seen);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] taken(List<String> there, Random random) {
    return utf8(there.remove(random.nextInt(there.size())));
  }

  @Property
  void isTheSmallestOfWhatIsThere(
      @ForAll @IntRange(min = 1, max = 5) int texts, @ForAll long seed) {
    Random random = new Random(seed);
    SmallestBytesFunction.Seen seen = function.createAccumulator();
    List<String> there = new ArrayList<>();
    for (int step = 0; step < 60; step++) {
      if (there.isEmpty() || random.nextInt(5) < 3) {
        String text = "t" + random.nextInt(texts);
        function.accumulate(seen, utf8(text));
        there.add(text);
      } else {
        function.retract(seen, taken(there, random));
      }
      assertThat(value(seen)).isEqualTo(there.stream().sorted().findFirst().orElse(null));
      assertThat(seen.others == null).isEqualTo(there.stream().distinct().count() < 2);
      seen = Serialized.again(new SmallestBytesFunction.SeenSerializer(), seen);
    }
  }

  @Test
  void aCopyStaysAsItIs() {
    SmallestBytesFunction.Seen seen = function.createAccumulator();
    function.accumulate(seen, utf8("b"));
    function.accumulate(seen, utf8("c"));
    SmallestBytesFunction.Seen copy = new SmallestBytesFunction.SeenSerializer().copy(seen);
    function.accumulate(seen, utf8("a"));
    function.retract(copy, utf8("b"));

    assertThat(value(seen)).isEqualTo("a");
    assertThat(value(copy)).isEqualTo("c");
  }

  /** In the order of Java's texts the second would be the smaller one. */
  @Test
  void textsAreInTheOrderOfTheirCharacters() {
    SmallestBytesFunction.Seen seen = function.createAccumulator();
    function.accumulate(seen, utf8("\ud83d\ude00"));
    function.accumulate(seen, utf8("\uff5e"));

    assertThat(value(seen)).isEqualTo("\uff5e");
  }

  @Property
  void partsAddUp(@ForAll @IntRange(min = 1, max = 4) int texts, @ForAll long seed) {
    Random random = new Random(seed);
    SmallestBytesFunction.Seen whole = function.createAccumulator();
    List<SmallestBytesFunction.Seen> parts = new ArrayList<>();
    List<String> there = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      SmallestBytesFunction.Seen one = function.createAccumulator();
      for (int i = random.nextInt(6); i > 0; i--) {
        String text = "t" + random.nextInt(texts);
        function.accumulate(one, utf8(text));
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
