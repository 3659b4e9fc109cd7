package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.e2e.Oracle.InForce;
import io.ratemill.e2e.Setup.Margins;
import io.ratemill.e2e.Setup.Market;
import io.ratemill.e2e.Setup.Owner;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle itself against the worked cases, so that it cannot agree with a wrong engine. */
final class OracleTest {
  private static final YearMonth MONTH = RandomCase.OCTOBER;

  @ParameterizedTest
  @CsvSource({
    "1.00,  1.1, 1,    1.10000000",
    "100,   0.5, 1,    50.00000000",
    "100,   0,   1,    100.00000000",
    "100,   -2,  1,    100.00000000",
    "100,   '',  1,    100.00000000",
    "100,   1,   0.72, 72.00000000",
    "100,   1.1, 0.72, 79.20000000"
  })
  void pricesTheWorkedCases(String cost, String markup, String fx, String amount) {
    Market market = Market.of("MP-1", markup).withFx(fx, "EUR");
    assertThat(amounts(setup("PR", market), usage(cost))).containsExactly(amount);
  }

  @Test
  void takesMarginsFromTheSumAndNotFromEachOther() {
    Market market = Market.of("MP-1", "1.1").withMargins(new Margins("0.05", "0", "0.05", "0"));
    assertThat(amounts(setup("TR", market), usage("1.00")))
        .containsExactly("1.10000000", "1.04500000", "0.95000000");
  }

  @Test
  void pricesAMarketplaceLineWithItsOwnMarkup() {
    Market market = Market.of("MP-1", "1.1").withMarkupMarketplace("1.2");
    Map<String, String> line = CurRow.with(usage("100"), CurRow.ENTITY, "AWS Marketplace");
    assertThat(amounts(setup("PR", market), line)).containsExactly("120.00000000");
  }

  @Test
  void roundsTheSumOnceAndNotEveryLine() {
    Setup setup = setup("PR", Market.of("MP-1", "1"));
    assertThat(amounts(setup, List.of(usage("0.0000000025"), usage("0.0000000025"))))
        .containsExactly("0.00000001");
  }

  @Test
  void leavesOutWhatMsrpDropsAndSaysWhy() {
    Setup setup = setup("PR", Market.of("MP-1", "1"));
    List<Map<String, String>> rows = List.of(CurRow.with(usage("5"), CurRow.TYPE, "Tax"));
    Oracle.Expected expected = Oracle.rate(setup, List.of(new InForce("a", rows)));
    assertThat(expected.reports()).isEmpty();
    assertThat(expected.ledger().get("2026-10|a"))
        .containsKey("tax|left-out|class tax is dropped by preset msrp|USD");
  }

  @Test
  void followsAnOwnerWhoChangesInMidMonth() {
    Owner first = Owner.of("000000000001", "A").during("", "2026-10-16");
    Owner second = Owner.of("000000000001", "B").during("2026-10-16", "");
    Setup setup = setup("PR", Market.of("MP-1", "1")).withOwners(List.of(first, second));
    Map<String, String> before = CurRow.with(usage("1"), CurRow.START, "2026-10-15T23:59:59Z");
    Map<String, String> after = CurRow.with(usage("2"), CurRow.START, "2026-10-16T00:00:00Z");
    Oracle.Expected expected =
        Oracle.rate(setup, List.of(new InForce("a", List.of(before, after))));
    assertThat(expected.reports().values())
        .singleElement()
        .satisfies(
            records ->
                assertThat(records.values())
                    .extracting(sum -> sum.key.owner().customer() + " " + sum.rounded())
                    .containsExactlyInAnyOrder("CU-A 1.00000000", "CU-B 2.00000000"));
  }

  @Test
  void readsBackWhatCsvWrites() {
    List<Map<String, String>> rows =
        List.of(Map.of("a", "x\n\"y\",z", "b", ""), Map.of("a", "CR\r\nLF", "b", "é"));
    Csv.Table table = Csv.parse("\uFEFF" + Csv.write(List.of("a", "b"), rows, "\r\n"));
    assertThat(table.header()).containsExactly("a", "b");
    assertThat(table.rows()).isEqualTo(rows);
  }

  private static Setup setup(String schema, Market market) {
    return new Setup(
        "service",
        schema,
        "MP-1",
        List.of(market),
        List.of(Owner.of("000000000001", "A")),
        List.of());
  }

  private static Map<String, String> usage(String cost) {
    return CurRow.usage(MONTH, "000000000001", "AmazonEC2", cost);
  }

  private static List<String> amounts(Setup setup, Map<String, String> row) {
    return amounts(setup, List.of(row));
  }

  private static List<String> amounts(Setup setup, List<Map<String, String>> rows) {
    return Oracle.rate(setup, List.of(new InForce("a", rows))).reports().values().stream()
        .flatMap(records -> records.values().stream())
        .map(sum -> sum.rounded().toPlainString())
        .toList();
  }
}
