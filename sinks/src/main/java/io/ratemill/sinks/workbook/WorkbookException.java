package io.ratemill.sinks.workbook;

import java.io.IOException;

/** A value that a workbook cannot hold. Errors: the message names tab, row, column and remedy. */
public final class WorkbookException extends IOException {
  private static final long serialVersionUID = 1L;

  WorkbookException(String message) {
    super(message);
  }
}
