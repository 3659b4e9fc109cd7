package io.ratemill.columnar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads written values: JSON, and the form in which Python writes its own lists and dictionaries,
 * which dumps of nested tables to CSV contain.
 *
 * <p>Shape. Only what the nodes want is told; the rest is passed, but must be well formed.
 *
 * <p>Source. RFC 8259; the Python language reference, "Lexical analysis", for {@code None} and
 * texts in single quotes.
 */
final class Literals {
  /** Takes what was wanted. */
  interface Sink {
    /** A plain value that is not null, as text without quotes. */
    void cell(int column, byte[] data, int from, int to) throws CellException;

    /** The next element of a wanted list begins. */
    void element();
  }

  private static final int DEEPEST = 64;
  private static final String NOT_A_LITERAL =
      "not well formed JSON: have the provider deliver the file again";

  private final Sink sink;
  private byte[] data = new byte[0];
  private int at;
  private int end;
  private byte[] plain = new byte[256];
  private int plainLength;

  Literals(Sink sink) {
    this.sink = sink;
  }

  /** Reads one value that is all there is between two places. */
  void read(byte[] bytes, int from, int to, LiteralNode node) throws CellException {
    data = bytes;
    at = from;
    end = to;
    value(node, 0);
    skipBlanks();
    if (at != end) {
      throw broken();
    }
  }

  private void value(@Nullable LiteralNode node, int depth) throws CellException {
    if (depth > DEEPEST) {
      throw broken();
    }
    skipBlanks();
    byte first = peek();
    switch (first) {
      case '{' -> object(node, depth);
      case '[', '(' -> list(node, depth, first == '[' ? (byte) ']' : (byte) ')');
      case '"', '\'' -> {
        text();
        tell(node, plain, 0, plainLength);
      }
      default -> word(node);
    }
  }

  private void tell(@Nullable LiteralNode node, byte[] from, int start, int to)
      throws CellException {
    if (node != null && node.column() != LiteralNode.NONE) {
      sink.cell(node.column(), from, start, to);
    }
  }

  private void object(@Nullable LiteralNode node, int depth) throws CellException {
    at++;
    skipBlanks();
    if (skip('}')) {
      return;
    }
    while (true) {
      skipBlanks();
      if (peek() != '"' && peek() != '\'') {
        throw broken();
      }
      text();
      LiteralNode child = node == null ? null : node.named(plain, 0, plainLength);
      skipBlanks();
      expect(':');
      value(child, depth + 1);
      skipBlanks();
      if (skip('}')) {
        return;
      }
      expect(',');
    }
  }

  private void list(@Nullable LiteralNode node, int depth, byte closing) throws CellException {
    at++;
    LiteralNode element = node == null ? null : node.element();
    skipBlanks();
    if (skip((char) closing)) {
      return;
    }
    while (true) {
      if (element != null) {
        sink.element();
      }
      value(element, depth + 1);
      skipBlanks();
      if (skip((char) closing)) {
        return;
      }
      expect(',');
    }
  }

  /** A number, or one of the words for true, false and nothing. */
  private void word(@Nullable LiteralNode node) throws CellException {
    int from = at;
    while (at < end && isWord(data[at])) {
      at++;
    }
    if (at == from) {
      throw broken();
    }
    boolean number = data[from] == '-' || (data[from] >= '0' && data[from] <= '9');
    if (is(from, "null") || is(from, "None")) {
      return;
    }
    boolean isKnown = number || is(from, "true") || is(from, "false");
    if (!isKnown && !is(from, "True") && !is(from, "False") && !is(from, "nan")) {
      throw broken();
    }
    tell(node, data, from, at);
  }

  private boolean is(int from, String word) {
    if (at - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (data[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWord(byte b) {
    return (b >= '0' && b <= '9')
        || (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || b == '-'
        || b == '+'
        || b == '.'
        || b == '_';
  }

  /** Reads a quoted text into {@link #plain}. */
  private void text() throws CellException {
    byte quote = data[at++];
    plainLength = 0;
    while (true) {
      if (at >= end) {
        throw broken();
      }
      byte b = data[at++];
      if (b == quote) {
        return;
      }
      if (b == '\\') {
        escape();
      } else {
        put(b);
      }
    }
  }

  private void escape() throws CellException {
    if (at >= end) {
      throw broken();
    }
    byte b = data[at++];
    switch (b) {
      case 'n' -> put((byte) '\n');
      case 't' -> put((byte) '\t');
      case 'r' -> put((byte) '\r');
      case 'b' -> put((byte) '\b');
      case 'f' -> put((byte) '\f');
      case '"', '\'', '\\', '/' -> put(b);
      case 'x' -> put(hex(2));
      case 'u' -> {
        int code = hex(4);
        boolean isPair = Character.isHighSurrogate((char) code) && skip('\\');
        if (isPair) {
          expect('u');
          code = Character.toCodePoint((char) code, (char) hex(4));
        }
        put(code);
      }
      default -> throw broken();
    }
  }

  private int hex(int digits) throws CellException {
    int code = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < end ? Character.digit(data[at++], 16) : -1;
      if (digit < 0) {
        throw broken();
      }
      code = code << 4 | digit;
    }
    return code;
  }

  private void put(int codePoint) throws CellException {
    if (!Character.isValidCodePoint(codePoint)) {
      throw broken();
    }
    for (byte b : new String(Character.toChars(codePoint)).getBytes(StandardCharsets.UTF_8)) {
      put(b);
    }
  }

  private void put(byte b) {
    if (plainLength == plain.length) {
      plain = Arrays.copyOf(plain, plain.length * 2);
    }
    plain[plainLength++] = b;
  }

  private byte peek() throws CellException {
    if (at >= end) {
      throw broken();
    }
    return data[at];
  }

  private boolean skip(char expected) {
    if (at < end && data[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char expected) throws CellException {
    if (!skip(expected)) {
      throw broken();
    }
  }

  private void skipBlanks() {
    while (at < end && (Cells.isBlank(data[at]) || data[at] == '\n' || data[at] == '\r')) {
      at++;
    }
  }

  private static CellException broken() {
    return new CellException(NOT_A_LITERAL);
  }
}
