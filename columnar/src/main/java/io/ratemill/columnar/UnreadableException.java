package io.ratemill.columnar;

import java.io.IOException;

/**
 * Something in a file that cannot be read exactly: a damaged file, a feature this reader does not
 * know, or a cell that is not what its column is read as. The message names all of it and says what
 * to do.
 */
public final class UnreadableException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int VALUE_LIMIT = 200;

  private final String file;
  private final long row;
  private final String column;
  private final String value;
  private final String reason;

  private UnreadableException(String file, long row, String column, String value, String reason) {
    super(message(file, row, column, value, reason));
    this.file = file;
    this.row = row;
    this.column = column;
    this.value = value;
    this.reason = reason;
  }

  /** The file as a whole cannot be read. */
  static UnreadableException file(String file, String reason) {
    return new UnreadableException(file, 0, "", "", reason);
  }

  /** A whole row cannot be read. */
  static UnreadableException row(String file, long row, String reason) {
    return new UnreadableException(file, row, "", "", reason);
  }

  /** A whole column cannot be read. */
  static UnreadableException column(String file, String column, String reason) {
    return new UnreadableException(file, 0, column, "", reason);
  }

  /** One cell cannot be read. */
  static UnreadableException cell(
      String file, long row, String column, String value, String reason) {
    String shown =
        value.length() <= VALUE_LIMIT ? value : value.substring(0, VALUE_LIMIT) + "\u2026";
    return new UnreadableException(file, row, column, shown, reason);
  }

  UnreadableException causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }

  /** The name of the file. */
  public String file() {
    return file;
  }

  /** The 1-based record, the header of a CSV file being record 1; 0 if no row is to blame. */
  public long row() {
    return row;
  }

  /** The name of the column as delivered; empty if no column is to blame. */
  public String column() {
    return column;
  }

  /** The text of the cell, cut if very long; empty if no cell is to blame. */
  public String value() {
    return value;
  }

  /** What is wrong with it and what to do, without the place. */
  public String reason() {
    return reason;
  }

  private static String message(String file, long row, String column, String value, String reason) {
    StringBuilder text = new StringBuilder(file);
    if (row > 0) {
      text.append(", row ").append(row);
    }
    if (!column.isEmpty()) {
      text.append(", column \"").append(column).append('"');
    }
    if (!value.isEmpty()) {
      text.append(", value \"").append(value).append('"');
    }
    return text.append(": ").append(reason).toString();
  }
}
