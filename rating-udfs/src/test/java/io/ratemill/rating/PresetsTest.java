package io.ratemill.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostBasis;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetsTest {
  @ParameterizedTest
  @CsvSource({
    "usage,billed,billed,effective",
    "committed-usage,list,billed,effective",
    "commitment-unused,drop,drop,effective",
    "commitment-purchase,drop,billed,effective",
    "commitment-negation,drop,billed,drop",
    "public-discount,billed,billed,billed",
    "discount,drop,billed,billed",
    "credit,drop,billed,billed",
    "refund,drop,billed,billed",
    "tax,drop,billed,billed",
    "fee,billed,billed,billed",
    "support,billed,billed,billed",
    "adjustment,billed,billed,billed",
    "other,billed,billed,billed",
  })
  void aClassHasItsBasisInEachPreset(
      String name, String msrp, String passThrough, String amortised) {
    ChargeClass chargeClass = ChargeClass.parse(name);

    assertThat(Presets.basis("msrp", Map.of())).containsEntry(chargeClass, basis(msrp));
    assertThat(Presets.basis("pass-through", Map.of()))
        .containsEntry(chargeClass, basis(passThrough));
    assertThat(Presets.basis("amortised", Map.of())).containsEntry(chargeClass, basis(amortised));
  }

  private static CostBasis basis(String word) {
    return CostBasis.valueOf(word.toUpperCase(Locale.ROOT));
  }

  @Test
  void everyPresetHasEveryClass() {
    for (String preset : new String[] {"msrp", "pass-through", "amortised"}) {
      assertThat(Presets.basis(preset, Map.of())).containsOnlyKeys(ChargeClass.values());
    }
  }

  @Test
  void whatIsOverriddenReplacesThePresetAndNothingElse() {
    Map<ChargeClass, CostBasis> basis =
        Presets.basis("msrp", Map.of("credit", "billed", "usage", "contracted"));

    assertThat(basis)
        .containsEntry(ChargeClass.CREDIT, CostBasis.BILLED)
        .containsEntry(ChargeClass.USAGE, CostBasis.CONTRACTED)
        .containsEntry(ChargeClass.REFUND, CostBasis.DROP);
    assertThat(Presets.basis("msrp", Map.of())).containsEntry(ChargeClass.CREDIT, CostBasis.DROP);
  }

  @Test
  void unknownWordsAreRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Presets.basis("amortized", Map.of()))
        .hasMessage("no preset is named 'amortized'; use one of msrp, pass-through, amortised");
    assertThatThrownBy(() -> Presets.basis("msrp", Map.of("taxes", "drop")))
        .hasMessageStartingWith(
            "no charge class is named 'taxes'; use one of usage, committed-usage")
        .hasMessageEndingWith("adjustment, other");
    assertThatThrownBy(() -> Presets.basis("msrp", Map.of("tax", "dropped")))
        .hasMessage(
            "charge class tax has basis 'dropped'; use one of billed, list, effective, contracted, drop");
  }
}
