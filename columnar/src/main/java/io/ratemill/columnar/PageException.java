package io.ratemill.columnar;

/** A page is damaged or of a kind not read; the reader that knows its place names it. */
final class PageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  private PageException(String reason) {
    super(reason);
    this.reason = reason;
  }

  static PageException damaged(String how) {
    return new PageException("it is damaged (" + how + "): fetch or deliver the file again");
  }

  static PageException notRead(String feature) {
    return new PageException(
        feature
            + " is not read: deliver the file with another setting (PLAIN or dictionary encoding;"
            + " snappy, zstd, gzip or no compression)");
  }

  String reason() {
    return reason;
  }
}
