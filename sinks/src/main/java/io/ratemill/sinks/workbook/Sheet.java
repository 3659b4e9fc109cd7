package io.ratemill.sinks.workbook;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.List;
import org.dhatim.fastexcel.BorderSide;
import org.dhatim.fastexcel.BorderStyle;
import org.dhatim.fastexcel.Position;
import org.dhatim.fastexcel.RichText;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * One tab being written, from its first row to its last, under a header that stays in view.
 *
 * <p>Shape: rows go to the stream in batches, so that a sheet of a million rows needs no more
 * memory than a small one. Only one sheet of a workbook may be begun and not finished.
 */
final class Sheet {
  private static final int ROWS_PER_BATCH = 500;
  private static final String DATE_FORMAT = "m/d/yy h:mm";
  private static final String MONEY_FORMAT = "#,##0.00######";
  private static final String HEADER_FILL = "DCE6F1";
  private static final short ANY_NUMBER = 0;
  private static final short ONE_PAGE = 1;

  private final Tab tab;
  private final Worksheet sheet;
  private final List<? extends Column> columns;
  private int row;
  private int batchStart;

  Sheet(Workbook workbook, Tab tab, List<? extends Column> columns) {
    this.tab = tab;
    this.sheet = workbook.newWorksheet(tab.text());
    this.columns = List.copyOf(columns);
  }

  /** Writes the header row and lays the sheet out for the screen and for paper. */
  void begin() {
    for (int c = 0; c < columns.size(); c++) {
      sheet.width(c, columns.get(c).width());
      sheet.inlineString(0, c, columns.get(c).header());
      sheet
          .style(0, c)
          .bold()
          .fillColor(HEADER_FILL)
          .borderStyle(BorderSide.BOTTOM, BorderStyle.THIN)
          .horizontalAlignment(alignment(columns.get(c)))
          .verticalAlignment("center")
          .set();
    }
    sheet.rowHeight(0, 20);
    sheet.freezePane(0, 1);
    sheet.repeatRows(0);
    paper("landscape");
    row = 1;
    batchStart = 1;
  }

  /** Lays the sheet out for paper: as wide as one page, as long as it takes, pages numbered. */
  void paper(String orientation) {
    sheet.pageOrientation(orientation);
    sheet.fitToWidth(ONE_PAGE);
    sheet.fitToHeight(ANY_NUMBER);
    sheet.footer("sheetname", Position.LEFT, "Calibri", 9);
    sheet.footer("Page 1 of ?", Position.RIGHT, "Calibri", 9);
  }

  /** The library's sheet, for a tab that is not a table. */
  Worksheet plain() {
    return sheet;
  }

  /**
   * Writes a text cell; an empty text leaves the cell out.
   *
   * @throws WorkbookException if the text is longer than a cell takes
   */
  void text(int column, String value) throws WorkbookException {
    if (value.isEmpty()) {
      return;
    }
    if (value.length() > CellText.LIMIT) {
      throw new WorkbookException(
          "tab "
              + tab.text()
              + ", row "
              + (row + 1)
              + ", column "
              + columns.get(column).header()
              + ": the text has "
              + value.length()
              + " characters and a spreadsheet cell takes "
              + CellText.LIMIT
              + "; it begins '"
              + value.substring(0, 60)
              + "'. Shorten it where it comes from");
    }
    String escaped = CellText.escape(value);
    if (CellText.hasBlanksToKeep(escaped)) {
      sheet.inlineString(row, column, RichText.builder().run(escaped).end().build());
    } else {
      sheet.inlineString(row, column, escaped);
    }
  }

  /** Writes a number cell with exactly these digits; an empty text leaves the cell out. */
  void number(int column, String digits) {
    if (!digits.isEmpty()) {
      sheet.value(row, column, new Digits(digits));
    }
  }

  /** Writes a cell of the column's own kind. */
  void cell(int column, String value) throws WorkbookException {
    if (columns.get(column).kind() == CellKind.TEXT) {
      text(column, value);
    } else {
      number(column, value);
    }
  }

  void date(int column, LocalDateTime time) {
    sheet.value(row, column, time);
    sheet.style(row, column).format(DATE_FORMAT).horizontalAlignment("left").set();
  }

  /** Sets the current row apart as the sum of those above. */
  void markTotal() {
    for (int c = 0; c < columns.size(); c++) {
      sheet.style(row, c).bold().borderStyle(BorderSide.TOP, BorderStyle.THIN).set();
    }
  }

  void endRow() throws IOException {
    row++;
    if (row - batchStart >= ROWS_PER_BATCH) {
      endBatch();
    }
  }

  /** Ends the sheet; a filter button stands on each header. */
  void finishTable() throws IOException {
    sheet.setAutoFilter(0, 0, Math.max(1, row - 1), columns.size() - 1);
    finish();
  }

  void finish() throws IOException {
    endBatch();
    sheet.finish();
  }

  /** A style is set for a batch of cells at once, for setting it one by one costs more. */
  private void endBatch() throws IOException {
    for (int c = 0; c < columns.size() && row > batchStart; c++) {
      switch (columns.get(c).kind()) {
        case MONEY -> sheet.range(batchStart, c, row - 1, c).style().format(MONEY_FORMAT).set();
        case ORDINAL ->
            sheet.range(batchStart, c, row - 1, c).style().horizontalAlignment("left").set();
        case TEXT, NUMBER -> {}
      }
    }
    batchStart = row;
    sheet.flush();
  }

  private static String alignment(Column column) {
    return switch (column.kind()) {
      case TEXT, ORDINAL -> "left";
      case NUMBER, MONEY -> "right";
    };
  }
}
