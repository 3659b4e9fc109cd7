package io.ratemill.jobs.config;

import io.ratemill.model.Provider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code options} of a connector: those of its provider, and those of its place. */
final class OptionsReader {
  /** How the value of an option is written. */
  private enum Form {
    WORD,
    YES_NO
  }

  /**
   * An option.
   *
   * @param words the words that an option written as one may be
   */
  private record Option(String name, Form form, List<String> words) {}

  private OptionsReader() {}

  private static List<Option> known(Provider provider, @Nullable Location location) {
    List<Option> known = new ArrayList<>(ofProvider(provider));
    known.addAll(ofPlace(location));
    return known;
  }

  private static List<Option> ofProvider(Provider provider) {
    return switch (provider) {
      case GCP -> List.of(new Option("marker", Form.WORD, List.of("required", "none")));
      case AWS, AZURE, OCI, FOCUS, KAFKA -> List.of();
    };
  }

  /** Options of a place hold for whatever provider's bills lie there. */
  private static List<Option> ofPlace(@Nullable Location location) {
    if (location instanceof Location.S3) {
      return List.of();
    }
    return List.of();
  }

  /** Shape: texts as written; of a yes/no option {@code true} or {@code false}. */
  static Map<String, String> read(Section section, Provider provider, @Nullable Location location) {
    Map<String, String> options = new LinkedHashMap<>();
    Section written = section.child("options");
    if (written == null) {
      return options;
    }
    List<Option> known = known(provider, location);
    List<String> names = known.stream().map(Option::name).toList();
    for (String key : written.keys()) {
      int at = names.indexOf(key);
      if (at < 0) {
        section
            .source()
            .refuse(
                written.place(key),
                "provider " + provider.text() + " has no option " + Words.shown(key),
                names.isEmpty()
                    ? "Leave it out; there are no options for this provider and place"
                    : Words.suggestion(key, names));
        continue;
      }
      String value =
          switch (known.get(at).form()) {
            case WORD -> written.choice(key, known.get(at).words(), known.get(at).words().get(0));
            case YES_NO -> String.valueOf(written.flag(key));
          };
      if (!value.isEmpty()) {
        options.put(key, value);
      }
    }
    return options;
  }
}
