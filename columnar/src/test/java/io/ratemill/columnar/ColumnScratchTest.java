package io.ratemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnScratchTest {
  @Test
  void whatWasLeftIsTakenByOneOnly() {
    ColumnScratch used = ColumnScratch.take();
    List<ColumnScratch> held = new ArrayList<>(List.of(used));

    ColumnScratch.leave(held);
    // A reader that is closed twice has nothing to leave any more.
    ColumnScratch.leave(held);

    List<ColumnScratch> taken = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      taken.add(ColumnScratch.take());
    }
    assertThat(taken).contains(used).doesNotHaveDuplicates();
  }

  @Test
  void roomForDecimalsGrowsAndStays() {
    ColumnScratch scratch = ColumnScratch.take();
    scratch.needDecimals(100);
    DecimalColumn large = scratch.decimals;
    scratch.needDecimals(7);

    assertThat(large.capacity()).isGreaterThanOrEqualTo(100);
    assertThat(scratch.decimals).isSameAs(large);
  }
}
