package io.ratemill.columnar;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Decimal numbers from their text, exactly, without objects unless they have over 36 digits. */
final class DecimalParser {
  private static final String NOT_A_NUMBER =
      "not a number (digits, at most one point, an exponent; no words, NaN, Infinity or thousands"
          + " separators): have the provider deliver the file again";

  /** Far outside what money can be, far inside what fits in memory when written out. */
  private static final int LARGEST_EXPONENT = 400;

  private static final int MOST_DIGITS = 400;

  private DecimalParser() {}

  /**
   * Parses one cell into a row of a column.
   *
   * <p>Shape. Blanks around the number are ignored; nothing between them, NULL and null are null.
   */
  static void parse(byte[] data, int start, int end, DecimalColumn into, int row)
      throws CellException {
    int from = start;
    int to = end;
    while (from < to && Cells.isBlank(data[from])) {
      from++;
    }
    while (from < to && Cells.isBlank(data[to - 1])) {
      to--;
    }
    if (from == to || Cells.isNull(data, from, to)) {
      into.setNull(row);
      return;
    }
    int at = from;
    boolean negative = data[at] == '-';
    if (negative || data[at] == '+') {
      at++;
    }
    int digitsFrom = at;
    // The first 18 digits that count, and the next 18; a long holds each.
    long first = 0;
    long second = 0;
    int counted = 0;
    int fraction = 0;
    int points = 0;
    for (; at < to; at++) {
      int digit = data[at] - '0';
      if (digit >= 0 && digit <= 9) {
        if (counted < 18) {
          first = first * 10 + digit;
        } else if (counted < 36) {
          second = second * 10 + digit;
        }
        if (first != 0) {
          counted++;
        }
        fraction += points;
      } else if (data[at] == '.' && points == 0) {
        points = 1;
      } else {
        break;
      }
    }
    if (at - digitsFrom == points) {
      throw new CellException(NOT_A_NUMBER);
    }
    int exponent = at < to ? exponent(data, at, to) : 0;
    int scale = fraction - exponent;
    if (first == 0) {
      into.set(row, 0, 0);
      return;
    }
    if (counted > MOST_DIGITS || Math.abs((long) counted - scale) > LARGEST_EXPONENT) {
      throw new CellException(
          "a number of this size is no amount: have the provider deliver the file again");
    }
    if (counted <= 18) {
      into.set(row, negative ? -first : first, scale);
    } else if (counted <= 36) {
      long factor = Int128.power(counted - 18);
      long low = first * factor + second;
      long high = Math.multiplyHigh(first, factor);
      if (Long.compareUnsigned(low, second) < 0) {
        high++;
      }
      if (negative) {
        low = -low;
        high = low == 0 ? -high : ~high;
      }
      into.set(row, high, low, scale);
    } else {
      into.set(row, new BigDecimal(new String(data, from, to - from, StandardCharsets.US_ASCII)));
    }
  }

  private static int exponent(byte[] data, int from, int to) throws CellException {
    int at = from;
    if (data[at] != 'e' && data[at] != 'E') {
      throw new CellException(NOT_A_NUMBER);
    }
    at++;
    boolean negative = at < to && data[at] == '-';
    if (negative || (at < to && data[at] == '+')) {
      at++;
    }
    if (at == to) {
      throw new CellException(NOT_A_NUMBER);
    }
    int exponent = 0;
    for (; at < to; at++) {
      int digit = data[at] - '0';
      if (digit < 0 || digit > 9) {
        throw new CellException(NOT_A_NUMBER);
      }
      exponent = Math.min(exponent * 10 + digit, 1_000_000);
    }
    return negative ? -exponent : exponent;
  }
}
