package io.ratemill.jobs.config;

import io.ratemill.model.Provider;
import java.nio.file.Path;
import java.util.Map;

/**
 * One configured place where a provider leaves bills.
 *
 * <p>Shape: absent texts are empty; the secret is a reference, never the secret itself.
 *
 * @param format one of the provider's formats, such as {@code cur-legacy}
 * @param location a location as written, except that the path of {@code file:PATH} is absolute
 * @param product id of the product that it reports under
 * @param marketplace id of the marketplace that prices it where its owners say nothing else
 * @param acceptEmpty whether an empty delivery may replace lines that are there
 */
public record ConnectorConfig(
    String id,
    Provider provider,
    String format,
    String location,
    String region,
    String endpoint,
    String secret,
    String product,
    String marketplace,
    boolean acceptEmpty,
    Map<String, String> options) {
  private static final String FILE = "file:";

  public ConnectorConfig {
    options = Map.copyOf(options);
  }

  /** The folder that a {@code file:} location names. Errors: other locations are refused. */
  public Path folder() {
    if (!location.startsWith(FILE)) {
      throw new IllegalStateException(
          "connector " + id + " reads from " + location + ", no folder");
    }
    return Path.of(location.substring(FILE.length()));
  }

  static String fileLocation(Path path) {
    return FILE + path;
  }
}
