package io.ratemill.sinks.workbook;

/**
 * Which of a report's workbooks one is.
 *
 * @param number from 1
 * @param count how many workbooks the report has
 */
public record WorkbookPart(int number, int count) {
  /** The one workbook of a report that fits into one. */
  public static final WorkbookPart WHOLE = new WorkbookPart(1, 1);

  public WorkbookPart {
    if (number < 1 || number > count) {
      throw new IllegalArgumentException("there is no part " + number + " of " + count);
    }
  }

  /** Whether the report is spread over several workbooks. */
  public boolean isOneOfSeveral() {
    return count > 1;
  }

  /** The name of the file that holds this part. */
  public String fileName() {
    return fileName(number);
  }

  static String fileName(int number) {
    return number == 1 ? "report.xlsx" : "report-" + number + ".xlsx";
  }
}
