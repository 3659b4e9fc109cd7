package io.ratemill.sources.store;

import io.ratemill.sources.store.StoreException.Trouble;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Where the credentials of a connector are found: a reference, never the credentials.
 *
 * <p>Shape: {@code env:PREFIX} means the environment variables {@code PREFIX_NAME}; {@code
 * file:PATH} a file, of {@code NAME=value} lines or in the provider's own form; {@code
 * profile:NAME} a profile of the provider's own configuration; {@code none} that nothing is given.
 * It travels and may be shown; it is looked up only where a client opens.
 *
 * @param name the prefix, path or name, empty for {@code none}
 */
public record Secret(Kind kind, String name) implements Serializable {
  /** The kinds of reference. */
  public enum Kind {
    NONE,
    ENV,
    PROFILE,
    FILE
  }

  /** Nothing is given: the provider's own way of finding credentials counts, if it has one. */
  public static final Secret NONE = new Secret(Kind.NONE, "");

  private static final int LARGEST = 1 << 20;

  /** The reference as people write it. */
  public String text() {
    String word = kind.name().toLowerCase(Locale.ROOT);
    return kind == Kind.NONE ? word : word + ":" + name;
  }

  @Override
  public String toString() {
    return text();
  }

  /**
   * Looks up what {@code env:} and {@code file:} refer to, in this process's environment.
   *
   * <p>Errors: {@link StoreException} with {@code DENIED} if the file cannot be read.
   */
  public SecretValues open() throws StoreException {
    return open(System.getenv());
  }

  /** Looks up what {@code env:} and {@code file:} refer to, in a given environment. */
  public SecretValues open(Map<String, String> environment) throws StoreException {
    return switch (kind) {
      case NONE, PROFILE -> new SecretValues(this, Map.of());
      case ENV -> new SecretValues(this, variables(environment));
      case FILE -> new SecretValues(this, lines(content()));
    };
  }

  /** The whole content of the file that {@code file:} names, for providers with a form of it. */
  public String content() throws StoreException {
    Path file = Path.of(name);
    try {
      if (Files.size(file) > LARGEST) {
        throw new StoreException(
            Trouble.DENIED,
            "the file of secret " + text() + " is too large to hold credentials: correct the path",
            null);
      }
      return Files.readString(file);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      // The cause's own words may repeat content; its kind says enough.
      throw new StoreException(
          Trouble.DENIED,
          "the file of secret "
              + text()
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "): put it there, on every machine that reads bills, readable by this user",
          null);
    }
  }

  private Map<String, String> variables(Map<String, String> environment) {
    Map<String, String> values = new HashMap<>();
    String start = name + "_";
    environment.forEach(
        (key, value) -> {
          if (key.startsWith(start) && !value.isBlank()) {
            values.put(key.substring(start.length()), value.strip());
          }
        });
    return values;
  }

  private static Map<String, String> lines(String content) {
    Map<String, String> values = new HashMap<>();
    for (String line : content.split("\\R", -1)) {
      int equals = line.indexOf('=');
      String key = equals < 0 ? "" : line.substring(0, equals).strip();
      String value = line.substring(equals + 1).strip();
      if (!key.isEmpty() && !key.startsWith("#") && !value.isEmpty()) {
        values.put(key.toUpperCase(Locale.ROOT).replace('-', '_'), value);
      }
    }
    return values;
  }
}
