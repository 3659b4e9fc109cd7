package io.ratemill.sources.azure;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The formats in which Azure delivers bills, each by the type that a manifest gives it. */
enum AzureFormat {
  ACTUAL("actual", "ActualCost"),
  AMORTIZED("amortized", "AmortizedCost"),
  FOCUS("focus", "FocusCost");

  private final String text;
  private final String type;

  AzureFormat(String text, String type) {
    this.text = text;
    this.type = type;
  }

  /** The format that a configuration names. Errors: an unknown one is refused. */
  static AzureFormat parse(String text) {
    for (AzureFormat format : values()) {
      if (format.text.equals(text.toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    String all = Arrays.stream(values()).map(AzureFormat::text).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "'" + text + "' is no format of provider azure at one place; write one of " + all);
  }

  String text() {
    return text;
  }

  /** Whether an export of some type is of this format; old manifests give none and say nothing. */
  boolean isOf(String typeOfExport) {
    return typeOfExport.isEmpty() || type.equalsIgnoreCase(typeOfExport);
  }
}
