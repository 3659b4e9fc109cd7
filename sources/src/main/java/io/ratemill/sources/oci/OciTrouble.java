package io.ratemill.sources.oci;

import com.oracle.bmc.model.BmcException;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What an error of Object Storage means, and what to do about it.
 *
 * <p>Source: Oracle's API errors of Object Storage. Where a reader lacks the right to see a bucket,
 * the service says that there is none: the text then names both reasons.
 */
final class OciTrouble {
  private static final int UNAUTHENTICATED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final int THROTTLED = 429;

  private OciTrouble() {}

  /** Trouble with a bucket as a whole. */
  static StoreException ofPlace(OciPlace place, BmcException e) {
    return of(place, place.text(), "", e);
  }

  /** Trouble with one object. */
  static StoreException ofObject(OciPlace place, String key, BmcException e) {
    return of(place, place.text() + "/" + key, key, e);
  }

  static StoreException changed(OciPlace place, String key, @Nullable Throwable cause) {
    return new StoreException(
        Trouble.CHANGED,
        place.text() + "/" + key + " is no longer the object that was seen: its ETag is another",
        cause);
  }

  /** A connection that broke, or bytes that ended early, however often it was asked again. */
  static StoreException broken(OciPlace place, String key, IOException e) {
    return new StoreException(
        Trouble.UNREACHABLE,
        place.text() + "/" + key + " cannot be read to its end: " + message(e),
        e);
  }

  private static StoreException of(OciPlace place, String what, String key, BmcException e) {
    return switch (e.getStatusCode()) {
      case UNAUTHENTICATED ->
          trouble(
              Trouble.DENIED,
              what,
              "does not accept the signature: check user, tenancy, fingerprint and private key"
                  + " against the API key of that user, and this machine's clock, which may differ"
                  + " by five minutes",
              e);
      case FORBIDDEN ->
          trouble(
              Trouble.DENIED,
              what,
              "may not be read: write the policy of docs/connectors/oci.md for the group of this"
                  + " user or machine",
              e);
      case NOT_FOUND ->
          key.isEmpty() || isOfBucket(e)
              ? trouble(
                  Trouble.MISSING,
                  place.text(),
                  "is not there, or may not be seen (Object Storage does not say which): check"
                      + " namespace, bucket (the tenancy's OCID) and region (the home region), and"
                      + " write the policy of docs/connectors/oci.md",
                  e)
              : trouble(Trouble.MISSING, what, "is not there", e);
      case PRECONDITION_FAILED -> changed(place, key, e);
      case THROTTLED ->
          trouble(
              Trouble.UNREACHABLE,
              what,
              "is asked too often, however long the pauses were; it is tried again at the next look",
              e);
      default ->
          trouble(
              Trouble.UNREACHABLE,
              what,
              e.getStatusCode() > 0
                  ? "cannot be read now"
                  : "cannot be reached: check region, endpoint and this machine's network",
              e);
    };
  }

  private static boolean isOfBucket(BmcException e) {
    String code = e.getServiceCode();
    return "BucketNotFound".equals(code) || "NamespaceNotFound".equals(code);
  }

  private static StoreException trouble(Trouble trouble, String what, String why, BmcException e) {
    StringBuilder text = new StringBuilder(what).append(' ').append(why).append(" (");
    if (e.getStatusCode() > 0) {
      text.append("status ").append(e.getStatusCode());
      if (e.getServiceCode() != null) {
        text.append(' ').append(e.getServiceCode());
      }
    } else {
      text.append(message(deepest(e)));
    }
    if (e.getOpcRequestId() != null) {
      text.append(", request ").append(e.getOpcRequestId());
    }
    return new StoreException(trouble, text.append(')').toString(), e);
  }

  private static Throwable deepest(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  private static String message(Throwable e) {
    String message = e.getMessage();
    String kind = e.getClass().getSimpleName();
    return message == null ? kind : kind + ": " + message;
  }
}
