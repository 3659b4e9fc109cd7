package io.ratemill.sources.focus;

import java.util.List;
import java.util.Locale;

/** The names under which providers and their companies appear in FOCUS. */
final class ProviderNames {
  private static final List<String> PROVIDERS_AS_PUBLISHERS =
      List.of(
          "amazon web services",
          "aws",
          "aispl",
          "amazon internet services",
          "microsoft",
          "google",
          "oracle");

  private ProviderNames() {}

  /** The provider word that owners are looked up under: one of ours, else the name itself. */
  static String word(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    if (lower.equals("aws") || lower.startsWith("amazon")) {
      return "aws";
    }
    if (lower.startsWith("microsoft")) {
      return "azure";
    }
    if (lower.startsWith("google")) {
      return "gcp";
    }
    return lower.startsWith("oracle") ? "oci" : lower;
  }

  /** Whether a publisher is a provider itself, under any of its companies' names. */
  static boolean isProvider(String publisher) {
    String lower = publisher.strip().toLowerCase(Locale.ROOT);
    for (String provider : PROVIDERS_AS_PUBLISHERS) {
      if (lower.startsWith(provider)) {
        return true;
      }
    }
    return false;
  }
}
