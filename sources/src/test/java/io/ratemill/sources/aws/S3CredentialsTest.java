package io.ratemill.sources.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.sources.aws.FakeS3.Fault;
import io.ratemill.sources.aws.FakeS3.Request;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class S3CredentialsTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/bills";
  private static final String KEY = "secret-key-that-is-never-shown";

  @TempDir Path folder;
  private FakeS3 s3;
  private Secret secret;

  @BeforeEach
  void start() throws Exception {
    s3 = new FakeS3();
    s3.put("a", new byte[1], Instant.EPOCH);
    secret = secret("ACCESS_KEY_ID=AKIALASTING", "SECRET_ACCESS_KEY=" + KEY);
  }

  @AfterEach
  void end() throws Exception {
    s3.close();
  }

  private Secret secret(String... lines) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), String.join("\n", lines));
    return new Secret(Secret.Kind.FILE, file.toString());
  }

  private void list(Secret with, Map<String, String> options) throws StoreException {
    try (ObjectStore store = s3.place("", with, options).open()) {
      assertThat(store.list()).hasSize(1);
    }
  }

  private Request request(int number) {
    return s3.requests().get(number);
  }

  @Test
  void keysSignEachRequest() throws Exception {
    list(secret, Map.of());
    assertThat(request(0).header("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIALASTING/")
        .contains("/us-east-1/s3/aws4_request");
  }

  @Test
  void aSessionTokenGoesWithItsKeys() throws Exception {
    list(
        secret("aws_access_key_id=A", "aws_secret_access_key=" + KEY, "aws_session_token=T"),
        Map.of());
    assertThat(request(0).header("X-Amz-Security-Token")).isEqualTo("T");
  }

  @Test
  void aRoleIsAssumedWithItsExternalId() throws Exception {
    list(
        secret,
        Map.of(
            S3Options.ROLE,
            ROLE,
            S3Options.EXTERNAL_ID,
            "tenant 7",
            S3Options.STS_ENDPOINT,
            s3.endpoint()));
    assertThat(request(0).method()).isEqualTo("POST");
    assertThat(request(0).header("Authorization")).contains("Credential=AKIALASTING/");
    assertThat(request(0).body())
        .contains("Action=AssumeRole&")
        .contains("RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fbills")
        .contains("ExternalId=tenant+7");
    assertThat(request(1).header("Authorization")).contains("Credential=ASIATEMPORARY/");
    assertThat(request(1).header("X-Amz-Security-Token")).isEqualTo(FakeS3.SESSION);
  }

  @Test
  void aWebIdentityGetsCredentialsForItsRole() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "web-token-that-is-never-shown");
    list(
        secret("WEB_IDENTITY_TOKEN_FILE=" + token, "ROLE_ARN=" + ROLE),
        Map.of(S3Options.STS_ENDPOINT, s3.endpoint()));
    assertThat(request(0).body())
        .contains("Action=AssumeRoleWithWebIdentity")
        .contains("WebIdentityToken=web-token-that-is-never-shown");
    assertThat(request(0).header("Authorization")).isEmpty();
    assertThat(request(1).header("Authorization")).contains("Credential=ASIATEMPORARY/");
  }

  @Test
  void aRoleThatMayNotBeAssumedSaysWhatIsMissing() {
    s3.fail(Fault.status("POST", 403, "AccessDenied", "not authorized to perform sts:AssumeRole"));
    StoreException fault =
        catchThrowableOfType(
            StoreException.class,
            () ->
                list(secret, Map.of(S3Options.ROLE, ROLE, S3Options.STS_ENDPOINT, s3.endpoint())));
    assertThat(fault.trouble()).isEqualTo(Trouble.DENIED);
    assertThat(fault)
        .hasMessageContaining("role " + ROLE + " cannot be assumed with " + "secret " + secret)
        .hasMessageContaining("let the role's trust policy name that identity")
        .hasMessageContaining("if the policy asks for an external id, write it into options");
  }

  @Test
  void aRoleNeedsCredentialsToBeAssumedWith() {
    StoreException fault =
        catchThrowableOfType(
            StoreException.class, () -> list(Secret.NONE, Map.of(S3Options.ROLE, ROLE)));
    assertThat(fault)
        .hasMessage(
            "role "
                + ROLE
                + " cannot be assumed, because there are no credentials to do so with: name them"
                + " with secret")
        .returns(Trouble.DENIED, StoreException::trouble);
  }

  @Test
  void withoutASecretRequestsAreNotSigned() throws Exception {
    list(Secret.NONE, Map.of());
    assertThat(request(0).header("Authorization")).isEmpty();
  }

  @Test
  void credentialsAreInNoText() throws Exception {
    Map<String, String> options =
        Map.of(S3Options.ROLE, ROLE, S3Options.STS_ENDPOINT, s3.endpoint(), S3Options.TRIES, "1");
    S3Place place = s3.place("", secret, options);
    s3.fail(Fault.status("GET", 403, "AccessDenied", "no policy allows it"));
    StoreException fault = catchThrowableOfType(StoreException.class, () -> list(secret, options));
    StringWriter trace = new StringWriter();
    fault.printStackTrace(new PrintWriter(trace));
    assertThat(trace + place.toString() + place.text())
        .contains("AccessDenied")
        .doesNotContain(KEY)
        .doesNotContain(FakeS3.SESSION)
        .doesNotContain("temporary-key");
  }
}
