package io.ratemill.jobs.cli;

import java.math.BigDecimal;
import java.util.Locale;

/** Counts, sizes and times as people read them. */
final class Figures {
  private static final int DECIMALS = 8;
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Figures() {}

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A count with its noun, in the plural where it needs one. */
  static String count(long count, String noun) {
    return count(count, noun, noun + "s");
  }

  static String count(long count, String one, String many) {
    return count(count) + " " + (count == 1 ? one : many);
  }

  /** An amount with the eight decimals of a report, or as it is where it has more or none. */
  static String amount(String text) {
    if (text.isEmpty()) {
      return text;
    }
    BigDecimal amount = new BigDecimal(text);
    return (amount.scale() < DECIMALS ? amount.setScale(DECIMALS) : amount).toPlainString();
  }

  static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int unit = 0;
    long tenths = bytes / 1024 * 10 + bytes % 1024 * 10 / 1024;
    while (tenths >= 10240 && unit < UNITS.length - 1) {
      tenths /= 1024;
      unit++;
    }
    return tenths / 10 + "." + tenths % 10 + " " + UNITS[unit];
  }

  static String time(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
