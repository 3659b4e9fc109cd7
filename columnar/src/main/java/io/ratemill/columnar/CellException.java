package io.ratemill.columnar;

/**
 * One cell cannot be read; the reader that knows its place turns it into an UnreadableException.
 */
final class CellException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  CellException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
