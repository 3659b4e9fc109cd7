package io.ratemill.sources.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What an exception of Azure's SDK means, in words.
 *
 * <p>Shape: the service's own text is not repeated, as it may quote signatures; its error code and
 * the number of the request are, which is what its support asks for. Errors: what is no trouble
 * with the store is thrown on as it is.
 */
final class BlobTrouble {
  private static final String LATER = "; it is tried again at the next look";

  private BlobTrouble() {}

  static StoreException of(BlobPlace place, String what, RuntimeException e) {
    // A refused sign-in is an answer of another service, so it is told apart first.
    if (find(e, ClientAuthenticationException.class) != null) {
      return new StoreException(Trouble.DENIED, signIn(place, what), null);
    }
    HttpResponseException answer = find(e, HttpResponseException.class);
    if (answer != null && answer.getResponse() != null) {
      return answered(place, what, answer);
    }
    UnknownHostException unknown = find(e, UnknownHostException.class);
    if (unknown != null) {
      return new StoreException(
          Trouble.UNREACHABLE,
          what
              + " cannot be reached: there is no host "
              + place.address()
              + "; correct the account in the location, region or endpoint",
          unknown);
    }
    IOException io = find(e, IOException.class);
    TimeoutException late = find(e, TimeoutException.class);
    Throwable cause = io == null ? late : io;
    if (cause == null) {
      throw e;
    }
    return new StoreException(
        Trouble.UNREACHABLE,
        what + " cannot be reached at " + place.address() + ": " + words(cause) + LATER,
        cause);
  }

  /** Whether it is the container, not a blob in it, that is not there. */
  static boolean isContainerMissing(RuntimeException e) {
    BlobStorageException answer = find(e, BlobStorageException.class);
    return answer != null && BlobErrorCode.CONTAINER_NOT_FOUND.equals(answer.getErrorCode());
  }

  private static StoreException answered(
      BlobPlace place, String what, HttpResponseException answer) {
    int status = answer.getResponse().getStatusCode();
    String code = code(answer);
    String said =
        " (status " + status + (code.isEmpty() ? "" : ", " + code) + request(answer) + ")";
    return switch (status) {
      case 401, 403 ->
          new StoreException(
              Trouble.DENIED, what + " may not be read: " + remedy(place, code) + said, null);
      case 404 ->
          new StoreException(
              Trouble.MISSING,
              isContainerMissing(answer)
                  ? "container "
                      + place.container()
                      + " does not exist in account "
                      + place.account()
                      + ": create it, or correct the location"
                      + said
                  : what + " is not there" + said,
              null);
      case 412, 416 ->
          new StoreException(
              Trouble.CHANGED, what + " is no longer the version that was seen" + said, null);
      case 409 -> refused(place, what, code, said);
      case 429, 503 ->
          new StoreException(
              Trouble.UNREACHABLE,
              what + " could not be read: the storage account is asked too often" + said + LATER,
              null);
      default ->
          new StoreException(
              Trouble.UNREACHABLE,
              what + " could not be read: the store failed" + said + LATER,
              null);
    };
  }

  /** Azure answers a stranger's look at a private account with a conflict. */
  private static StoreException refused(BlobPlace place, String what, String code, String said) {
    if (code.equals("PublicAccessNotPermitted")) {
      return new StoreException(
          Trouble.DENIED, what + " may not be read: " + remedy(place, code) + said, null);
    }
    if (code.equals("BlobArchived")) {
      return new StoreException(
          Trouble.DENIED,
          what + " lies in the archive tier: bring it back to the hot or cool tier" + said,
          null);
    }
    return new StoreException(
        Trouble.UNREACHABLE, what + " could not be read" + said + LATER, null);
  }

  private static String remedy(BlobPlace place, String code) {
    return switch (code) {
      case "AuthorizationPermissionMismatch" ->
          "give the identity or the signature of secret "
              + place.secret()
              + " the right to read and list: the role Storage Blob Data Reader on the container, or"
              + " sp=rl in the signature";
      case "AuthorizationFailure" ->
          "check that the key or signature of secret "
              + place.secret()
              + " is that of account "
              + place.account()
              + " and in date, and that the account's networking rules let this machine in";
      case "KeyBasedAuthenticationNotPermitted" ->
          "account "
              + place.account()
              + " does not allow access by key: use a service principal or a managed identity";
      case "AccountIsDisabled" -> "account " + place.account() + " is disabled: enable it";
      case "AuthorizationResourceTypeMismatch",
          "AuthorizationServiceMismatch",
          "AuthorizationProtocolMismatch" ->
          "the signature of secret "
              + place.secret()
              + " does not cover blobs of this container: make one with srt=co and ss=b, or for the"
              + " container";
      default ->
          "check secret "
              + place.secret()
              + ": the key may have been rotated, or the signature be out of date, or for another"
              + " account than "
              + place.account();
    };
  }

  private static String signIn(BlobPlace place, String what) {
    return what
        + " may not be read: signing in with secret "
        + place.secret()
        + " failed; check that tenant, client and its secret or certificate are right and in date,"
        + " or that this machine has the identity that is meant"
        + (place.secret().text().equals("none")
            ? "; or name credentials, as in secret: env:AZURE"
            : "");
  }

  private static String code(HttpResponseException answer) {
    if (answer instanceof BlobStorageException blob && blob.getErrorCode() != null) {
      return blob.getErrorCode().toString();
    }
    String header = header(answer, HttpHeaderName.fromString("x-ms-error-code"));
    return header == null ? "" : header;
  }

  private static String request(HttpResponseException answer) {
    String id = header(answer, HttpHeaderName.X_MS_REQUEST_ID);
    return id == null ? "" : ", request " + id;
  }

  private static @Nullable String header(HttpResponseException answer, HttpHeaderName name) {
    return answer.getResponse().getHeaderValue(name);
  }

  private static String words(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static <T extends Throwable> @Nullable T find(Throwable from, Class<T> kind) {
    for (Throwable each = from; each != null; each = each.getCause()) {
      if (kind.isInstance(each)) {
        return kind.cast(each);
      }
      for (Throwable beside : each.getSuppressed()) {
        if (kind.isInstance(beside)) {
          return kind.cast(beside);
        }
      }
    }
    return null;
  }
}
