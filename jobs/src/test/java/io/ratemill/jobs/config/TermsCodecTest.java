package io.ratemill.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostBasis;
import io.ratemill.model.Dated;
import io.ratemill.model.Grain;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Owner;
import io.ratemill.model.Parameters;
import io.ratemill.model.Provider;
import io.ratemill.model.Terms;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

class TermsCodecTest {
  private static final Path RECORDED = Path.of("src/test/resources/state/v1/terms.json");

  private static Terms terms() {
    Read read = ConfigurationReader.read(Path.of("src/test/resources/config/good.yaml"));
    return TermsReader.terms(read.required(), read.owners(), read.rules(), 7);
  }

  @Test
  void equalBytesGiveTheSameTermsWhileTheyAreHeld() {
    Terms first = TermsCodec.decode(TermsCodec.encode(terms()));
    assertThat(TermsCodec.decode(TermsCodec.encode(terms()))).isSameAs(first);
    Terms other = TermsCodec.decode(TermsCodec.encode(with(first, Map.of())));
    assertThat(other).isNotEqualTo(first);
    assertThat(TermsCodec.decode(TermsCodec.encode(terms()))).isEqualTo(first);
  }

  @Test
  void termsComeBackAsTheyWere() {
    Terms terms = terms();

    assertThat(TermsCodec.decode(TermsCodec.encode(terms))).isEqualTo(terms);
    assertThat(terms.version()).isEqualTo(7);
    assertThat(terms.owners()).hasSize(2);
    assertThat(terms.rules()).hasSize(2);
    assertThat(terms.connectors()).hasSize(2);
  }

  @Test
  void equalTermsHaveEqualBytes() {
    Terms terms = terms();
    Map<String, String> one = new LinkedHashMap<>();
    Map<String, String> other = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      one.put("C" + i, "1." + i);
      other.put("C" + (19 - i), "1." + (19 - i));
    }
    assertThat(TermsCodec.encode(with(terms, one)))
        .isEqualTo(TermsCodec.encode(with(terms, other)));
  }

  private static Terms with(Terms terms, Map<String, String> rates) {
    var market = terms.marketplaces().get(0);
    return new Terms(
        terms.version(),
        terms.owners(),
        terms.rules(),
        terms.products(),
        List.of(
            new Marketplace(
                market.id(),
                market.name(),
                market.hub(),
                market.vendor(),
                market.distributor(),
                market.contract(),
                new Parameters(Map.of("fxRate", List.of(new Dated(Owner.ALWAYS, rates)))),
                market.payers(),
                market.resellerPayers(),
                market.rating())),
        terms.connectors());
  }

  @Test
  void bytesThatTheFirstVersionWroteAreStillRead() throws IOException {
    byte[] recorded = Files.readAllBytes(RECORDED);
    Terms terms = TermsCodec.decode(recorded);

    assertThat(terms.version()).isEqualTo(7);
    assertThat(terms.owners().get(0).accountId()).isEqualTo("012345678901");
    assertThat(terms.owners().get(1).validTo()).isEqualTo(Owner.FOREVER);
    assertThat(terms.rules().get(0).factor().toString()).isEqualTo("1.3");
    assertThat(terms.products().get(0).grain()).isEqualTo(Grain.SKU);
    Marketplace marketplace = terms.marketplaces().get(0);
    assertThat(marketplace.rating().basis())
        .containsOnlyKeys(ChargeClass.values())
        .containsEntry(ChargeClass.COMMITTED_USAGE, CostBasis.LIST);
    assertThat(marketplace.parameters().values("fxRate").get(0).values())
        .isEqualTo(Map.of("USD", "0.72", "GBP", "0.85"));
    assertThat(terms.connectors().get(0).provider()).isEqualTo(Provider.AWS);
    // The first version kept the zeros at the end of factors and margins; all else is as it was.
    String same =
        new String(recorded, StandardCharsets.UTF_8)
            .replace("\"1.30\"", "\"1.3\"")
            .replace("\"0.10\"", "\"0.1\"");
    try (InputStream plain =
        new InflaterInputStream(new ByteArrayInputStream(TermsCodec.encode(terms)))) {
      assertThat(plain).hasContent(same);
    }
  }

  @Test
  void anUnknownFormAndOtherBytesAreRefused() {
    assertThatThrownBy(() -> TermsCodec.decode(utf8("{\"form\":2,\"terms\":{}}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("byte form 2");
    assertThatThrownBy(() -> TermsCodec.decode(utf8("[]")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no terms");
    byte[] packed = TermsCodec.encode(terms());
    assertThatThrownBy(() -> TermsCodec.decode(Arrays.copyOf(packed, packed.length / 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no terms");
    assertThatThrownBy(() -> TermsCodec.decode(utf8("{\"form\":1,\"terms\":{\"version\":")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no terms");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
