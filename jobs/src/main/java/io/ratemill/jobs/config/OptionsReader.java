package io.ratemill.jobs.config;

import io.ratemill.model.Provider;
import io.ratemill.sources.aws.S3Options;
import io.ratemill.sources.gcp.BigQueryPlace;
import io.ratemill.sources.kafka.TopicPlace;
import io.ratemill.sources.oci.OciPrincipal;
import io.ratemill.sources.store.StorePlace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code options} of a connector: those of its provider, and those of its place. */
final class OptionsReader {
  /** How the value of an option is written. */
  private enum Form {
    TEXT,
    WORD,
    YES_NO,
    DURATION,
    COUNT,
    ADDRESS,
    FILE
  }

  /**
   * An option that there is.
   *
   * @param words the values that a {@link Form#WORD} can have
   */
  private record Option(String name, Form form, List<String> words) {
    Option(String name, Form form) {
      this(name, form, List.of());
    }
  }

  private static final Pattern BUCKET = Pattern.compile("gs://[^/]+(/[^/]+)*");

  private OptionsReader() {}

  private static List<Option> known(Provider provider, @Nullable Location location) {
    List<Option> known = new ArrayList<>(ofProvider(provider, location));
    known.addAll(ofPlace(location));
    return known;
  }

  private static List<Option> ofProvider(Provider provider, @Nullable Location location) {
    return switch (provider) {
      case GCP ->
          location instanceof Location.BigQuery
              ? List.of()
              : List.of(new Option("marker", Form.WORD, List.of("required", "none")));
      case KAFKA ->
          List.of(
              new Option(TopicPlace.DEAD_LETTER, Form.TEXT),
              new Option(TopicPlace.AVRO_SCHEMA, Form.FILE),
              new Option(TopicPlace.SCHEMA_REGISTRY, Form.ADDRESS));
      case AWS, AZURE, OCI, FOCUS -> List.of();
    };
  }

  /** Options of a place hold for whatever provider's bills lie there. */
  private static List<Option> ofPlace(@Nullable Location location) {
    List<Option> known = new ArrayList<>();
    if (location == null || location instanceof Location.Folder) {
      return known;
    }
    known.add(new Option(StorePlace.LOOK_EVERY, Form.DURATION));
    if (location instanceof Location.S3) {
      known.add(new Option(S3Options.ROLE, Form.TEXT));
      known.add(new Option(S3Options.EXTERNAL_ID, Form.TEXT));
      known.add(new Option(S3Options.REQUESTER_PAYS, Form.YES_NO));
      known.add(new Option(S3Options.ADDRESSING, Form.WORD, S3Options.ADDRESSINGS));
      known.add(new Option(S3Options.STS_ENDPOINT, Form.ADDRESS));
      known.add(new Option(S3Options.TIMEOUT, Form.DURATION));
      known.add(new Option(S3Options.TRIES, Form.COUNT));
    }
    if (location instanceof Location.BigQuery) {
      known.add(new Option(BigQueryPlace.READ_ENDPOINT, Form.ADDRESS));
      known.add(new Option(BigQueryPlace.EXPORT_TO, Form.TEXT));
      known.add(new Option(BigQueryPlace.EXPORT_ENDPOINT, Form.ADDRESS));
    }
    if (location instanceof Location.Oci) {
      known.add(new Option(OciPrincipal.OPTION, Form.WORD, OciPrincipal.words()));
    }
    return known;
  }

  /** Shape: texts as written, {@code true} or {@code false}, durations in ISO 8601. */
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
      String value = value(written, known.get(at));
      if (!value.isEmpty()) {
        options.put(key, value);
      }
    }
    if (location instanceof Location.Topic topic) {
      agree(written, topic, options);
    }
    String bucket = options.get(BigQueryPlace.EXPORT_TO);
    if (bucket != null && !BUCKET.matcher(bucket).matches()) {
      written
          .source()
          .refuse(
              written.place(BigQueryPlace.EXPORT_TO),
              Words.shown(bucket) + " is no folder of a bucket of Cloud Storage",
              "Write export-to: gs://bucket/prefix");
    }
    return options;
  }

  /** What options of a topic may not say together. */
  private static void agree(Section written, Location.Topic topic, Map<String, String> options) {
    if (options.containsKey(TopicPlace.AVRO_SCHEMA)
        && options.containsKey(TopicPlace.SCHEMA_REGISTRY)) {
      written
          .source()
          .refuse(
              written.place(TopicPlace.SCHEMA_REGISTRY),
              "avro-schema and schema-registry both say how messages were written",
              "Write the registry where messages begin with a schema's number, else the file");
    }
    if (topic.topic().equals(options.get(TopicPlace.DEAD_LETTER))) {
      written
          .source()
          .refuse(
              written.place(TopicPlace.DEAD_LETTER),
              "dead-letter is the topic of the lines itself, where each bad message would come"
                  + " back as the next",
              "Name another topic");
    }
  }

  private static String value(Section written, Option option) {
    String name = option.name();
    return switch (option.form()) {
      case TEXT -> written.text(name, "");
      case WORD -> written.choice(name, option.words(), "");
      case YES_NO -> String.valueOf(written.flag(name));
      case DURATION -> {
        Duration duration = Durations.read(written, name, Duration.ZERO);
        yield duration.isZero() ? "" : duration.toString();
      }
      case COUNT -> count(written, name);
      case ADDRESS -> Addresses.read(written, name);
      case FILE -> file(written, name);
    };
  }

  private static String file(Section written, String name) {
    String text = written.text(name, "");
    if (text.isEmpty()) {
      return "";
    }
    Path path = Paths.resolve(written.source(), name, written.place(name), text);
    return path == null ? "" : path.toString();
  }

  private static String count(Section written, String name) {
    String text = written.text(name, "");
    if (text.isEmpty() || text.matches("[1-9][0-9]{0,2}")) {
      return text;
    }
    written
        .source()
        .refuse(
            written.place(name),
            name + " " + Words.shown(text) + " is no number from 1 to 999",
            "Write a whole number, as in " + name + ": 6");
    return "";
  }
}
