package io.ratemill.jobs.books;

import io.ratemill.model.Money;
import java.util.List;

/**
 * What a bounded run tells whoever started it, beside the reports.
 *
 * @param ledger the ledger files of this run
 * @param unmapped the rows of unmapped.csv
 * @param status the status of all connectors
 */
public record BooksOutcome(List<Line> ledger, List<Unmapped> unmapped, StatusFile status) {

  /** One ledger file in short. */
  public record Line(
      String connector,
      String slot,
      String delivery,
      String period,
      String state,
      boolean balanced,
      String reason,
      List<LedgerFile.In> in,
      List<LedgerFile.Out> out) {}

  /** One row of unmapped.csv in short. */
  public record Unmapped(
      String provider,
      String account,
      String label,
      String period,
      long lines,
      String billed,
      String currency) {}

  static BooksOutcome of(Books.Cut cut) {
    return new BooksOutcome(
        cut.files().stream()
            .map(
                file ->
                    new Line(
                        file.connector(),
                        file.slot(),
                        file.delivery(),
                        file.period(),
                        file.state(),
                        file.balanced() == null || file.balanced(),
                        file.reason() == null ? "" : file.reason(),
                        file.in() == null ? List.of() : file.in(),
                        file.out() == null ? List.of() : file.out()))
            .toList(),
        cut.unmapped().values().stream()
            .map(
                row ->
                    new Unmapped(
                        row.provider(),
                        row.accountId(),
                        row.label(),
                        row.period().toString(),
                        row.lines(),
                        row.billed() == null ? "" : Money.text(row.billed()),
                        row.currency()))
            .toList(),
        cut.status());
  }
}
