package io.ratemill.sinks.workbook;

import java.util.Locale;

/**
 * The rules for text in a spreadsheet cell.
 *
 * <p>Source: ECMA-376 part 1, ST_Xstring: a character that XML cannot carry is written {@code
 * _xHHHH_}, and a text that looks like that has its first underscore written so.
 */
final class CellText {
  /** Characters that a cell takes; a workbook with more is called damaged. */
  static final int LIMIT = 32_767;

  private CellText() {}

  /** The text with everything escaped that XML cannot carry. */
  static String escape(String text) {
    int first = firstToEscape(text);
    if (first < 0) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      if (mustEscape(text, i)) {
        escaped.append(String.format(Locale.ROOT, "_x%04X_", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** Whether XML readers would trim or fold the text's blanks. */
  static boolean hasBlanksToKeep(String text) {
    if (text.isEmpty()) {
      return false;
    }
    return text.charAt(0) <= ' '
        || text.charAt(text.length() - 1) <= ' '
        || text.indexOf('\n') >= 0
        || text.indexOf('\r') >= 0
        || text.indexOf('\t') >= 0
        || text.contains("  ");
  }

  private static int firstToEscape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Nearly every character is beyond doubt; ask closely only about the others.
      if ((c < ' ' || c == '_' || c >= Character.MIN_SURROGATE) && mustEscape(text, i)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean mustEscape(String text, int i) {
    char c = text.charAt(i);
    if (c < ' ') {
      return c != '\t' && c != '\n' && c != '\r';
    }
    if (c == '_') {
      return looksEscaped(text, i);
    }
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
    return c >= '\uFFFE';
  }

  private static boolean looksEscaped(String text, int i) {
    if (i + 6 >= text.length() || text.charAt(i + 1) != 'x' || text.charAt(i + 6) != '_') {
      return false;
    }
    for (int k = i + 2; k < i + 6; k++) {
      if (Character.digit(text.charAt(k), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
