package io.ratemill.sources.aws;

import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * What a fault of the SDK means for people: what, where, why, and what to do.
 *
 * <p>Shape: the same fault gives the same text, so request ids stay in the cause. Source: Amazon S3
 * API reference, "Error responses".
 */
final class S3Faults {
  private static final int LONGEST = 300;

  /** What the SDK adds to a message, which differs each time. */
  private static final Pattern NOTES = Pattern.compile(" \\((Service:|SDK Attempt Count:).*");

  private static final int PERMANENT_REDIRECT = 301;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION = 412;
  private static final int TOO_MANY = 429;

  private static final Set<String> UNKNOWN_KEYS =
      Set.of("InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException");
  private static final Set<String> WRONG_SIGNATURES =
      Set.of("SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature");
  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "InvalidToken", "TokenRefreshRequired");
  private static final Set<String> THROTTLED =
      Set.of("SlowDown", "Throttling", "ThrottlingException", "RequestLimitExceeded");
  private static final Set<String> OTHER_REGION =
      Set.of(
          "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException");

  private final S3Place place;

  S3Faults(S3Place place) {
    this.place = place;
  }

  /** Credentials that could not be found, before anything was asked. */
  static StoreException credentials(S3Place place, SdkException e) {
    return new S3Faults(place).noCredentials(e);
  }

  /** A fault while listing the place. */
  StoreException listing(SdkException e) {
    return of(e, place.text() + " cannot be listed", "", "s3:ListBucket on " + arn(""));
  }

  /** A listing whose answer broke off. */
  StoreException brokenListing(RuntimeException e) {
    return new StoreException(
        Trouble.UNREACHABLE,
        place.text()
            + " cannot be listed: the store's answer breaks off; it is tried again at the next look",
        e);
  }

  /** A listing that goes on without saying how. */
  StoreException endlessListing() {
    return new StoreException(
        Trouble.UNREACHABLE,
        place.text()
            + " cannot be listed: the store says that there are more objects, but not how to ask"
            + " for them; it must page as S3 does",
        null);
  }

  /** A fault while looking at or reading an object. */
  StoreException reading(String key, SdkException e) {
    return of(
        e,
        address(key) + " cannot be read",
        key,
        "s3:GetObject on "
            + arn(place.full("*"))
            + ", and kms:Decrypt on its key if it is encrypted with a key of its own");
  }

  String address(String key) {
    return "s3://" + place.bucket() + "/" + place.full(key);
  }

  private String arn(String path) {
    String bucket = "arn:aws:s3:::" + place.bucket();
    return path.isEmpty() ? bucket : bucket + "/" + path;
  }

  private StoreException of(SdkException e, String what, String key, String permission) {
    StsException token = find(e, StsException.class);
    if (token != null) {
      return role(token, what);
    }
    AwsServiceException service = find(e, AwsServiceException.class);
    return service == null ? unanswered(e, what) : answered(service, what, key, permission);
  }

  private StoreException answered(
      AwsServiceException e, String what, String key, String permission) {
    String code = code(e);
    int status = e.statusCode();
    if (code.equals("NoSuchBucket")) {
      return fault(
          Trouble.MISSING,
          "bucket "
              + place.bucket()
              + " does not exist at "
              + place.where()
              + ": correct location, region or endpoint",
          e);
    }
    if (status == PRECONDITION) {
      return fault(Trouble.CHANGED, address(key) + " is no longer the object that was seen", e);
    }
    if (status == NOT_FOUND) {
      return fault(Trouble.MISSING, address(key) + " is not there", e);
    }
    if (status == PERMANENT_REDIRECT || OTHER_REGION.contains(code)) {
      return fault(Trouble.DENIED, what + ": " + otherRegion(e), e);
    }
    if (status == TOO_MANY || THROTTLED.contains(code)) {
      return fault(
          Trouble.UNREACHABLE,
          what
              + ": the store asks to slow down ("
              + code
              + "), also after several tries; it is tried again at the next look",
          e);
    }
    if (status == FORBIDDEN || (status == BAD_REQUEST && isOfCredentials(code))) {
      return fault(Trouble.DENIED, what + ": " + denied(e, code, permission), e);
    }
    return fault(
        Trouble.UNREACHABLE,
        what
            + ": the store answers with status "
            + status
            + (code.isEmpty() ? "" : " " + code)
            + said(e)
            + "; it is tried again at the next look",
        e);
  }

  private static boolean isOfCredentials(String code) {
    return UNKNOWN_KEYS.contains(code) || WRONG_SIGNATURES.contains(code) || EXPIRED.contains(code);
  }

  private String denied(AwsServiceException e, String code, String permission) {
    String who = who();
    if (UNKNOWN_KEYS.contains(code)) {
      return "the store does not know the access key of " + who + ": it may have been deleted";
    }
    if (WRONG_SIGNATURES.contains(code)) {
      return "the secret key of " + who + " does not belong to its access key: correct it";
    }
    if (EXPIRED.contains(code)) {
      return "the session token of " + who + " has expired: renew it, or use a role";
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return "the clock of this machine differs too much from the store's: set it right";
    }
    if (code.equals("InvalidObjectState")) {
      return "it is archived: restore it, or exclude bills from the bucket's archiving rule";
    }
    return who
        + " may not"
        + said(e)
        + ": allow it "
        + permission
        + (place.requesterPays()
            ? ""
            : "; if the bucket lets the requester pay, write options: {requester-pays: yes}");
  }

  private String who() {
    String role = place.option(S3Options.ROLE);
    if (!role.isEmpty()) {
      return "role " + role;
    }
    return place.secret().equals(Secret.NONE)
        ? "this machine's own identity, or nobody if it has none (secret: none),"
        : "secret " + place.secret();
  }

  private String otherRegion(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String region =
        details == null || details.sdkHttpResponse() == null
            ? ""
            : details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region").orElse("");
    String given = place.region().isEmpty() ? "none" : place.region();
    return region.isEmpty()
        ? "the bucket lies in another region than " + given + said(e) + ": correct region"
        : "the bucket lies in region " + region + ", not in " + given + ": write region: " + region;
  }

  private StoreException role(StsException e, String what) {
    String code = code(e);
    String role = place.option(S3Options.ROLE);
    if (e.statusCode() / 100 == 5 || THROTTLED.contains(code)) {
      return fault(
          Trouble.UNREACHABLE,
          what + ": the token service fails with " + code + "; it is tried again at the next look",
          e);
    }
    String external = place.option(S3Options.EXTERNAL_ID);
    String text =
        role.isEmpty()
            ? "the web identity of secret "
                + place.secret()
                + " gets no credentials ("
                + code
                + said(e)
                + "): let the role's trust policy name its provider and subject"
            : "role "
                + role
                + " cannot be assumed with secret "
                + place.secret()
                + " ("
                + code
                + said(e)
                + "): allow that identity sts:AssumeRole on it, and let the role's trust policy"
                + " name that identity"
                + (external.isEmpty()
                    ? "; if the policy asks for an external id, write it into options"
                    : " and the external id that is in options");
    return fault(Trouble.DENIED, what + ": " + text, e);
  }

  private StoreException unanswered(SdkException e, String what) {
    if (find(e, UnknownHostException.class) != null) {
      return fault(
          Trouble.UNREACHABLE,
          what
              + ": its address at "
              + place.where()
              + " is not known: correct region or endpoint, or the network's name service",
          e);
    }
    if (find(e, ConnectException.class) != null) {
      return fault(
          Trouble.UNREACHABLE,
          what
              + ": nothing answers at "
              + place.where()
              + ": correct endpoint, or let the network through",
          e);
    }
    if (find(e, SocketTimeoutException.class) != null) {
      return fault(
          Trouble.UNREACHABLE,
          what + ": the store says nothing for too long; it is tried again at the next look",
          e);
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains("credentials") || message.contains("Profile")) {
      return noCredentials(e);
    }
    return fault(
        Trouble.UNREACHABLE,
        what + ": " + shortened(message) + "; it is tried again at the next look",
        e);
  }

  private StoreException noCredentials(SdkException e) {
    String remedy =
        switch (place.secret().kind()) {
          case PROFILE ->
              "add the profile to ~/.aws/config or ~/.aws/credentials of this user, or name"
                  + " another one";
          case ENV, FILE -> "correct its values";
          case NONE -> "name them with secret";
        };
    return fault(
        Trouble.DENIED,
        "secret "
            + place.secret()
            + " gives no credentials for "
            + place.text()
            + " ("
            + shortened(String.valueOf(e.getMessage()))
            + "): "
            + remedy,
        e);
  }

  private static StoreException fault(Trouble trouble, String text, SdkException e) {
    return new StoreException(trouble, text, e);
  }

  private static String code(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null ? "" : code;
  }

  /** What the store itself says about it; it names the policy that is missing. */
  private static String said(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String message = details == null ? null : details.errorMessage();
    return message == null || message.isBlank() ? "" : " (" + shortened(message) + ")";
  }

  private static String shortened(String message) {
    String line = message.strip().lines().findFirst().orElse("");
    String plain = NOTES.matcher(line).replaceFirst("");
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain;
  }

  private static <T extends Throwable> @Nullable T find(Throwable e, Class<T> type) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    return null;
  }
}
