package io.ratemill.jobs.config;

import io.ratemill.model.Marketplace;
import io.ratemill.model.Product;
import io.ratemill.model.Provider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one entry of {@code connectors}, against the products and marketplaces that there are. */
final class ConnectorReader {
  static final List<String> KEYS =
      List.of(
          "id",
          "provider",
          "format",
          "location",
          "region",
          "endpoint",
          "secret",
          "product",
          "marketplace",
          "accept-empty",
          "options");

  private static final List<String> PROVIDERS =
      Arrays.stream(Provider.values()).map(Provider::text).toList();
  private static final List<String> EXPORTS = List.of("actual", "amortized");
  private static final Pattern SECRET = Pattern.compile("none|(env|profile|file|portal):\\S.*");
  private static final Pattern ENDPOINT = Pattern.compile("https?://[^\\s/]+.*");
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)");
  private static final String TODAY =
      "Today aws (cur-legacy, cur-2.0, focus) and focus are read from folders, location: file:PATH";

  private final Section section;
  private final YamlSource source;

  private ConnectorReader(Section section) {
    this.section = section;
    this.source = section.source();
  }

  static ConnectorConfig read(
      Section section, List<Product> products, List<Marketplace> marketplaces) {
    return new ConnectorReader(section).read(products, marketplaces);
  }

  private ConnectorConfig read(List<Product> products, List<Marketplace> marketplaces) {
    String id = section.requiredId("id", "Name it, as in id: aws-main");
    Provider provider = provider();
    String format = provider == null ? "" : format(provider);
    String location = provider == null ? "" : location(provider, format);
    String product = reference("product", products.stream().map(Product::id).toList());
    String marketplace =
        reference("marketplace", marketplaces.stream().map(Marketplace::id).toList());
    if (provider == Provider.AZURE && format.equals("amortized")) {
      needsAmortised(marketplace, marketplaces);
    }
    return new ConnectorConfig(
        id,
        provider == null ? Provider.FOCUS : provider,
        format,
        location,
        region(provider),
        endpoint(),
        secret(),
        product,
        marketplace,
        section.flag("accept-empty"),
        provider == null ? Map.of() : options(provider));
  }

  private @Nullable Provider provider() {
    if (section.required("provider", "Use one of: " + String.join(", ", PROVIDERS)) == null) {
      return null;
    }
    String word = section.choice("provider", PROVIDERS, "");
    if (word.isEmpty()) {
      return null;
    }
    Provider provider = Provider.values()[PROVIDERS.indexOf(word)];
    if (provider != Provider.AWS && provider != Provider.FOCUS) {
      source.refuse(
          section.place("provider"), "bills of provider " + word + " cannot be read yet", TODAY);
    }
    return provider;
  }

  private static List<String> formats(Provider provider) {
    return switch (provider) {
      case AWS -> List.of("cur-legacy", "cur-2.0", "focus");
      case AZURE -> List.of("actual", "amortized", "actual+amortized", "focus");
      case GCP -> List.of("standard", "detailed", "reseller", "focus");
      case OCI -> List.of("cost", "focus");
      case FOCUS, KAFKA -> List.of("focus");
    };
  }

  private static List<String> schemes(Provider provider) {
    return switch (provider) {
      case AWS -> List.of("file:PATH", "s3://bucket/prefix");
      case AZURE -> List.of("file:PATH", "azblob://account/container/path");
      case GCP -> List.of("file:PATH", "gs://bucket/prefix", "bigquery://project/dataset/table");
      case OCI -> List.of("file:PATH", "oci://namespace/bucket/prefix");
      case FOCUS ->
          List.of(
              "file:PATH",
              "s3://bucket/prefix",
              "azblob://account/container/path",
              "gs://bucket/prefix",
              "oci://namespace/bucket/prefix");
      case KAFKA -> List.of("kafka://host:port/topic");
    };
  }

  private String format(Provider provider) {
    List<String> formats = formats(provider);
    if (formats.size() == 1 && section.value("format") == null) {
      return formats.get(0);
    }
    String remedy = "Use one of: " + String.join(", ", formats);
    String format = section.requiredText("format", remedy);
    if (!format.isEmpty() && !formats.contains(format)) {
      source.refuse(
          section.place("format"),
          "provider " + provider.text() + " has no format " + Words.shown(format),
          Words.suggestion(format, formats));
    }
    return format;
  }

  private String location(Provider provider, String format) {
    List<String> schemes = schemes(provider);
    String remedy = "Write one of: " + String.join(", ", schemes);
    Node node = section.required("location", remedy);
    if (node == null) {
      return "";
    }
    if (provider == Provider.AZURE && format.equals("actual+amortized")) {
      twoLocations(node, schemes);
      return "";
    }
    String text = node instanceof MappingNode ? null : source.text("location", node);
    if (text == null) {
      if (node instanceof MappingNode) {
        source.refuse(node, "location is a mapping here", remedy);
      }
      return "";
    }
    return location(provider, node, text, schemes);
  }

  private void twoLocations(Node node, List<String> schemes) {
    Section both = Section.open(source, section.name() + ".location", node, EXPORTS);
    if (both == null) {
      return;
    }
    for (String export : EXPORTS) {
      Node each = both.required(export, "Write location: {actual: URL, amortized: URL}");
      String text = each == null ? null : source.text(export, each);
      if (each != null && text != null) {
        location(Provider.AZURE, each, text, schemes);
      }
    }
  }

  private String location(Provider provider, Node node, String text, List<String> schemes) {
    var matcher = SCHEME.matcher(text);
    if (!matcher.matches()) {
      source.refuse(
          node,
          "location " + Words.shown(text) + " says no kind of place",
          provider == Provider.KAFKA
              ? "Write kafka://host:port/topic"
              : "Write location: file:" + text + " for a folder beside the configuration file");
      return "";
    }
    String scheme = matcher.group(1);
    String form =
        schemes.stream().filter(each -> each.startsWith(scheme + ":")).findFirst().orElse(null);
    if (form == null) {
      source.refuse(
          node,
          "location "
              + Words.shown(text)
              + " is no place that provider "
              + provider.text()
              + " is read from",
          "Write one of: " + String.join(", ", schemes));
      return "";
    }
    if (scheme.equals("file")) {
      Path path = Paths.resolve(source, "location", node, text);
      return path == null ? "" : ConnectorConfig.fileLocation(path);
    }
    if (!matcher.group(2).matches("//[^/\\s]+.*")) {
      source.refuse(
          node, "location " + Words.shown(text) + " is incomplete", "Write it as " + form);
    } else if (provider == Provider.AWS || provider == Provider.FOCUS) {
      source.refuse(
          node,
          scheme + ":// locations cannot be read yet",
          "Copy the bucket's folder with its modification times and write location: file:PATH");
    }
    return text;
  }

  private String reference(String key, List<String> known) {
    String all = known.isEmpty() ? "" : "; there are " + String.join(", ", known);
    String id = section.requiredId(key, "Name the " + key + " that it reports under" + all);
    // An id that could not be read has been reported; it may be the one that is meant here.
    if (!id.isEmpty() && !known.contains("") && !known.contains(id)) {
      String nearest = Words.nearest(id, known);
      source.refuse(
          section.place(key),
          "there is no " + key + " " + Words.shown(id),
          nearest == null
              ? "Add it under " + key + "s" + all
              : "Did you mean " + nearest + "? Else add it under " + key + "s");
    }
    return id;
  }

  private void needsAmortised(String id, List<Marketplace> marketplaces) {
    for (Marketplace each : marketplaces) {
      if (each.id().equals(id) && !each.rating().preset().equals("amortised")) {
        source.refuse(
            section.place("format"),
            "the amortized export alone says nothing of billed costs, which preset "
                + each.rating().preset()
                + " of marketplace "
                + id
                + " prices",
            "Use format: actual or actual+amortized, or rating: {preset: amortised}");
        return;
      }
    }
  }

  private String region(@Nullable Provider provider) {
    return provider == Provider.AZURE
        ? section.choice("region", List.of("default", "china"), "default")
        : section.text("region", "");
  }

  private String endpoint() {
    String endpoint = section.text("endpoint", "");
    if (!endpoint.isEmpty() && !ENDPOINT.matcher(endpoint).matches()) {
      source.refuse(
          section.place("endpoint"),
          "endpoint " + Words.shown(endpoint) + " is no address",
          "Write it as http://host:port or https://host");
    }
    return endpoint;
  }

  /** The reference to a secret. A value in another form may be the secret: it is never repeated. */
  private String secret() {
    String secret = section.text("secret", "none");
    if (!SECRET.matcher(secret).matches()) {
      source.refuse(
          section.place("secret"),
          "secret is no reference",
          "Write env:PREFIX, profile:NAME, file:PATH, portal:NAME or none; never the secret itself");
      return "none";
    }
    return secret;
  }

  private Map<String, String> options(Provider provider) {
    List<String> known = provider == Provider.GCP ? List.of("marker") : List.of();
    Map<String, String> options = new LinkedHashMap<>();
    Section written = section.child("options");
    if (written == null) {
      return options;
    }
    for (String key : written.keys()) {
      if (known.contains(key)) {
        options.put(key, written.text(key, ""));
      } else {
        source.refuse(
            written.place(key),
            "provider " + provider.text() + " has no option " + Words.shown(key),
            known.isEmpty()
                ? "Leave it out; there are no options for this provider"
                : Words.suggestion(key, known));
      }
    }
    return options;
  }
}
