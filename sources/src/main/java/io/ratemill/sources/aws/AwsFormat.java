package io.ratemill.sources.aws;

import java.util.Locale;

/** The formats in which AWS delivers bills. */
enum AwsFormat {
  CUR_LEGACY("cur-legacy"),
  CUR_2("cur-2.0"),
  FOCUS("focus");

  private final String text;

  AwsFormat(String text) {
    this.text = text;
  }

  /** The word for it in a configuration. */
  String text() {
    return text;
  }

  /** The format that a configuration names. Errors: an unknown one is refused. */
  static AwsFormat parse(String text) {
    for (AwsFormat format : values()) {
      if (format.text.equals(text.toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no format of provider aws; write cur-legacy, cur-2.0 or focus");
  }
}
