package io.ratemill.jobs.config;

import io.ratemill.model.Provider;
import io.ratemill.sources.kafka.TopicPlace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the {@code location} of a connector, against the places that its provider is read from. */
final class LocationReader {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)");

  /** Names as BigQuery gives them; those of tables may hold nearly anything. */
  private static final Pattern TABLE =
      Pattern.compile("[A-Za-z0-9.:-]+/[A-Za-z0-9_]+/[^/`\\\\\\p{Cntrl}]{1,1024}");

  private static final List<String> EXPORTS = List.of("actual", "amortized");

  /** The kinds of place, with the form of each and how many segments it needs at least. */
  enum Kind {
    FILE("file:PATH", 1),
    S3("s3://bucket/prefix", 1),
    AZBLOB("azblob://account/container/path", 2),
    GS("gs://bucket/prefix", 1),
    OCI("oci://namespace/bucket/prefix", 2),
    BIGQUERY("bigquery://project/dataset/table", 3),
    KAFKA("kafka://host:port/topic", 2);

    private final String form;
    private final int least;

    Kind(String form, int least) {
      this.form = form;
      this.least = least;
    }

    private String scheme() {
      return form.substring(0, form.indexOf(':'));
    }

    /** The place that the text after the scheme names. */
    private Location location(String path) {
      String[] all = path.split("/", 3);
      String[] two = path.split("/", 2);
      return switch (this) {
        case FILE -> new Location.Folder(Path.of(path));
        case S3 -> new Location.S3(two[0], rest(two, 1));
        case AZBLOB -> new Location.AzureBlob(all[0], all[1], rest(all, 2));
        case GS -> new Location.CloudStorage(two[0], rest(two, 1));
        case OCI -> new Location.Oci(all[0], all[1], rest(all, 2));
        case BIGQUERY -> new Location.BigQuery(all[0], all[1], all[2]);
        case KAFKA -> new Location.Topic(two[0], two[1]);
      };
    }

    private static String rest(String[] segments, int at) {
      return segments.length > at ? segments[at] : "";
    }
  }

  private final YamlSource source;
  private final Provider provider;

  private LocationReader(YamlSource source, Provider provider) {
    this.source = source;
    this.provider = provider;
  }

  /** The location of a connector, or null where a problem was reported. */
  static @Nullable Location read(Section section, Provider provider, String format) {
    return new LocationReader(section.source(), provider).read(section, format);
  }

  /** The topic that a text names, or null where a problem was reported. */
  static @Nullable Location topic(YamlSource source, Node node, String text) {
    return new LocationReader(source, Provider.KAFKA).location(node, text);
  }

  private @Nullable Location read(Section section, String format) {
    Node node = section.required("location", "Write one of: " + forms());
    if (node == null) {
      return null;
    }
    if (provider == Provider.AZURE && format.equals("actual+amortized")) {
      return exports(section, node);
    }
    if (node instanceof MappingNode) {
      source.refuse(node, "location is a mapping here", "Write one of: " + forms());
      return null;
    }
    String text = source.text("location", node);
    return text == null ? null : location(node, text);
  }

  private @Nullable Location exports(Section section, Node node) {
    Section both = Section.open(source, section.name() + ".location", node, EXPORTS);
    if (both == null) {
      return null;
    }
    Location actual = export(both, "actual");
    Location amortized = export(both, "amortized");
    return actual == null || amortized == null ? null : new Location.Exports(actual, amortized);
  }

  private @Nullable Location export(Section both, String key) {
    Node node = both.required(key, "Write location: {actual: URL, amortized: URL}");
    String text = node == null ? null : source.text(key, node);
    return node == null || text == null ? null : location(node, text);
  }

  private static List<Kind> kinds(Provider provider) {
    return switch (provider) {
      case AWS -> List.of(Kind.FILE, Kind.S3);
      case AZURE -> List.of(Kind.FILE, Kind.AZBLOB);
      case GCP -> List.of(Kind.FILE, Kind.GS, Kind.BIGQUERY);
      case OCI -> List.of(Kind.FILE, Kind.OCI);
      case FOCUS -> List.of(Kind.FILE, Kind.S3, Kind.AZBLOB, Kind.GS, Kind.OCI);
      case KAFKA -> List.of(Kind.KAFKA);
    };
  }

  private String forms() {
    return String.join(", ", kinds(provider).stream().map(kind -> kind.form).toList());
  }

  private @Nullable Location location(Node node, String text) {
    Matcher matcher = SCHEME.matcher(text);
    if (!matcher.matches()) {
      source.refuse(
          node,
          "location " + Words.shown(text) + " says no kind of place",
          provider == Provider.KAFKA
              ? "Write kafka://host:port/topic"
              : "Write location: file:" + text + " for a folder beside the configuration file");
      return null;
    }
    Kind kind =
        kinds(provider).stream()
            .filter(each -> each.scheme().equals(matcher.group(1)))
            .findFirst()
            .orElse(null);
    if (kind == null) {
      source.refuse(
          node,
          "location "
              + Words.shown(text)
              + " is no place that provider "
              + provider.text()
              + " is read from",
          "Write one of: " + forms());
      return null;
    }
    if (kind == Kind.FILE) {
      Path path = Paths.resolve(source, "location", node, text);
      return path == null ? null : new Location.Folder(path);
    }
    return bucket(node, text, kind, matcher.group(2));
  }

  private @Nullable Location bucket(Node node, String text, Kind kind, String address) {
    String path = address.startsWith("//") ? address.substring(2) : "";
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    String[] segments = path.split("/", kind.least);
    boolean whole =
        segments.length == kind.least
            && Arrays.stream(segments)
                .noneMatch(segment -> segment.isBlank() || segment.startsWith("/"))
            && segments[0].equals(segments[0].strip())
            && (kind != Kind.KAFKA || TopicPlace.isAddress(path))
            && (kind != Kind.BIGQUERY || TABLE.matcher(path).matches());
    if (!whole) {
      source.refuse(
          node, "location " + Words.shown(text) + " is incomplete", "Write it as " + kind.form);
      return null;
    }
    return kind.location(path);
  }
}
