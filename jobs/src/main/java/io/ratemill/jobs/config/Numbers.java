package io.ratemill.jobs.config;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as people write them in configuration and rules. */
final class Numbers {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]{1,40}\\.?[0-9]{0,40}|\\.[0-9]{1,40})([eE][-+]?[0-9]{1,2})?");

  private Numbers() {}

  /** The number, exactly as written, or null: no words, no commas, nothing beyond all reason. */
  static @Nullable BigDecimal parse(String text) {
    return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
  }
}
