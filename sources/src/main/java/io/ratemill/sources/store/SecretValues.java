package io.ratemill.sources.store;

import io.ratemill.sources.store.StoreException.Trouble;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Credentials as they were looked up, for the moment in which a client opens. Never stored, sent or
 * shown: their text form is the reference.
 */
public final class SecretValues {
  private final Secret secret;
  private final Map<String, String> values;

  SecretValues(Secret secret, Map<String, String> values) {
    this.secret = secret;
    this.values = Map.copyOf(values);
  }

  /** The value under the first of several names that has one, or null. */
  public @Nullable String value(String... names) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** As {@link #value}. Errors: {@code DENIED}, with what to set, if no name has a value. */
  public String required(String... names) throws StoreException {
    String value = value(names);
    if (value == null) {
      boolean variable = secret.kind() == Secret.Kind.ENV;
      throw new StoreException(
          Trouble.DENIED,
          "secret "
              + secret
              + " holds no "
              + names[0]
              + ": "
              + (variable
                  ? "set the environment variable " + secret.name() + "_" + names[0]
                  : "write " + names[0] + "=... into the file"),
          null);
    }
    return value;
  }

  @Override
  public String toString() {
    return "values of " + secret;
  }
}
