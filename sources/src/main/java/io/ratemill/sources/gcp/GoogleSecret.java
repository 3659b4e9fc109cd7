package io.ratemill.sources.gcp;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.SecretValues;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Google's credentials behind a reference to a secret, looked up where a client opens. */
final class GoogleSecret {
  /** Only reading: whatever the account may do beyond it, its tokens here may not. */
  private static final List<String> SCOPES =
      List.of(
          "https://www.googleapis.com/auth/devstorage.read_only",
          "https://www.googleapis.com/auth/bigquery.readonly");

  private static final String JSON = "CREDENTIALS_JSON";
  private static final String FILE = "APPLICATION_CREDENTIALS";

  private GoogleSecret() {}

  /**
   * The credentials.
   *
   * <p>Errors: {@code DENIED} with what to do; what the secret holds is in no message.
   */
  static GoogleCredentials credentials(Secret secret) throws StoreException {
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
      return GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
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
              new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))
          .createScoped(SCOPES);
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
