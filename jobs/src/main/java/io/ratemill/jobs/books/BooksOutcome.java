package io.ratemill.jobs.books;

import java.util.List;

/**
 * What a bounded run tells whoever started it, beside the reports.
 *
 * @param ledger the ledger files of this run
 * @param status the status of all connectors
 */
public record BooksOutcome(List<Line> ledger, StatusFile status) {

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
        cut.status());
  }
}
