package io.ratemill.sources.charges;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class StretchesTest {
  private static final int ACCOUNTS = 40;

  /** Days follow each other, but lines of some months come in between, and more of another. */
  @Property(tries = 30)
  void dayThatStandsForAnotherIsThatOfItsAccountAndItemWheneverItIsMet(@ForAll long seed) {
    Random random = new Random(seed);
    AlikeCharges.Days[] days = new AlikeCharges.Days[ACCOUNTS];
    Stretches stretches = new Stretches();
    for (int account = 0; account < ACCOUNTS; account++) {
      days[account] = drawn(1 + random.nextInt(40), random.nextInt(3));
      stretches.add(days[account]);
    }
    AlikeCharges.Stretch expected = new AlikeCharges.Stretch();
    int items = 1 + random.nextInt(80);
    for (int line = 0; line < 20_000; line++) {
      int account = random.nextInt(ACCOUNTS);
      int item = random.nextInt(4) == 0 ? random.nextInt(items) : 0;
      int day = 20_000 + line / 8_000 * 100 + random.nextInt(random.nextInt(9) == 0 ? 300 : 31);
      days[account].around(item, day, expected);
      int stretch = stretches.of(account, item, day);
      assertThat(Stretches.first(stretch)).isEqualTo(expected.first());
      assertThat(Stretches.isUnowned(stretch)).isEqualTo(expected.isUnowned());
    }
  }

  /** Stretches of a length that depends on the item for accounts that tell items apart. */
  private static AlikeCharges.Days drawn(int length, int perItem) {
    return (item, day, stretch) -> {
      int of = length + item * perItem;
      int first = day - day % of;
      if (first % 3 == 0) {
        stretch.setUnowned(first, first + of);
      } else {
        stretch.set(first, first + of);
      }
    };
  }
}
