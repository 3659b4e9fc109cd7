package io.ratemill.sources.oci;

import com.oracle.bmc.ClientConfiguration;
import com.oracle.bmc.ConfigFileReader;
import com.oracle.bmc.auth.BasicAuthenticationDetailsProvider;
import com.oracle.bmc.auth.InstancePrincipalsAuthenticationDetailsProvider;
import com.oracle.bmc.auth.ResourcePrincipalAuthenticationDetailsProvider;
import com.oracle.bmc.auth.SimpleAuthenticationDetailsProvider;
import com.oracle.bmc.auth.StringPrivateKeySupplier;
import com.oracle.bmc.http.client.HttpClientBuilder;
import com.oracle.bmc.http.client.jersey3.ApacheClientProperties;
import com.oracle.bmc.objectstorage.ObjectStorage;
import com.oracle.bmc.objectstorage.ObjectStorageClient;
import com.oracle.bmc.retrier.RetryConfiguration;
import com.oracle.bmc.util.CircuitBreakerUtils;
import com.oracle.bmc.waiter.MaxAttemptsTerminationStrategy;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.SecretValues;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.apache.http.client.config.RequestConfig;
import org.glassfish.jersey.apache.connector.ApacheConnectionClosingStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Signs in to Object Storage.
 *
 * <p>Shape: the names of an API key's values are those of Oracle's own configuration file, in upper
 * case, so that {@code env:OCI_CLI} means the variables of Oracle's command line. Errors: what is
 * missing is named; no value of a secret is ever part of a message.
 */
final class OciLogin {
  private static final int CONNECT_MILLIS = 10_000;
  private static final String DEFAULT_PROFILE = "DEFAULT";

  private OciLogin() {}

  /** A client of the service, signed in. */
  static ObjectStorage client(OciPlace place, Patience patience) throws StoreException {
    ObjectStorageClient.Builder builder =
        ObjectStorageClient.builder()
            .configuration(configuration(patience))
            .additionalClientConfigurator(OciLogin::configure)
            .isStreamWarningEnabled(false);
    Identity identity = identity(place);
    String region = place.region().isEmpty() ? identity.region() : place.region();
    if (!place.endpoint().isEmpty()) {
      builder.endpoint(place.endpoint());
    } else if (!region.isEmpty()) {
      builder.region(region);
    } else if (place.principal() == OciPrincipal.USER) {
      throw denied(
          place,
          "nothing says in which region the bucket lies: write the tenancy's home region, as in"
              + " region: eu-frankfurt-1");
    }
    try {
      return builder.build(identity.provider());
    } catch (RuntimeException e) {
      throw denied(place, "signing in failed (" + reason(e) + "): check the secret's values");
    }
  }

  private record Identity(BasicAuthenticationDetailsProvider provider, String region) {}

  private static Identity identity(OciPlace place) throws StoreException {
    return switch (place.principal()) {
      case USER -> user(place);
      case INSTANCE ->
          machine(
              place,
              "this machine is no instance of OCI, or its metadata service does not answer",
              () -> InstancePrincipalsAuthenticationDetailsProvider.builder().build());
      case RESOURCE ->
          machine(
              place,
              "this process runs in no OCI resource that has a principal of its own",
              () -> ResourcePrincipalAuthenticationDetailsProvider.builder().build());
    };
  }

  /** Makes the provider of a machine's identity. */
  private interface Maker {
    BasicAuthenticationDetailsProvider make();
  }

  private static Identity machine(OciPlace place, String otherwise, Maker maker)
      throws StoreException {
    try {
      return new Identity(maker.make(), "");
    } catch (RuntimeException e) {
      throw denied(
          place,
          otherwise
              + " ("
              + reason(e)
              + "): run it there, or use an API key with principal: user and a secret");
    }
  }

  private static Identity user(OciPlace place) throws StoreException {
    Secret secret = place.secret();
    Function<String, @Nullable String> values =
        switch (secret.kind()) {
          case NONE -> profile(place, DEFAULT_PROFILE);
          case PROFILE -> profile(place, secret.name());
          case FILE -> file(place, secret);
          case ENV -> {
            SecretValues variables = secret.open();
            yield variables::value;
          }
        };
    String key = key(place, values);
    SimpleAuthenticationDetailsProvider.SimpleAuthenticationDetailsProviderBuilder builder =
        SimpleAuthenticationDetailsProvider.builder()
            .tenantId(required(place, values, "TENANCY"))
            .userId(required(place, values, "USER"))
            .fingerprint(required(place, values, "FINGERPRINT"))
            .privateKeySupplier(new StringPrivateKeySupplier(key));
    String passPhrase = first(values, "PASS_PHRASE", "PASSPHRASE");
    if (passPhrase != null) {
      builder.passphraseCharacters(passPhrase.toCharArray());
    }
    String region = values.apply("REGION");
    return new Identity(builder.build(), region == null ? "" : region);
  }

