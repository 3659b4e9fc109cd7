package io.ratemill.jobs.config;

import io.ratemill.model.Marketplace;
import io.ratemill.model.Product;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ratemill.yaml that was read without a problem.
 *
 * <p>Shape: every path is absolute; products and marketplaces that connectors name exist.
 *
 * @param rules where the pricing rules are, or null where there are none
 */
public record Configuration(
    Path file,
    Path workspace,
    TablePlace owners,
    @Nullable TablePlace rules,
    List<Product> products,
    List<Marketplace> marketplaces,
    List<ConnectorConfig> connectors,
    ReportsConfig reports) {
  public Configuration {
    products = List.copyOf(products);
    marketplaces = List.copyOf(marketplaces);
    connectors = List.copyOf(connectors);
  }

  /** The files that change what is priced and how: the configuration, owners and rules. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(file));
    if (owners instanceof TablePlace.OfFile table) {
      files.add(table.path());
    }
    if (rules instanceof TablePlace.OfFile table) {
      files.add(table.path());
    }
    return files;
  }
}
