package io.ratemill.sources.oci;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Who reads: a user with an API key, or the machine that the engine runs on. */
public enum OciPrincipal {
  /** A user, signed in by the API key that the connector's secret refers to. */
  USER,
  /** The compute instance, which needs no secret. */
  INSTANCE,
  /** The resource (a function, a container instance), which needs no secret. */
  RESOURCE;

  /** The option of a place that names it. */
  public static final String OPTION = "principal";

  /** All words that {@link #parse} knows. */
  public static List<String> words() {
    return Arrays.stream(values()).map(OciPrincipal::word).toList();
  }

  /** The principal that a word names. Errors: an unknown word is refused. */
  public static OciPrincipal parse(String word) {
    for (OciPrincipal each : values()) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "principal is '" + word + "'; use one of " + String.join(", ", words()));
  }

  /** How the principal is written in a configuration. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