  /**
   * A profile of Oracle's configuration file, {@code ~/.oci/config} unless OCI_CONFIG_FILE says.
   */
  private static Function<String, @Nullable String> profile(OciPlace place, String name)
      throws StoreException {
    try {
      ConfigFileReader.ConfigFile file = ConfigFileReader.parseDefault(name);
      return key -> file.get(key.toLowerCase(Locale.ROOT));
    } catch (IOException | IllegalArgumentException e) {
      throw denied(
          place,
          "profile "
              + name
              + " of Oracle's configuration file (~/.oci/config, or where OCI_CONFIG_FILE points)"
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "): create it with 'oci setup config', or write secret: env:PREFIX or file:PATH");
    }
  }

  /** A file in the form of Oracle's configuration file, or of NAME=value lines. */
  private static Function<String, @Nullable String> file(OciPlace place, Secret secret)
      throws StoreException {
    long profiles =
        secret.content().lines().map(String::strip).filter(line -> line.startsWith("[")).count();
    if (profiles > 1) {
      throw denied(
          place,
          "the file holds "
              + profiles
              + " profiles: leave one in it, or point OCI_CONFIG_FILE to it and write secret:"
              + " profile:NAME");
    }
    SecretValues values = secret.open();
    return values::value;
  }

  /** The private key as text: the value itself, or the file that the value names. */
  private static String key(OciPlace place, Function<String, @Nullable String> values)
      throws StoreException {
    String content = values.apply("KEY_CONTENT");
    if (content != null) {
      // A variable or a line of a file often cannot hold line breaks.
      return content.replace("\\n", "\n");
    }
    String name = required(place, values, "KEY_FILE");
    Path path =
        name.startsWith("~/")
            ? Path.of(System.getProperty("user.home"), name.substring(2))
            : Path.of(name);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw denied(
          place,
          "the private key file "
              + path
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "): put it there, on every machine that reads bills, readable by this user");
    }
  }

  private static String required(
      OciPlace place, Function<String, @Nullable String> values, String name)
      throws StoreException {
    String value = values.apply(name);
    if (value == null || value.isBlank()) {
      String where =
          place.secret().kind() == Secret.Kind.ENV
              ? "set the environment variable " + place.secret().name() + "_" + name
              : "write " + name.toLowerCase(Locale.ROOT) + "=... there";
      throw denied(place, "there is no " + name + ": " + where);
    }
    return value.strip();
  }

  private static @Nullable String first(
      Function<String, @Nullable String> values, String... names) {
    for (String name : names) {
      String value = values.apply(name);
      if (value != null && !value.isBlank()) {
        return value;
      }
    }
    return null;
  }

  private static ClientConfiguration configuration(Patience patience) {
    return ClientConfiguration.builder()
        .connectionTimeoutMillis(CONNECT_MILLIS)
        .readTimeoutMillis((int) patience.read().toMillis())
        .retryConfiguration(
            RetryConfiguration.builder()
                .terminationStrategy(new MaxAttemptsTerminationStrategy(patience.attempts()))
                .delayStrategy(context -> patience.pauseAfter(context.getAttemptsMade()).toMillis())
                .build())
        .circuitBreakerConfiguration(CircuitBreakerUtils.getNoCircuitBreakerConfiguration())
        .build();
  }

  private static void configure(HttpClientBuilder builder) {
    // The usual closing reads a stream to its end first, which is dear when a slice needs a header.
    builder.property(
        ApacheClientProperties.CONNECTION_CLOSING_STRATEGY,
        new ApacheConnectionClosingStrategy.ImmediateClosingStrategy());
    // Bytes are pinned and counted as they are stored: nothing may unpack them on the way.
    builder.property(
        ApacheClientProperties.REQUEST_CONFIG,
        RequestConfig.custom().setContentCompressionEnabled(false).build());
  }

  private static StoreException denied(OciPlace place, String what) {
    return new StoreException(
        Trouble.DENIED,
        place.text()
            + " (principal "
            + place.principal().word()
            + ", secret "
            + place.secret().text()
            + "): "
            + what,
        null);
  }

  /** The kind of a failure: its own words may repeat parts of a key. */
  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.getClass().getSimpleName();
  }
}
