package io.ratemill.sources.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.auth.Retryable;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Faults of BigQuery's clients in words for people. */
final class BigQueryTrouble {
  private BigQueryTrouble() {}

  /** Trouble while looking at the table. */
  static StoreException of(BigQueryPlace place, BigQueryException e) {
    BigQueryError error = e.getError();
    String reason =
        error == null || error.getReason() == null
            ? ""
            : error.getReason().toLowerCase(Locale.ROOT);
    if (isTokenRefused(e)) {
      return noToken(place, e);
    }
    if (e.getCause() instanceof InterruptedException) {
      return silent(place, e);
    }
    if (reason.contains("quota") || reason.contains("ratelimit") || e.getCode() == 429) {
      return throttled(place, e);
    }
    return switch (e.getCode()) {
      case 401, 403 -> denied(place, "may not be looked at", e);
      case 404 -> noTable(place, e);
      default -> unreachable(place, e);
    };
  }

  /** Trouble while reading rows. */
  static StoreException of(BigQueryPlace place, ApiException e) {
    if (isTokenRefused(e)) {
      return noToken(place, e);
    }
    return switch (e.getStatusCode().getCode()) {
      case PERMISSION_DENIED, UNAUTHENTICATED -> denied(place, "may not be read", e);
      case NOT_FOUND -> noTable(place, e);
      case RESOURCE_EXHAUSTED -> throttled(place, e);
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE ->
          new StoreException(
              Trouble.CHANGED,
              place.name()
                  + " can no longer be read as it was seen ("
                  + e.getMessage()
                  + "): its columns changed, or it was seen longer ago than its time travel reaches",
              e);
      default -> unreachable(place, e);
    };
  }

  static StoreException noTable(BigQueryPlace place, @Nullable Throwable cause) {
    return new StoreException(
        Trouble.MISSING,
        "there is no table "
            + place.name()
            + ": correct the location, or wait until Google's export has made it; to an account"
            + " without a role on the dataset it is not there either",
        cause);
  }

  private static boolean isTokenRefused(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Retryable token && !token.isRetryable()) {
        return true;
      }
    }
    return false;
  }

  private static StoreException noToken(BigQueryPlace place, Throwable e) {
    return new StoreException(
        Trouble.DENIED,
        "no access token for "
            + place.text()
            + " with secret "
            + place.secret().text()
            + ": the key was deleted or is not of this service account; create a new one",
        e);
  }

  private static StoreException denied(BigQueryPlace place, String what, Throwable e) {
    return new StoreException(
        Trouble.DENIED,
        place.name()
            + " "
            + what
            + ": "
            + e.getMessage()
            + ". Give the service account the role BigQuery Data Viewer"
            + " (roles/bigquery.dataViewer) on dataset "
            + place.dataset()
            + ", and the roles BigQuery Job User (roles/bigquery.jobUser) and BigQuery Read Session"
            + " User (roles/bigquery.readSessionUser) on project "
            + place.project()
            + ", and look whether its key is still valid",
        e);
  }

  private static StoreException throttled(BigQueryPlace place, Throwable e) {
    return new StoreException(
        Trouble.UNREACHABLE,
        place.name()
            + " cannot be read now, a quota of the project is used up ("
            + e.getMessage()
            + "): it is tried again at the next look; where it lasts, ask for a higher quota or look"
            + " less often (options: {look-every: 1 h})",
        e);
  }

  /** Silence, which the client tells as an interruption of its thread. */
  static StoreException silent(BigQueryPlace place, Exception e) {
    return new StoreException(
        Trouble.UNREACHABLE,
        "BigQuery does not answer in time when asked for "
            + place.name()
            + "; it is tried again at the next look",
        e);
  }

  private static StoreException unreachable(BigQueryPlace place, Throwable e) {
    return new StoreException(
        Trouble.UNREACHABLE,
        place.name()
            + " cannot be read: "
            + e.getMessage()
            + "; it is tried again at the next look",
        e);
  }
}
