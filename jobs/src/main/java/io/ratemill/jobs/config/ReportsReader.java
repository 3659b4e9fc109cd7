package io.ratemill.jobs.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Reads when reports are published. */
final class ReportsReader {
  static final List<String> KEYS =
      List.of("close-day", "close-time", "zone", "settle", "publish-open");
  private static final ReportsConfig DEFAULTS =
      new ReportsConfig(5, LocalTime.MIDNIGHT, ZoneId.of("UTC"), Duration.ofSeconds(5), false);

  private ReportsReader() {}

  static ReportsConfig read(Section top) {
    Section section = top.child("reports", KEYS);
    if (section == null) {
      return DEFAULTS;
    }
    return new ReportsConfig(
        closeDay(section),
        closeTime(section),
        zone(section),
        Durations.read(section, "settle", DEFAULTS.settle()),
        section.flag("publish-open"));
  }

  private static int closeDay(Section section) {
    String text = section.text("close-day", Integer.toString(DEFAULTS.closeDay()));
    if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 28) {
      refuse(
          section, "close-day", text, "is no day from 1 to 28", "Write a day that every month has");
      return DEFAULTS.closeDay();
    }
    return Integer.parseInt(text);
  }

  private static LocalTime closeTime(Section section) {
    String text = section.text("close-time", "00:00");
    try {
      return LocalTime.parse(text);
    } catch (DateTimeParseException e) {
      refuse(section, "close-time", text, "is no time of day", "Write it as \"HH:mm\"");
      return LocalTime.MIDNIGHT;
    }
  }

  private static ZoneId zone(Section section) {
    String text = section.text("zone", "UTC");
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      refuse(section, "zone", text, "is no time zone", "Write UTC or a name such as Europe/Madrid");
      return ZoneOffset.UTC;
    }
  }

  private static void refuse(Section section, String key, String text, String what, String remedy) {
    section.source().refuse(section.place(key), key + " " + Words.shown(text) + " " + what, remedy);
  }
}
