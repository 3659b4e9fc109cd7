package io.ratemill.sources.aws;

import io.ratemill.sources.store.SecretValues;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A client of S3 for one place, with its credentials and all that has to be closed with it.
 *
 * <p>Source: AWS SDK for Java 2 developer guide, "Credentials" and "Retry behavior".
 */
final class S3Clients implements AutoCloseable {
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final String SESSION = "ratemill";
  private static final Region FIRST = Region.US_EAST_1;

  private final S3Place place;
  private final Map<String, String> environment;
  private final Deque<SdkAutoCloseable> open = new ArrayDeque<>();
  private @Nullable S3Client client;

  private S3Clients(S3Place place, Map<String, String> environment) {
    this.place = place;
    this.environment = environment;
  }

  static S3Clients open(S3Place place, Map<String, String> environment) throws StoreException {
    S3Clients clients = new S3Clients(place, environment);
    try {
      clients.client = clients.client(clients.credentials());
      return clients;
    } catch (SdkClientException e) {
      clients.close();
      throw S3Faults.credentials(place, e);
    } catch (StoreException e) {
      clients.close();
      throw e;
    }
  }

  S3Client client() {
    if (client == null) {
      throw new IllegalStateException("the client of " + place.text() + " is closed");
    }
    return client;
  }

  private S3Client client(AwsCredentialsProvider credentials) {
    S3ClientBuilder builder =
        S3Client.builder()
            .credentialsProvider(credentials)
            .region(region())
            .forcePathStyle(place.pathStyle())
            // A region that was not given is found out; one that was is taken at its word.
            .crossRegionAccessEnabled(place.region().isEmpty() && place.endpoint().isEmpty())
            .httpClientBuilder(http())
            .overrideConfiguration(retries());
    URI address = place.address();
    if (address != null) {
      builder.endpointOverride(address);
    }
    return kept(builder.build());
  }

  private UrlConnectionHttpClient.Builder http() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(CONNECTING)
        .socketTimeout(place.silence());
  }

  private ClientOverrideConfiguration retries() {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(
            AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(place.tries()).build())
        .build();
  }

  private Region region() {
    if (!place.region().isEmpty()) {
      return Region.of(place.region());
    }
    String given = environment.getOrDefault("AWS_REGION", environment.get("AWS_DEFAULT_REGION"));
    return given == null || given.isBlank() ? FIRST : Region.of(given.strip());
  }

  private AwsCredentialsProvider credentials() throws StoreException {
    AwsCredentialsProvider given =
        switch (place.secret().kind()) {
          case NONE -> machine();
          case PROFILE -> profile(place.secret().name());
          case ENV, FILE -> values(place.secret().open(environment));
        };
    String role = place.option(S3Options.ROLE);
    if (role.isEmpty()) {
      return given;
    }
    if (given instanceof AnonymousCredentialsProvider) {
      throw new StoreException(
          Trouble.DENIED,
          "role "
              + role
              + " cannot be assumed, because there are no credentials to do so with: name them with"
              + " secret",
          null);
    }
    return kept(
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(tokens(given))
            .refreshRequest(
                request -> {
                  request.roleArn(role).roleSessionName(SESSION);
                  String external = place.option(S3Options.EXTERNAL_ID);
                  if (!external.isEmpty()) {
                    request.externalId(external);
                  }
                })
            .build());
  }

  private static AwsCredentialsProvider fixed(String id, String key, @Nullable String session) {
    AwsCredentials credentials =
        session == null
            ? AwsBasicCredentials.create(id, key)
            : AwsSessionCredentials.create(id, key, session);
    return StaticCredentialsProvider.create(credentials);
  }

  private AwsCredentialsProvider values(SecretValues values) throws StoreException {
    String token = values.value("WEB_IDENTITY_TOKEN_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE");
    String id = values.value("ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID");
    if (id == null && token != null) {
      return webIdentity(token, values.required("ROLE_ARN", "AWS_ROLE_ARN"));
    }
    return fixed(
        values.required("ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID"),
        values.required("SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY"),
        values.value("SESSION_TOKEN", "AWS_SESSION_TOKEN"));
  }

  private AwsCredentialsProvider webIdentity(String token, String role) {
    return kept(
        StsWebIdentityTokenFileCredentialsProvider.builder()
            .stsClient(tokens(AnonymousCredentialsProvider.create()))
            .webIdentityTokenFile(Path.of(token))
            .roleArn(role)
            .roleSessionName(SESSION)
            .build());
  }

  private AwsCredentialsProvider profile(String name) {
    return kept(ProfileCredentialsProvider.create(name));
  }

  /** What the machine itself has; where it has nothing, requests go without a signature. */
  private AwsCredentialsProvider machine() {
    String token = environment.get("AWS_WEB_IDENTITY_TOKEN_FILE");
    String role = environment.get("AWS_ROLE_ARN");
    if (token != null && role != null && !environment.containsKey("AWS_ACCESS_KEY_ID")) {
      return webIdentity(token, role);
    }
    AwsCredentialsProviderChain.Builder chain =
        AwsCredentialsProviderChain.builder()
            .addCredentialsProvider(EnvironmentVariableCredentialsProvider.create())
            .addCredentialsProvider(ContainerCredentialsProvider.create())
            .addCredentialsProvider(ProfileCredentialsProvider.create());
    if (place.endpoint().isEmpty()) {
      // A machine outside AWS answers this question only after seconds.
      chain.addCredentialsProvider(InstanceProfileCredentialsProvider.create());
    }
    AwsCredentialsProviderChain machine = kept(chain.build());
    try {
      machine.resolveCredentials();
      return machine;
    } catch (SdkClientException none) {
      return AnonymousCredentialsProvider.create();
    }
  }

  private StsClient tokens(AwsCredentialsProvider credentials) {
    StsClientBuilder builder =
        StsClient.builder()
            .credentialsProvider(credentials)
            .region(region())
            .httpClientBuilder(http())
            .overrideConfiguration(retries());
    String endpoint = place.option(S3Options.STS_ENDPOINT);
    if (!endpoint.isEmpty()) {
      builder.endpointOverride(URI.create(endpoint));
    }
    return kept(builder.build());
  }

  private <T> T kept(T part) {
    if (part instanceof SdkAutoCloseable closeable) {
      open.push(closeable);
    }
    return part;
  }

  @Override
  public void close() {
    client = null;
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
