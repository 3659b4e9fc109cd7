package io.ratemill.jobs.books;

import io.ratemill.jobs.ledger.Page;
import io.ratemill.model.Money;
import java.time.LocalDate;
import java.util.SortedMap;

/** The text of unmapped.csv. */
final class UnmappedFile {
  private static final String HEADER =
      "provider,account_id,label,connector,period,first_seen,lines,billed_cost,currency\n";

  private UnmappedFile() {}

  static Page.Unmapped plus(Page.Unmapped a, Page.Unmapped b) {
    return new Page.Unmapped(
        a.provider(),
        a.accountId(),
        a.label().isEmpty() || (!b.label().isEmpty() && b.label().compareTo(a.label()) < 0)
            ? b.label()
            : a.label(),
        a.period(),
        a.currency(),
        Math.min(a.firstDay(), b.firstDay()),
        a.lines() + b.lines(),
        Money.add(a.billed(), b.billed()));
  }

  /**
   * @param rows by provider, account, connector, period and currency
   */
  static String text(SortedMap<String, Page.Unmapped> rows) {
    StringBuilder text = new StringBuilder(HEADER);
    rows.forEach(
        (key, row) -> {
          String connector = key.split("\u001f", -1)[2];
          text.append(cell(row.provider()))
              .append(',')
              .append(cell(row.accountId()))
              .append(',')
              .append(cell(row.label()))
              .append(',')
              .append(cell(connector))
              .append(',')
              .append(row.period())
              .append(',')
              .append(LocalDate.ofEpochDay(row.firstDay()))
              .append(',')
              .append(row.lines())
              .append(',')
              .append(row.billed() == null ? "" : Money.text(row.billed()))
              .append(',')
              .append(cell(row.currency()))
              .append('\n');
        });
    return text.toString();
  }

  private static String cell(String value) {
    boolean plain = true;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') {
        plain = false;
        break;
      }
    }
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
