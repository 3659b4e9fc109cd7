package io.ratemill.jobs.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows in columns of equal width.
 *
 * <p>Shape: a heading that ends in {@code >} has its column aligned to the right. Long texts lose
 * their middle, since ids differ at their ends; amounts and counts are never cut.
 */
final class Table {
  private static final int WIDEST = 40;
  private static final String CUT = "..";
  private static final String GAP = "  ";

  private final List<String> headings = new ArrayList<>();
  private final List<Boolean> right = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    for (String heading : headings) {
      boolean aligned = heading.endsWith(">");
      right.add(aligned);
      this.headings.add(aligned ? heading.substring(0, heading.length() - 1) : heading);
    }
  }

  Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      String cell = oneLine(cells[i].toString());
      row.add(right.get(i) ? cell : cut(cell));
    }
    rows.add(row);
    return this;
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(each -> line.appendCodePoint(Character.isISOControl(each) ? ' ' : each));
    return line.toString();
  }

  private static String cut(String text) {
    int length = text.codePointCount(0, text.length());
    if (length <= WIDEST) {
      return text;
    }
    int kept = WIDEST - CUT.length();
    int head = text.offsetByCodePoints(0, kept - kept / 2);
    int tail = text.offsetByCodePoints(text.length(), -(kept / 2));
    return text.substring(0, head) + CUT + text.substring(tail);
  }

  /** The lines, each indented, without blanks at their ends. */
  List<String> lines() {
    int[] widths = new int[headings.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = headings.get(i).length();
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).codePointCount(0, row.get(i).length()));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(headings, widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      String blanks = " ".repeat(widths[i] - cell.codePointCount(0, cell.length()));
      line.append(GAP).append(right.get(i) ? blanks + cell : cell + blanks);
    }
    return line.toString().stripTrailing();
  }
}
