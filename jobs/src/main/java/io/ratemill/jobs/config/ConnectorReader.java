package io.ratemill.jobs.config;

import io.ratemill.model.Marketplace;
import io.ratemill.model.Product;
import io.ratemill.model.Provider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    Location location = provider == null ? null : LocationReader.read(section, provider, format);
    String product = reference("product", products.stream().map(Product::id).toList());
    String marketplace =
        reference("marketplace", marketplaces.stream().map(Marketplace::id).toList());
    if (provider == Provider.AZURE) {
      needsItsCosts(format, marketplace, marketplaces);
    }
    return new ConnectorConfig(
        id,
        provider == null ? Provider.FOCUS : provider,
        format,
        location == null ? new Location.Folder(Path.of("")) : location,
        region(provider, location),
        Addresses.read(section, "endpoint"),
        provider == Provider.KAFKA
            ? SecretReader.ofKafka(section, "provider kafka")
            : SecretReader.read(section),
        product,
        marketplace,
        section.flag("accept-empty"),
        provider == null ? Map.of() : OptionsReader.read(section, provider, location));
  }

  private @Nullable Provider provider() {
    if (section.required("provider", "Use one of: " + String.join(", ", PROVIDERS)) == null) {
      return null;
    }
    String word = section.choice("provider", PROVIDERS, "");
    return word.isEmpty() ? null : Provider.values()[PROVIDERS.indexOf(word)];
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

  /** Each of Azure's two exports alone lacks the costs that some presets price. */
  private void needsItsCosts(String format, String id, List<Marketplace> marketplaces) {
    for (Marketplace each : marketplaces) {
      if (!each.id().equals(id)) {
        continue;
      }
      String preset = each.rating().preset();
      boolean amortised = preset.equals("amortised");
      if (format.equals("amortized") && !amortised) {
        lacks(
            "amortized",
            "billed",
            preset,
            id,
            "Use format: actual or actual+amortized, or rating: {preset: amortised}");
      } else if (format.equals("actual") && amortised) {
        lacks(
            "actual",
            "effective",
            preset,
            id,
            "Use format: amortized or actual+amortized, or another preset");
      }
      return;
    }
  }

  private void lacks(
      String export, String costs, String preset, String marketplace, String remedy) {
    source.refuse(
        section.place("format"),
        "the "
            + export
            + " export alone says nothing of "
            + costs
            + " costs, which preset "
            + preset
            + " of marketplace "
            + marketplace
            + " prices",
        remedy);
  }

  private String region(@Nullable Provider provider, @Nullable Location location) {
    return provider == Provider.AZURE || location instanceof Location.AzureBlob
        ? section.choice("region", List.of("default", "china"), "default")
        : section.text("region", "");
  }
}
