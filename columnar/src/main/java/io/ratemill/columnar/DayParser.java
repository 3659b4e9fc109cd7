package io.ratemill.columnar;

import java.time.LocalDate;
import java.time.YearMonth;

/** Calendar days in UTC from the texts bills write dates and times in. */
final class DayParser {
  private static final String NOT_A_DAY =
      "not a day or time (yyyy-MM-dd, yyyy-MM-ddTHH:mm:ssZ, yyyy-MM-dd HH:mm:ss, yyyyMMddTHHmmss.SSSZ"
          + " or MM/dd/yyyy): have the provider deliver the file again";
  private static final int MINUTES_PER_DAY = 24 * 60;

  private final byte[] data;
  private final int to;
  private int at;

  private DayParser(byte[] data, int from, int to) {
    this.data = data;
    this.at = from;
    this.to = to;
  }

  /**
   * Parses one cell.
   *
   * <p>Shape. Blanks around it are ignored; nothing between them, NULL and null are {@link
   * DayColumn#NULL}.
   */
  static int parse(byte[] data, int start, int end) throws CellException {
    int from = start;
    int to = end;
    while (from < to && Cells.isBlank(data[from])) {
      from++;
    }
    while (from < to && Cells.isBlank(data[to - 1])) {
      to--;
    }
    if (from == to || Cells.isNull(data, from, to)) {
      return DayColumn.NULL;
    }
    return new DayParser(data, from, to).day();
  }

  private int day() throws CellException {
    int leading = digitsAhead();
    if (leading == 8) {
      return compact();
    }
    if (leading == 4) {
      return dashed();
    }
    if (leading == 1 || leading == 2) {
      return slashed();
    }
    throw new CellException(NOT_A_DAY);
  }

  private int dashed() throws CellException {
    int year = number(4);
    expect('-');
    int month = number(2);
    expect('-');
    int day = epochDay(year, month, number(2));
    if (at == to) {
      return day;
    }
    if (!skip('T')) {
      expect(' ');
    }
    int minutes = hour() * 60;
    expect(':');
    minutes += minute();
    if (skip(':')) {
      second();
    }
    return day + Math.floorDiv(minutes - offset(), MINUTES_PER_DAY);
  }

  private int compact() throws CellException {
    int day = epochDay(number(4), number(2), number(2));
    expect('T');
    int minutes = hour() * 60 + minute();
    second();
    return day + Math.floorDiv(minutes - offset(), MINUTES_PER_DAY);
  }

  private int slashed() throws CellException {
    int month = number(digitsAhead());
    expect('/');
    int dayOfMonth = number(Math.min(2, digitsAhead()));
    expect('/');
    int day = epochDay(number(4), month, dayOfMonth);
    if (at != to) {
      throw new CellException(NOT_A_DAY);
    }
    return day;
  }

  private int hour() throws CellException {
    return atMost(23, number(2));
  }

  private int minute() throws CellException {
    return atMost(59, number(2));
  }

  private void second() throws CellException {
    atMost(59, number(2));
    if (skip('.')) {
      int digits = digitsAhead();
      if (digits == 0) {
        throw new CellException(NOT_A_DAY);
      }
      at += digits;
    }
  }

  /** Minutes east of UTC; no zone is UTC. Nothing may follow. */
  private int offset() throws CellException {
    int minutes = 0;
    if (at < to && (data[at] == '+' || data[at] == '-')) {
      int sign = data[at] == '-' ? -1 : 1;
      at++;
      minutes = atMost(18, number(2)) * 60;
      if (at < to) {
        expect(':');
        minutes += minute();
      }
      minutes *= sign;
    } else if (at < to && !skip('Z')) {
      expect(' ');
      expect('U');
      expect('T');
      expect('C');
    }
    if (at != to) {
      throw new CellException(NOT_A_DAY);
    }
    return minutes;
  }

  private static int epochDay(int year, int month, int day) throws CellException {
    if (month < 1 || month > 12 || day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
      throw new CellException("there is no such day: have the provider deliver the file again");
    }
    return (int) LocalDate.of(year, month, day).toEpochDay();
  }

  private static int atMost(int limit, int number) throws CellException {
    if (number > limit) {
      throw new CellException(NOT_A_DAY);
    }
    return number;
  }

  private int digitsAhead() {
    int end = at;
    while (end < to && data[end] >= '0' && data[end] <= '9') {
      end++;
    }
    return end - at;
  }

  private int number(int digits) throws CellException {
    if (digits == 0 || digitsAhead() < digits) {
      throw new CellException(NOT_A_DAY);
    }
    int number = 0;
    for (int i = 0; i < digits; i++) {
      number = number * 10 + data[at++] - '0';
    }
    return number;
  }

  private boolean skip(char expected) {
    if (at < to && data[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char expected) throws CellException {
    if (!skip(expected)) {
      throw new CellException(NOT_A_DAY);
    }
  }
}
