package io.ratemill.sources.synthetic;

import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The hours around a billing period as text and as milliseconds. */
final class Hours {
  /** Hours kept: the period, and the days after it in which some lines begin or end. */
  private static final int KEPT = 33 * 24;

  private final byte[][] texts = new byte[KEPT][];
  private final long firstMillis;

  /**
   * @param suffix what follows the seconds, such as {@code Z} or {@code .000Z}
   */
  Hours(YearMonth period, String suffix) {
    LocalDateTime first = period.atDay(1).atStartOfDay();
    firstMillis = first.toInstant(ZoneOffset.UTC).toEpochMilli();
    for (int hour = 0; hour < KEPT; hour++) {
      // A LocalDateTime leaves seconds out of its text when they are zero.
      texts[hour] = Vocabulary.bytes(first.plusHours(hour) + ":00" + suffix);
    }
  }

  /** Hours that are told by their day, month first, as Azure writes dates. */
  static Hours asDays(YearMonth period) {
    Hours hours = new Hours(period, "");
    LocalDateTime first = period.atDay(1).atStartOfDay();
    DateTimeFormatter form = DateTimeFormatter.ofPattern("MM/dd/yyyy", Locale.ROOT);
    for (int hour = 0; hour < KEPT; hour++) {
      hours.texts[hour] = Vocabulary.bytes(form.format(first.plusHours(hour)));
    }
    return hours;
  }

  /** The start of an hour, counted from the start of the period. */
  byte[] text(int hour) {
    return texts[hour];
  }

  long millis(int hour) {
    return firstMillis + hour * 3_600_000L;
  }
}
