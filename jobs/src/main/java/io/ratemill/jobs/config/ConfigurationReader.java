package io.ratemill.jobs.config;

import io.ratemill.model.Grain;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Owner;
import io.ratemill.model.PricingRule;
import io.ratemill.model.Product;
import io.ratemill.model.UsageSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads ratemill.yaml and the files it names.
 *
 * <p>Errors: none are thrown for what a person wrote; all problems of all files come together, each
 * with its place and its remedy.
 */
public final class ConfigurationReader {
  static final List<String> KEYS =
      List.of(
          "workspace",
          "owners",
          "pricing-rules",
          "products",
          "marketplaces",
          "connectors",
          "reports");
  static final List<String> PRODUCT = List.of("id", "name", "usage-schema", "grain");
  private static final List<String> SCHEMAS =
      Arrays.stream(UsageSchema.values()).map(UsageSchema::name).toList();
  private static final List<String> GRAINS =
      Arrays.stream(Grain.values()).map(Grain::text).toList();

  private final Path yaml;
  private final Problems problems = new Problems();
  private final YamlSource source;
  private final Topics topics;

  private ConfigurationReader(Path yaml, Topics topics) {
    this.yaml = yaml;
    this.topics = topics;
    this.source = new YamlSource(yaml, problems);
  }

  public static Read read(Path yaml) {
    return read(yaml, Topics::readOnce);
  }

  /** Reads with what somebody else knows of the topics that it names. */
  public static Read read(Path yaml, Topics topics) {
    return new ConfigurationReader(yaml, topics).read();
  }

  private Read read() {
    Section top = top();
    if (top == null) {
      return new Read(
          null, List.of(), List.of(), Map.of(), problems.problems(), problems.warnings());
    }
    Path workspace = folder(top);
    TableReader tables = new TableReader(top, problems, topics);
    TablePlace owners = tables.place("owners");
    TablePlace rules = top.value("pricing-rules") == null ? null : tables.place("pricing-rules");
    List<Product> products =
        list(top, "products", PRODUCT, ConfigurationReader::product, Product::id);
    List<Marketplace> marketplaces =
        list(top, "marketplaces", MarketplaceReader.KEYS, MarketplaceReader::read, Marketplace::id);
    List<ConnectorConfig> connectors =
        list(
            top,
            "connectors",
            ConnectorReader.KEYS,
            section -> ConnectorReader.read(section, products, marketplaces),
            ConnectorConfig::id);
    ReportsConfig reports = ReportsReader.read(top);

    List<String> marketplaceIds = marketplaces.stream().map(Marketplace::id).distinct().toList();
    List<Row> rows = owners == null ? null : tables.rows("owners", owners, OwnersReader.COLUMNS);
    List<Owner> owned =
        rows == null ? List.of() : OwnersReader.read(rows, marketplaceIds, problems);
    rows = rules == null ? null : tables.rows("pricing-rules", rules, RulesReader.COLUMNS);
    List<PricingRule> priced =
        rows == null ? List.of() : RulesReader.read(rows, marketplaceIds, problems);
    if (problems.count() > 0 || workspace == null || owners == null) {
      return new Read(
          null, owned, priced, tables.states(), problems.problems(), problems.warnings());
    }
    Configuration configuration =
        new Configuration(
            absolute(yaml),
            workspace,
            absolute(owners),
            rules == null ? null : absolute(rules),
            products,
            marketplaces,
            connectors,
            reports);
    return new Read(configuration, owned, priced, tables.states(), List.of(), problems.warnings());
  }

  private static TablePlace absolute(TablePlace place) {
    return place instanceof TablePlace.OfFile file
        ? new TablePlace.OfFile(absolute(file.path()))
        : place;
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private @Nullable Section top() {
    String text;
    try {
      text = TextFiles.read(yaml);
    } catch (NoSuchFileException e) {
      problems.add(
          new Problem(
              yaml.toString(),
              0,
              0,
              "there is no such file",
              "Name the configuration with -c FILE"));
      return null;
    } catch (IOException e) {
      problems.add(TextFiles.problem(yaml, e));
      return null;
    }
    Optional<Node> root;
    try {
      LoadSettings settings =
          LoadSettings.builder()
              .setLabel(yaml.toString())
              .setSchema(new CoreSchema())
              .setCodePointLimit(64 << 20)
              .build();
      root = new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      source.refuse(
          e.getProblemMark().or(e::getContextMark),
          "this is no YAML: " + (context + e.getProblem()).replace('\n', ' '),
          "Look at indentation, colons and quotes here and on the line above");
      return null;
    } catch (YamlEngineException e) {
      problems.add(
          new Problem(
              yaml.toString(),
              1,
              1,
              "this is no YAML: " + String.valueOf(e.getMessage()).replace('\n', ' '),
              "Look for characters that do not belong in a text file"));
      return null;
    }
    if (root.isEmpty() || YamlSource.isBlank(root.get())) {
      problems.add(
          new Problem(
              yaml.toString(),
              1,
              1,
              "the configuration is empty",
              "Start from the example in docs/configuration.md"));
      return null;
    }
    return Section.open(source, "the configuration", root.get(), KEYS);
  }

  private @Nullable Path folder(Section top) {
    Node node = top.required("workspace", "Name the folder for everything written: workspace: out");
    String text = node == null ? null : source.text("workspace", node);
    if (node == null || text == null) {
      return null;
    }
    if (text.contains("://") && !text.startsWith("file:")) {
      source.refuse(
          node,
          "workspace " + Words.shown(text) + " is a bucket, which cannot be written to yet",
          "Name a folder, as in workspace: out");
      return null;
    }
    Path path = Paths.resolve(source, "workspace", node, text);
    if (path != null && Files.exists(path) && !Files.isDirectory(path)) {
      source.refuse(
          node,
          "workspace " + Words.shown(text) + " is a file",
          "Name a folder; it is made where it is missing");
      return null;
    }
    return path;
  }

  private <T> List<T> list(
      Section top,
      String key,
      List<String> known,
      Function<Section, T> reader,
      Function<T, String> idOf) {
    List<T> values = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    Node node = top.required(key, "Add at least one entry under " + key + ":");
    if (node instanceof SequenceNode sequence && sequence.getValue().isEmpty()) {
      source.refuse(node, key + " has no entry", "Add at least one");
    }
    for (Section section : top.list(key, known)) {
      T value = reader.apply(section);
      values.add(value);
      String id = idOf.apply(value);
      Integer earlier =
          id.isEmpty() ? null : lines.putIfAbsent(id, Section.line(section.place("id")));
      if (earlier != null) {
        source.refuse(
            section.place("id"),
            "the id " + Words.shown(id) + " is taken in " + key + " on line " + earlier,
            "Give each entry an id of its own");
      }
    }
    return values;
  }

  private static Product product(Section section) {
    String id = section.requiredId("id", "Name it, as in id: PRD-001-001-001");
    return new Product(
        id,
        section.text("name", id),
        UsageSchema.valueOf(section.choice("usage-schema", SCHEMAS, UsageSchema.PR.name())),
        Grain.valueOf(
            section.choice("grain", GRAINS, Grain.SERVICE.text()).toUpperCase(Locale.ROOT)));
  }
}
