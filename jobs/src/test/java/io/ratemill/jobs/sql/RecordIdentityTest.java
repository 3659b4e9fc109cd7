package io.ratemill.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ReportKey;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordIdentityTest {
  private static final String REPORT =
      new ReportKey("PRD-1", "MP-1", "", new BillingPeriod(2026, 10)).text();

  private static RecordIdentity identity(
      String currency, String asset, String item, String resource, String account, int tier) {
    return new RecordIdentity(
        REPORT, "TR", "SKU", currency, asset, item, resource, tier > 1, account, tier);
  }

  @Property
  void aTextGivesItsIdentityBackWithBlanksForSeparators(
      @ForAll String currency,
      @ForAll String asset,
      @ForAll String item,
      @ForAll String resource,
      @ForAll String account,
      @ForAll @IntRange(min = 0, max = 2) int tier) {
    String text = identity(currency, asset, item, resource, account, tier).text();

    assertThat(RecordIdentity.parse(text))
        .isEqualTo(
            identity(
                currency.replace('\u001f', ' '),
                asset.replace('\u001f', ' '),
                item.replace('\u001f', ' '),
                resource.replace('\u001f', ' '),
                account.replace('\u001f', ' '),
                tier));
    assertThat(RecordIdentity.parse(text).report()).isEqualTo(REPORT);
  }

  @Test
  void aSeparatorInABillsTextMovesNoOtherPart() {
    String text = identity("EUR", "AS-1", "a\u001fb", "r", "", 0).text();

    assertThat(RecordIdentity.parse(text).itemMpn()).isEqualTo("a b");
    assertThat(RecordIdentity.parse(text).resourceId()).isEqualTo("r");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a\u001fb\u001fc\u001fd", "a\u001fb\u001fc\u001fd\u001fe"})
  void aTextOfAnotherNumberOfPartsIsRefused(String text) {
    assertThatThrownBy(() -> RecordIdentity.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no record's identity");
  }
}
