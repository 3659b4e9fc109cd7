package io.ratemill.sources.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.columnar.Bytes;
import io.ratemill.sources.aws.FakeS3.Fault;
import io.ratemill.sources.aws.FakeS3.Kind;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import io.ratemill.sources.store.StoredObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class S3FaultsTest {
  private static final Instant TIME = Instant.parse("2026-11-01T06:00:00Z");
  private static final Map<String, String> ONCE =
      Map.of(S3Options.TRIES, "1", S3Options.TIMEOUT, "PT0.3S");
  private static final Map<String, String> THRICE =
      Map.of(S3Options.TRIES, "3", S3Options.TIMEOUT, "PT0.3S");

  private final byte[] content = new byte[3 << 20];
  private FakeS3 s3;
  private ObjectStore store;

  @BeforeEach
  void start() throws Exception {
    new Random(7).nextBytes(content);
    s3 = new FakeS3();
    s3.put("p/a", content, TIME);
    store = s3.place("p", ONCE).open();
  }

  @AfterEach
  void end() throws Exception {
    store.close();
    s3.close();
  }

  private StoredObject seen() throws StoreException {
    return store.list().get(0);
  }

  private static StoreException fault(ThrowingCallable call) {
    return catchThrowableOfType(StoreException.class, call);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESET", "CUT", "STALL"})
  void aBodyThatBreaksOffIsReadOnFromThere(Kind kind) throws Exception {
    try (ObjectStore thrice = s3.place("p", THRICE).open();
        Bytes bytes = thrice.open("a", seen().pin())) {
      s3.fail(Fault.body(kind, 1_000_000), Fault.body(kind, 700_001));
      try (InputStream in = bytes.open(0)) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
      s3.fail(Fault.body(kind, 300_000));
      byte[] range = new byte[1 << 20];
      bytes.readFully(1 << 20, range, 0, range.length);
      assertThat(range).isEqualTo(java.util.Arrays.copyOfRange(content, 1 << 20, 2 << 20));
    }
    assertThat(s3.faultsLeft()).isZero();
    assertThat(s3.requests())
        .filteredOn(request -> request.method().equals("GET") && request.query().isEmpty())
        .allMatch(request -> !request.header("If-Match").isEmpty());
  }

  @Test
  void whatIsReplacedWhileItsBodyBreaksOffIsNeverMixed() throws Exception {
    try (ObjectStore thrice = s3.place("p", THRICE).open();
        Bytes bytes = thrice.open("a", seen().pin());
        InputStream in = bytes.open(0)) {
      s3.fail(Fault.body(Kind.RESET, 1_000_000));
      in.readNBytes(10);
      s3.put("p/a", new byte[3 << 20], TIME);
      assertThat(fault(in::readAllBytes))
          .hasMessage("s3://bills/p/a is no longer the object that was seen")
          .returns(Trouble.CHANGED, StoreException::trouble);
    }
  }

  @Test
  void aBodyThatBreaksOffWithoutProgressIsGivenUp() throws Exception {
    try (ObjectStore thrice = s3.place("p", THRICE).open();
        Bytes bytes = thrice.open("a", seen().pin());
        InputStream in = bytes.open(0)) {
      for (int i = 0; i < 3; i++) {
        s3.fail(Fault.body(Kind.CUT, 10));
      }
      assertThat(fault(in::readAllBytes))
          .hasMessageContaining(
              "s3://bills/p/a cannot be read: its bytes break off again and again, last at byte 30"
                  + " of 3145728")
          .returns(Trouble.UNREACHABLE, StoreException::trouble);
    }
  }

  @Test
  void aBodyWithAWrongChecksumIsNoticed() throws Exception {
    try (Bytes bytes = store.open("a", seen().pin());
        InputStream in = bytes.open(0)) {
      s3.fail(Fault.body(Kind.DAMAGE, 1_500_000));
      assertThat(fault(in::readAllBytes))
          .hasMessageStartingWith("s3://bills/p/a arrived damaged, its checksum is wrong")
          .returns(Trouble.UNREACHABLE, StoreException::trouble);
    }
  }

  @Test
  void aStoreThatAsksToSlowDownIsAskedAgain() throws Exception {
    try (ObjectStore patient = s3.place("p", Map.of()).open()) {
      s3.fail(
          Fault.status("GET", 503, "SlowDown", "Please reduce your request rate."),
          Fault.status("GET", 500, "InternalError", "We encountered an internal error."));
      assertThat(patient.list()).hasSize(1);
      assertThat(s3.requests()).hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "503|SlowDown|Please reduce|UNREACHABLE|the store asks to slow down (SlowDown), also after",
        "429|TooMany|x|UNREACHABLE|the store asks to slow down",
        "500|InternalError|We met an error|UNREACHABLE|status 500 InternalError (We met an error)",
        "403|AccessDenied|no policy allows it|DENIED|may not (no policy allows it): allow it s3:ListBucket on arn:aws:s3:::bills",
        "403|AccessDenied|x|DENIED|options: {requester-pays: yes}",
        "403|InvalidAccessKeyId|x|DENIED|does not know the access key",
        "403|SignatureDoesNotMatch|x|DENIED|does not belong to its access key",
        "400|ExpiredToken|x|DENIED|has expired: renew it, or use a role",
        "403|RequestTimeTooSkewed|x|DENIED|clock of this machine",
        "404|NoSuchBucket|x|MISSING|bucket bills does not exist at http://127.0.0.1",
        "400|AuthorizationHeaderMalformed|expecting 'eu-central-1'|DENIED|lies in another region than us-east-1 (expecting 'eu-central-1'): correct region",
        "301|PermanentRedirect|x|DENIED|lies in another region than us-east-1",
      })
  void aRefusedListingSaysWhatIsMissing(
      int status, String code, String message, Trouble trouble, String words) {
    s3.fail(Fault.status("GET", status, code, message));
    StoreException fault = fault(() -> store.list());
    assertThat(fault).hasMessageContaining(words).hasMessageContaining("bills");
    assertThat(fault.trouble()).isEqualTo(trouble);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|AccessDenied|DENIED|s3:GetObject on arn:aws:s3:::bills/p/*, and kms:Decrypt on its key",
        "403|InvalidObjectState|DENIED|it is archived: restore it",
        "404|NoSuchKey|MISSING|s3://bills/p/a is not there",
        "412|PreconditionFailed|CHANGED|s3://bills/p/a is no longer the object that was seen",
        "503|SlowDown|UNREACHABLE|s3://bills/p/a cannot be read: the store asks to slow down",
      })
  void aRefusedReadingSaysWhatIsMissing(int status, String code, Trouble trouble, String words)
      throws Exception {
    try (Bytes bytes = store.open("a", seen().pin())) {
      s3.fail(Fault.status("GET", status, code, "x"));
      StoreException fault = fault(() -> bytes.open(0).read());
      assertThat(fault).hasMessageContaining(words);
      assertThat(fault.trouble()).isEqualTo(trouble);
    }
  }

  @Test
  void theSameFaultAlwaysHasTheSameText() {
    s3.fail(Fault.status("GET", 403, "AccessDenied", "x"));
    s3.fail(Fault.status("GET", 403, "AccessDenied", "x"));
    assertThat(fault(() -> store.list())).hasMessage(fault(() -> store.list()).getMessage());
  }

  @Test
  void anAddressWhereNothingAnswersIsNamed() throws Exception {
    s3.close();
    assertThat(fault(() -> store.list()))
        .hasMessage(
            "s3://bills/p cannot be listed: nothing answers at "
                + s3.endpoint()
                + ": correct endpoint, or let the network through")
        .returns(Trouble.UNREACHABLE, StoreException::trouble);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESET", "CUT", "STALL"})
  void aListingThatBreaksOffIsAskedForAgainAndThenGivenUp(Kind kind) throws Exception {
    s3.fail(Fault.body(kind, 50));
    assertThat(fault(() -> store.list()))
        .hasMessageContaining("s3://bills/p cannot be listed")
        .returns(Trouble.UNREACHABLE, StoreException::trouble);
    try (ObjectStore thrice = s3.place("p", THRICE).open()) {
      s3.fail(Fault.body(kind, 50), Fault.body(kind, 60));
      assertThat(thrice.list()).hasSize(1);
    }
  }

  @Test
  void theRequesterPaysWhereItIsSaid() throws Exception {
    try (ObjectStore paying = s3.place("p", Map.of(S3Options.REQUESTER_PAYS, "true")).open()) {
      StoredObject object = paying.list().get(0);
      try (Bytes bytes = paying.open("a", object.pin())) {
        assertThat(bytes.open(0).read()).isGreaterThanOrEqualTo(0);
      }
      paying.verify("a", object.pin());
      assertThat(s3.requests())
          .hasSize(3)
          .allMatch(request -> request.header("x-amz-request-payer").equals("requester"));
    }
  }

  @Test
  void aFolderEndsAtItsSlashAndKeysMayStartWithOne() throws Exception {
    s3.put("p-other/a", new byte[1], TIME);
    s3.put("p", new byte[1], TIME);
    s3.put("/p/b", "1".getBytes(StandardCharsets.UTF_8), TIME);
    assertThat(store.list()).extracting(StoredObject::key).containsExactly("a");
    try (ObjectStore slash = s3.place("/p", ONCE).open()) {
      StoredObject object = slash.list().get(0);
      assertThat(object.key()).isEqualTo("b");
      try (Bytes bytes = slash.open("b", object.pin())) {
        assertThat(bytes.open(0).readAllBytes()).containsExactly('1');
      }
    }
  }

  @Test
  void smallRangesShareRequests() throws Exception {
    try (Bytes bytes = store.open("a", seen().pin())) {
      s3.forgetRequests();
      for (int i = 0; i < 1000; i++) {
        byte[] some = new byte[100];
        int offset = content.length - 100 * (i + 1);
        bytes.readFully(offset, some, 0, 100);
        assertThat(some).isEqualTo(java.util.Arrays.copyOfRange(content, offset, offset + 100));
      }
      assertThat(s3.requests()).hasSize(1);
    }
  }
}
