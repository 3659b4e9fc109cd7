package io.ratemill.sources.kafka;

/** A message that is no line: the same short word for all of a kind, and this one's own reason. */
final class PoisonException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String kind;
  private final String reason;

  /**
   * @param kind what is wrong, the same text for all messages of a kind
   * @param reason what is wrong with this one
   */
  PoisonException(String kind, String reason) {
    super(reason);
    this.kind = kind;
    this.reason = reason;
  }

  String kind() {
    return kind;
  }

  String reason() {
    return reason;
  }
}
