package io.ratemill.jobs.config;

import io.ratemill.model.Marketplace;
import io.ratemill.model.Product;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ratemill.yaml that was read without a problem.
 *
 * <p>Shape: every path is absolute; products and marketplaces that connectors name exist.
 *
 * @param rules the pricing rules' file, or null where there is none
 */
public record Configuration(
    Path file,
    Path workspace,
    Path owners,
    @Nullable Path rules,
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
    return rules == null ? List.of(file, owners) : List.of(file, owners, rules);
  }
}
