package io.ratemill.sources.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TextBufferTest {
  private static final long LARGEST = 900_000_000_000_000_000L;

  @Property
  void plainTextIsTheAmountWithoutNeedlessZeros(
      @ForAll @LongRange(min = -LARGEST, max = LARGEST) long units) {
    BigDecimal amount = BigDecimal.valueOf(units, TextBuffer.SCALE);

    assertThat(plain(units, 0)).isEqualTo(stripped(amount));
  }

  @Property
  void aTailFollowsTheAmount(
      @ForAll @LongRange(min = 0, max = LARGEST) long units,
      @ForAll @LongRange(min = 0, max = 999_999_999_999L) long tail) {
    BigDecimal amount =
        BigDecimal.valueOf(units, TextBuffer.SCALE)
            .add(BigDecimal.valueOf(tail, TextBuffer.SCALE + TextBuffer.TAIL_SCALE));

    assertThat(plain(units, tail)).isEqualTo(stripped(amount));
    assertThat(plain(-units, -tail)).isEqualTo(stripped(amount.negate()));
  }

  @Property
  void scientificTextIsWhatADoubleOfTheAmountIsCalled(
      @ForAll @LongRange(min = -99_999_999_999L, max = 99_999_999_999L) long units) {
    assertThat(new BigDecimal(scientific(units)))
        .isEqualByComparingTo(BigDecimal.valueOf(units, TextBuffer.SCALE));
  }

  @Test
  void scientificTextLooksLikeThatOfAws() {
    assertThat(scientific(0)).isEqualTo("0.0");
    assertThat(scientific(10_000_000_000L)).isEqualTo("1.0");
    assertThat(scientific(10_000_000L)).isEqualTo("0.001");
    assertThat(scientific(9_990_000L)).isEqualTo("9.99E-4");
    assertThat(scientific(181)).isEqualTo("1.81E-8");
    assertThat(scientific(-3)).isEqualTo("-3.0E-10");
  }

  private static String stripped(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  private static String plain(long units, long tail) {
    TextBuffer text = new TextBuffer();
    text.plain(units, tail);
    return text(text);
  }

  private static String scientific(long units) {
    TextBuffer text = new TextBuffer();
    text.scientific(units, 0);
    return text(text);
  }

  private static String text(TextBuffer text) {
    return new String(text.array(), 0, text.size(), StandardCharsets.US_ASCII);
  }
}
