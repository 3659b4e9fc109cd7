package io.ratemill.sources.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.columnar.Bytes;
import io.ratemill.sources.gcp.FakeCloudStorage.Fault;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import io.ratemill.sources.store.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults of Cloud Storage through the real client, and generations that only Google keeps. */
final class CloudStorageFaultsTest {
  private static final byte[] CONTENT = new byte[3 << 20];

  static {
    new Random(1).nextBytes(CONTENT);
  }

  private FakeCloudStorage fake;
  private ObjectStore store;

  @BeforeEach
  void start() throws IOException {
    fake = FakeCloudStorage.start();
    fake.put("exports/a", CONTENT);
    store =
        new CloudStoragePlace(
                "bills", "exports", fake.endpoint(), Secret.NONE, Duration.ofSeconds(15))
            .open();
  }

  @AfterEach
  void end() {
    store.close();
    fake.close();
  }

  private StoredObject seen() throws StoreException {
    return store.list().get(0);
  }

  @ParameterizedTest
  @EnumSource(names = {"TOO_MANY", "UNAVAILABLE"})
  void whatFailsInPassingIsAskedForAgain(Fault fault) throws IOException {
    fake.fail(fault);
    StoredObject seen = seen();
    fake.fail(fault);
    try (Bytes bytes = store.open("a", seen.pin())) {
      fake.fail(fault);
      byte[] read = new byte[100];
      bytes.readFully(7, read, 0, 100);
      assertThat(read).isEqualTo(Arrays.copyOfRange(CONTENT, 7, 107));
    }
  }

  @Test
  void aStreamThatBreaksOffGoesOnAfterItsLastByteAtTheSameGeneration() throws IOException {
    StoredObject seen = seen();
    try (Bytes bytes = store.open("a", seen.pin())) {
      fake.fail(Fault.RESET, Fault.RESET);
      assertThat(bytes.open(5).readAllBytes())
          .isEqualTo(Arrays.copyOfRange(CONTENT, 5, CONTENT.length));
      fake.fail(Fault.RESET);
      byte[] read = new byte[1 << 20];
      bytes.readFully(11, read, 0, read.length);
      assertThat(read).isEqualTo(Arrays.copyOfRange(CONTENT, 11, 11 + read.length));
    }
    String generation = seen.pin().substring(0, seen.pin().indexOf('-'));
    assertThat(fake.requests().stream().filter(request -> request.contains("alt=media")))
        .hasSizeGreaterThanOrEqualTo(5)
        .allMatch(request -> request.contains("generation=" + generation))
        .allMatch(request -> request.contains("ifGenerationMatch=" + generation));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAUTHORIZED", "FORBIDDEN"})
  void whatMayNotBeReadSaysWhichRoleIsMissing(Fault fault) throws IOException {
    StoredObject seen = seen();
    fake.failAlways(fault);
    StoreException listing = catchThrowableOfType(StoreException.class, () -> store.list());
    StoreException reading =
        catchThrowableOfType(StoreException.class, () -> store.open("a", seen.pin()));
    assertThat(listing.trouble()).isEqualTo(Trouble.DENIED);
    assertThat(listing.getMessage()).contains("gs://bills/exports", "roles/storage.objectViewer");
    assertThat(reading.trouble()).isEqualTo(Trouble.DENIED);
    assertThat(reading.getMessage()).contains("gs://bills/exports/a", "Storage Object Viewer");
  }

  @Test
  void aReplacedGenerationIsChangedAndARemovedOneMissingEvenWhileItIsRead() throws IOException {
    StoredObject seen = seen();
    try (Bytes bytes = store.open("a", seen.pin())) {
      fake.put("exports/a", CONTENT);
      byte[] read = new byte[10];
      assertThat(
              catchThrowableOfType(StoreException.class, () -> bytes.readFully(0, read, 0, 10))
                  .trouble())
          .isEqualTo(Trouble.CHANGED);
      assertThat(
              catchThrowableOfType(StoreException.class, () -> bytes.open(0).readAllBytes())
                  .trouble())
          .isEqualTo(Trouble.CHANGED);
      fake.remove("exports/a");
      assertThat(
              catchThrowableOfType(StoreException.class, () -> bytes.readFully(0, read, 0, 10))
                  .trouble())
          .isEqualTo(Trouble.MISSING);
    }
  }

  @Test
  void aServiceThatIsNotThereIsUnreachable() throws IOException {
    fake.close();
    StoreException trouble = catchThrowableOfType(StoreException.class, () -> store.list());
    assertThat(trouble.trouble()).isEqualTo(Trouble.UNREACHABLE);
    assertThat(trouble.getMessage()).contains("gs://bills/exports", "tried again");
  }
}
