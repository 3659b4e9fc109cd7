package io.ratemill.jobs.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in a configuration file: a number and a unit. */
final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*(ms|s|min|h)");

  private Durations() {}

  static Duration read(Section section, String key, Duration fallback) {
    String text = section.text(key, "");
    if (text.isEmpty()) {
      return fallback;
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      section
          .source()
          .refuse(
              section.place(key),
              key + " " + Words.shown(text) + " is no duration",
              "Write a number and ms, s, min or h, as in 5 s");
      return fallback;
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "min" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }
}
