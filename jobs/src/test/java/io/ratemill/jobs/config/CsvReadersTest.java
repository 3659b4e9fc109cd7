package io.ratemill.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.Owner;
import io.ratemill.model.PricingRule;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CsvReadersTest {
  private static final String SHORT =
      "provider,account_id,customer_account_id,customer_company_name,asset_id";
  private static final String DATED = SHORT + ",valid_from,valid_to\n";

  private final Problems problems = new Problems();

  @Test
  void trailingColumnsMayBeAbsentAndBlankDaysAreOpen() {
    List<Owner> owners = owners(SHORT + "\naws,012345678901,C-1,\"Acme, Inc\",AS-1\n");

    assertThat(problems.problems()).isEmpty();
    assertThat(owners)
        .containsExactly(
            new Owner(
                "aws",
                "012345678901",
                "C-1",
                "Acme, Inc",
                "AS-1",
                "",
                "",
                "",
                "",
                "",
                Owner.ALWAYS,
                Owner.FOREVER,
                ""));
  }

  @Test
  void windowsLineEndsBlankLinesAndShortRowsAreRead() {
    List<Owner> owners =
        owners(
            DATED.replace("\n", "\r\n")
                + "AWS,1,C,N,A\r\n\r\n,,,,,,\r\naws,2,C,N,A,2026-10-01,\r\n");

    assertThat(problems.problems()).isEmpty();
    assertThat(owners).extracting(Owner::accountId).containsExactly("1", "2");
    assertThat(owners).extracting(Owner::provider).containsOnly("aws");
    assertThat(owners.get(1).validFrom())
        .isEqualTo((int) LocalDate.parse("2026-10-01").toEpochDay());
    assertThat(owners.get(1).validTo()).isEqualTo(Owner.FOREVER);
  }

  @Test
  void daysThatOnlyTouchDoNotOverlap() {
    owners(
        DATED
            + "aws,1,C,N,A,,2026-10-01\naws,1,D,N,B,2026-10-01,2026-11-01\naws,1,E,N,F,2026-11-01,\n");

    assertThat(problems.problems()).isEmpty();
  }

  @Test
  void overlappingDaysNameBothLines() {
    owners(
        DATED
            + "aws,1,C,N,A,2026-10-01,2026-12-01\n"
            + "azure,1,C,N,A,,\n"
            + "aws,1,D,N,B,2026-10-15,2026-10-16\n"
            + "aws,1,E,N,F,2026-11-30,\n");

    assertThat(texts())
        .containsExactly(
            "owners.csv:4:5: the account aws 1 has an owner in line 2 whose days overlap those of"
                + " line 4. End one with valid_to (exclusive) on the day the other starts in"
                + " valid_from.",
            "owners.csv:5:5: the account aws 1 has an owner in line 2 whose days overlap those of"
                + " line 5. End one with valid_to (exclusive) on the day the other starts in"
                + " valid_from.");
  }

  @Test
  void anUnknownColumnIsRefusedByName() {
    assertThat(owners("provider,acount_id,customer_account_id,x,asset_id\naws,1,C,N,A\n"))
        .isEmpty();

    assertThat(texts())
        .hasSize(2)
        .anyMatch(
            text ->
                text.startsWith(
                    "owners.csv:1:10: unknown column 'acount_id'. Did you mean account_id?"))
        .anyMatch(
            text -> text.startsWith("owners.csv:1:40: unknown column 'x'. Use one of: provider,"));
  }

  @Test
  void aMissingOrRepeatedColumnIsRefusedByName() {
    owners("provider,account_id,asset_id,provider\n");
    owners("provider,account_id,asset_id\n");

    assertThat(texts())
        .hasSize(2)
        .anyMatch(text -> text.contains("owners.csv:1:30: the column provider is there twice."))
        .anyMatch(text -> text.contains("owners.csv:1:1: there is no column customer_account_id."));
  }

  @Test
  void semicolonsAndAnEmptyFileAreSaid() {
    owners(SHORT.replace(',', ';') + "\n");
    owners("");

    assertThat(texts())
        .anyMatch(
            text -> text.startsWith("owners.csv:1:1: the columns are separated by semicolons."))
        .anyMatch(text -> text.startsWith("owners.csv:1:1: the file is empty."));
  }

  @Test
  void aQuoteThatIsNotClosedIsShownWhereItOpens() {
    assertThat(owners(SHORT + "\naws,1,C,\"Acme,A\naws,2,C,N,A\n")).isEmpty();

    assertThat(texts())
        .singleElement()
        .asString()
        .startsWith("owners.csv:2:9: a quoted value does not end");
  }

  @Test
  void anAzureAccountIsKnownInLowerCaseWithoutItsPath() {
    assertThat(owners(SHORT + "\nazure,/subscriptions/AB-1,C,N,A\n"))
        .extracting(Owner::accountId)
        .containsExactly("ab-1");
  }

  @Test
  void anIdThatASpreadsheetRewroteIsTakenWithAWarning() {
    assertThat(owners(SHORT + "\naws,1.23457E+11,C,N,A\n")).hasSize(1);

    assertThat(problems.problems()).isEmpty();
    assertThat(problems.warnings()).extracting(Problem::line).containsExactly(2);
  }

  @Test
  void aRulesFactorKeepsItsDigits() {
    List<PricingRule> rules = rules("rule_id,factor,service\nR-1,1.10,AmazonEC2\nR-2,2e-1,\n");

    assertThat(problems.problems()).isEmpty();
    assertThat(rules).extracting(rule -> rule.factor().toString()).containsExactly("1.1", "0.2");
    assertThat(rules.get(0).service()).isEqualTo("AmazonEC2");
    assertThat(rules.get(0).chargeClass()).isEmpty();
  }

  @Test
  void aBadFactorRefusesTheFileAndNamesItsRow() {
    rules("rule_id,factor\nR-1,\nR-2,abc\nR-3,-1\nR-4,0.00\nR-5,NaN\nR-6,1e999999999\n");

    assertThat(problems.problems()).extracting(Problem::line).containsExactly(2, 3, 4, 5, 6, 7);
    assertThat(texts().get(1))
        .isEqualTo(
            "rules.csv:3:5: the factor 'abc' of rule 'R-2' is no number. Write a number above 0"
                + " with a decimal point, as in 1.15.");
  }

  private List<Owner> owners(String text) {
    return OwnersReader.read(
        rows("owners.csv", text, OwnersReader.COLUMNS), List.of("MP-1"), problems);
  }

  private List<PricingRule> rules(String text) {
    return RulesReader.read(
        rows("rules.csv", text, RulesReader.COLUMNS), List.of("MP-1"), problems);
  }

  private List<Row> rows(String file, String text, Columns columns) {
    return CsvTable.read(Path.of(file), text, columns, problems).rows();
  }

  private List<String> texts() {
    return problems.problems().stream().map(Problem::text).collect(Collectors.toList());
  }
}
