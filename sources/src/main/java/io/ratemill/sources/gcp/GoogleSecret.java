package io.ratemill.sources.gcp;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.NoCredentials;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.SecretValues;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Google's credentials behind a reference to a secret, looked up where a client opens. */
final class GoogleSecret {
  private static final String JSON = "CREDENTIALS_JSON";
  private static final String FILE = "APPLICATION_CREDENTIALS";

  private GoogleSecret() {}

  /**
   * The credentials for a service, none for one that is asked over plain http without a secret: a
   * token is never sent in the clear.
   *
   * @param endpoint the service's address, with its scheme, or empty for its usual one
   * @param scope what its tokens are for
   *     <p>Errors: {@code DENIED} with what to do; what the secret holds is in no message.
   */
  static Credentials credentials(Secret secret, String endpoint, String scope)
      throws StoreException {
    if (endpoint.startsWith("http://") && secret.kind() == Secret.Kind.NONE) {
      return NoCredentials.getInstance();
    }
    return found(secret).createScoped(scope);
  }

  private static GoogleCredentials found(Secret secret) throws StoreException {
    return switch (secret.kind()) {
      case NONE -> applicationDefault();
      case FILE -> serviceAccount(secret, secret.content());
      case ENV -> variables(secret);
      case PROFILE ->
          throw new StoreException(
              Trouble.DENIED,
              "secret "
                  + secret.text()
                  + " names a profile, which Google's clients do not have: write file:PATH of a"
                  + " service account's key, or none for the application default credentials",
              null);
    };
  }

  private static GoogleCredentials applicationDefault() throws StoreException {
    try {
      return GoogleCredentials.getApplicationDefault();
    } catch (IOException e) {
      throw new StoreException(
          Trouble.DENIED,
          "there are no application default credentials: run on a machine with a service account,"
              + " set GOOGLE_APPLICATION_CREDENTIALS, run gcloud auth application-default login, or"
              + " write secret: file:PATH of a service account's key",
          e);
    }
  }

  private static GoogleCredentials variables(Secret secret) throws StoreException {
    SecretValues values = secret.open();
    String json = values.value(JSON);
    if (json != null) {
      return serviceAccount(secret, json);
    }
    String path = values.required(FILE);
    return serviceAccount(secret, new Secret(Secret.Kind.FILE, path).content());
  }

  private static GoogleCredentials serviceAccount(Secret secret, String json)
      throws StoreException {
    try {
      return ServiceAccountCredentials.fromStream(
          new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException | IllegalArgumentException e) {
      // The cause's own words may repeat content; its kind says enough.
      throw new StoreException(
          Trouble.DENIED,
          "secret "
              + secret.text()
              + " holds no key of a service account ("
              + e.getClass().getSimpleName()
              + "): create one under IAM, Service accounts, Keys, as JSON, and put the file there"
              + " unchanged",
          null);
    }
  }
}
