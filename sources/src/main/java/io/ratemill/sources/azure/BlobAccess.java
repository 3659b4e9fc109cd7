package io.ratemill.sources.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.SecretValues;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.util.Base64;

/**
 * Opens clients of Blob storage with the credentials that a place refers to.
 *
 * <p>Shape: an account key, a shared access signature, or a token of Microsoft Entra: of a service
 * principal, of a workload, of a machine, or of the user who is signed in. Errors: {@link
 * StoreException} with what to set; a credential is never part of it.
 */
final class BlobAccess {
  private static final String MANAGED = "managed-identity";

  private BlobAccess() {}

  static BlobContainerClient open(BlobPlace place, Patience patience) throws StoreException {
    BlobServiceClientBuilder builder = builder(place, patience);
    Secret secret = place.secret();
    switch (secret.kind()) {
      case NONE ->
          token(
              builder,
              place,
              new DefaultAzureCredentialBuilder().authorityHost(place.cloud().authority()).build());
      case PROFILE -> token(builder, place, profile(place));
      case ENV, FILE -> given(builder, place, secret.open());
    }
    return builder.buildClient().getBlobContainerClient(place.container());
  }

  /** A client whose tokens come from a given credential. */
  static BlobContainerClient open(
      BlobPlace place, Patience patience, TokenCredential credential, HttpClient transport) {
    return builder(place, patience)
        .httpClient(transport)
        .credential(credential)
        .buildClient()
        .getBlobContainerClient(place.container());
  }

  private static BlobServiceClientBuilder builder(BlobPlace place, Patience patience) {
    return new BlobServiceClientBuilder()
        .endpoint(place.address())
        .httpClient(transport(patience))
        .retryOptions(
            new RequestRetryOptions(
                RetryPolicyType.EXPONENTIAL,
                patience.tries(),
                patience.silence(),
                patience.delay(),
                patience.longest(),
                null));
  }

  private static HttpClient transport(Patience patience) {
    return new JdkHttpClientBuilder(
            java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1))
        .connectionTimeout(patience.connect())
        .responseTimeout(patience.silence())
        .readTimeout(patience.silence())
        .build();
  }

  private static void given(BlobServiceClientBuilder builder, BlobPlace place, SecretValues values)
      throws StoreException {
    String key = values.value("ACCOUNT_KEY", "STORAGE_KEY");
    String signature = values.value("SAS_TOKEN", "STORAGE_SAS_TOKEN");
    if (key != null) {
      checkKey(place, key);
      builder.credential(new StorageSharedKeyCredential(place.account(), key));
    } else if (signature != null) {
      builder.sasToken(signature.startsWith("?") ? signature.substring(1) : signature);
    } else if (values.value("TENANT_ID") != null || values.value("CLIENT_ID") != null) {
      token(builder, place, principal(place, values));
    } else {
      throw denied(
          place,
          "holds no credentials: give it ACCOUNT_KEY, or SAS_TOKEN, or TENANT_ID, CLIENT_ID and"
              + " CLIENT_SECRET");
    }
  }

  private static TokenCredential principal(BlobPlace place, SecretValues values)
      throws StoreException {
    String tenant = values.required("TENANT_ID");
    String client = values.required("CLIENT_ID");
    String certificate = values.value("CLIENT_CERTIFICATE_PATH");
    if (certificate != null) {
      return new ClientCertificateCredentialBuilder()
          .authorityHost(place.cloud().authority())
          .tenantId(tenant)
          .clientId(client)
          .pemCertificate(certificate)
          .build();
    }
    return new ClientSecretCredentialBuilder()
        .authorityHost(place.cloud().authority())
        .tenantId(tenant)
        .clientId(client)
        .clientSecret(values.required("CLIENT_SECRET"))
        .build();
  }

  private static TokenCredential profile(BlobPlace place) throws StoreException {
    String name = place.secret().name();
    if (name.equals("cli")) {
      return new AzureCliCredentialBuilder().build();
    }
    if (name.equals("workload-identity")) {
      return new WorkloadIdentityCredentialBuilder()
          .authorityHost(place.cloud().authority())
          .build();
    }
    if (name.equals(MANAGED)) {
      return new ManagedIdentityCredentialBuilder().build();
    }
    if (name.startsWith(MANAGED + "/")) {
      return new ManagedIdentityCredentialBuilder()
          .clientId(name.substring(MANAGED.length() + 1))
          .build();
    }
    throw denied(
        place,
        "is no profile of Azure: write profile:managed-identity, profile:managed-identity/CLIENT-ID,"
            + " profile:workload-identity or profile:cli");
  }

  /** The SDK hands tokens to encrypted connections only, and says so in its own words. */
  private static void token(
      BlobServiceClientBuilder builder, BlobPlace place, TokenCredential credential)
      throws StoreException {
    if (!place.address().startsWith("https://")) {
      throw denied(
          place,
          "means a token, which is never sent to "
              + place.address()
              + ": use an endpoint with https, or a secret with ACCOUNT_KEY or SAS_TOKEN");
    }
    builder.credential(credential);
  }

  private static void checkKey(BlobPlace place, String key) throws StoreException {
    try {
      Base64.getDecoder().decode(key);
    } catch (IllegalArgumentException e) {
      // The cause would repeat a character of the key.
      throw denied(
          place,
          "has an ACCOUNT_KEY that is no key: copy key1 or key2 of the storage account whole, with"
              + " the = signs at its end");
    }
  }

  private static StoreException denied(BlobPlace place, String text) {
    return new StoreException(
        Trouble.DENIED,
        place.text() + " cannot be opened: secret " + place.secret() + " " + text,
        null);
  }
}
