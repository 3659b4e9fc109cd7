package io.ratemill.jobs.config;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * One row of owners or pricing rules, wherever it was written.
 *
 * <p>Shape: what is absent is empty; blanks around values are dropped.
 */
interface Row {
  /** The row in words, for problems of another row. */
  String name();

  /** How many rows come before it. */
  int order();

  String text(String column);

  void refuse(String column, String what, String remedy);

  void warn(String column, String what, String remedy);

  default String required(String column, String remedy) {
    String text = text(column);
    if (text.isEmpty()) {
      refuse(column, column + " is blank", remedy);
    }
    return text;
  }

  /** The UTC day of a column; blank is the given one, and so is what is no day. */
  default int day(String column, int blank) {
    String text = text(column);
    if (text.isEmpty()) {
      return blank;
    }
    try {
      return (int) LocalDate.parse(text).toEpochDay();
    } catch (DateTimeParseException e) {
      refuse(
          column,
          column + " " + Words.shown(text) + " is no day",
          "Write it as yyyy-MM-dd, or leave it blank for no limit");
      return blank;
    }
  }
}
