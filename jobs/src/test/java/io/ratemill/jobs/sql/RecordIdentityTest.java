package io.ratemill.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ReportKey;
import io.ratemill.rating.RecordId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordIdentityTest {
  private static final String REPORT =
      new ReportKey("PRD-1", "MP-1", "", new BillingPeriod(2026, 10)).text();

  private static byte[] identity(
      String currency, String asset, String item, String resource, String account, int tier) {
    PartsWriter writer = new PartsWriter();
    byte[] beginning = RecordIdentity.beginning(writer, REPORT, "TR", "SKU", currency, asset);
    return RecordIdentity.text(writer, beginning, item, resource, tier > 1, account, tier);
  }

  private static String decoded(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  @Property
  void aTextGivesItsPartsBackWithBlanksForSeparators(
      @ForAll String currency,
      @ForAll String asset,
      @ForAll String item,
      @ForAll String resource,
      @ForAll String account,
      @ForAll @IntRange(min = 0, max = 2) int tier) {
    byte[] text = identity(currency, asset, item, resource, account, tier);

    Parts parts = new Parts(text);
    parts.next(4);
    assertThat(parts.text()).isEqualTo(REPORT);
    assertThat(RecordIdentity.reportLength(text)).isEqualTo(parts.to());
    List<String> others = new ArrayList<>();
    while (!parts.isEnd()) {
      others.add(parts.nextText());
    }
    assertThat(others)
        .containsExactly(
            "TR",
            "SKU",
            decoded(currency.replace('\u001f', ' ')),
            decoded(asset.replace('\u001f', ' ')),
            decoded(item.replace('\u001f', ' ')),
            decoded(resource.replace('\u001f', ' ')),
            tier > 1 ? "marketplace" : "",
            decoded(account.replace('\u001f', ' ')),
            Integer.toString(tier));
  }

  @Property
  void theRecordIdIsThatOfItsParts(
      @ForAll String asset, @ForAll String item, @ForAll String resource, @ForAll String account) {
    byte[] text = identity("EUR", asset, item, resource, account, 2);

    assertThat(RecordIdentity.recordId(new RecordId(), text))
        .isEqualTo(
            RecordId.of(
                List.of(
                    REPORT,
                    asset.replace('\u001f', ' '),
                    item.replace('\u001f', ' '),
                    resource.replace('\u001f', ' '),
                    account.replace('\u001f', ' '),
                    "marketplace",
                    "2")));
  }

  @Test
  void aSeparatorInABillsTextMovesNoOtherPart() {
    Parts parts = new Parts(identity("EUR", "AS-1", "a\u001fb", "r", "", 0));
    parts.next(8);

    assertThat(parts.nextText()).isEqualTo("a b");
    assertThat(parts.nextText()).isEqualTo("r");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a\u001fb\u001fc\u001fd",
        "a\u001fb\u001fc\u001fd\u001fe",
        "r\u001fr\u001fr\u001fr\u001fs\u001fg\u001fc\u001fa\u001fi\u001fr\u001fm\u001fs",
        "r\u001fr\u001fr\u001fr\u001fs\u001fg\u001fc\u001fa\u001fi\u001fr\u001fm\u001fs\u001f0\u001f"
      })
  void aTextOfAnotherNumberOfPartsIsRefused(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> RecordIdentity.recordId(new RecordId(), utf8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no record's identity");
  }
}
