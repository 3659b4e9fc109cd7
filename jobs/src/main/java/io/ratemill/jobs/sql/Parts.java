package io.ratemill.jobs.sql;

/**
 * The parts of a text that {@link RecordIdentity#SEPARATOR} divides, one after the other.
 *
 * <p>Errors: a text of fewer parts than are asked for is refused.
 */
final class Parts {
  private final String text;
  private int at;

  /** Begins at some place in a text. */
  Parts(String text, int from) {
    this.text = text;
    this.at = from;
  }

  /** The next part. */
  String next() {
    if (isEnd()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no record's identity: it has too few parts");
    }
    int end = text.indexOf(RecordIdentity.SEPARATOR, at);
    String part = text.substring(at, end < 0 ? text.length() : end);
    at = end < 0 ? text.length() + 1 : end + 1;
    return part;
  }

  /** Whether there is no other part. */
  boolean isEnd() {
    return at > text.length();
  }
}
