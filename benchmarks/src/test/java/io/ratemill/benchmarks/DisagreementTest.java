package io.ratemill.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DisagreementTest {
  private static final RatedRow ONE = new RatedRow("AS-1", "AmazonEC2", "false", "1.00000000");
  private static final RatedRow TWO = new RatedRow("AS-2", "AmazonS3", "true", "2.00000000");

  @Test
  void equalRowsAgree() {
    assertThatCode(() -> DisagreementException.check(List.of(ONE, TWO), List.of(ONE, TWO)))
        .doesNotThrowAnyException();
  }

  @Test
  void theLastDigitCounts() {
    RatedRow off = new RatedRow("AS-2", "AmazonS3", "true", "2.00000001");
    assertThatThrownBy(() -> DisagreementException.check(List.of(ONE, TWO), List.of(ONE, off)))
        .isInstanceOf(DisagreementException.class)
        .hasMessageContaining("2 rows")
        .hasMessageContaining("2.00000001");
  }

  @Test
  void aRowThatOneLacksIsADifference() {
    assertThatThrownBy(() -> DisagreementException.check(List.of(ONE, TWO), List.of(ONE)))
        .isInstanceOf(DisagreementException.class)
        .hasMessageContaining("only ratemill: ");
    assertThatThrownBy(() -> DisagreementException.check(List.of(ONE), List.of(ONE, ONE)))
        .isInstanceOf(DisagreementException.class)
        .hasMessageContaining("only DuckDB: ");
  }

  @Test
  void noRowsAtAllProveNothing() {
    assertThatThrownBy(() -> DisagreementException.check(List.of(), List.of()))
        .isInstanceOf(DisagreementException.class);
  }
}
