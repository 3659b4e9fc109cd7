package io.ratemill.jobs.sql;

import io.ratemill.model.TextPool;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The parts of a text in UTF-8 that {@link RecordIdentity#SEPARATOR} divides, one after the other.
 *
 * <p>Errors: a text of fewer parts than are asked for is refused.
 */
final class Parts {
  private final byte[] text;
  private int from;
  private int to;

  /** Stands before the first part of a text. */
  Parts(byte[] text) {
    this.text = text;
    this.from = 0;
    this.to = -1;
  }

  /** Goes on to the next part. */
  void next() {
    next(1);
  }

  /** Goes on to the next so many parts, which are taken as one, with the separators in them. */
  void next(int parts) {
    if (isEnd()) {
      throw new IllegalArgumentException(
          "'" + whole() + "' is no record's identity: it has too few parts");
    }
    from = to + 1;
    to = from;
    int left = parts;
    while (to < text.length) {
      if (text[to] == RecordIdentity.SEPARATOR) {
        left--;
        if (left == 0) {
          return;
        }
      }
      to++;
    }
    if (left > 1) {
      throw new IllegalArgumentException(
          "'" + whole() + "' is no record's identity: it has too few parts");
    }
  }

  /** Where the part begins. */
  int from() {
    return from;
  }

  /** Behind the part. */
  int to() {
    return to;
  }

  /** Whether the part has no characters. */
  boolean isEmpty() {
    return from == to;
  }

  /** The part in UTF-8. */
  byte[] bytes() {
    return Arrays.copyOfRange(text, from, to);
  }

  /** The part as a text. */
  String text() {
    return isEmpty() ? "" : new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  /** The next part as a text. */
  String nextText() {
    next();
    return text();
  }

  /** The next part as a text, which is one for all that say the same, mostly. */
  String nextText(TextPool texts) {
    next();
    return texts.text(text, from, to - from);
  }

  /** Whether there is no other part. */
  boolean isEnd() {
    return to >= text.length;
  }

  private String whole() {
    return new String(text, StandardCharsets.UTF_8);
  }
}
