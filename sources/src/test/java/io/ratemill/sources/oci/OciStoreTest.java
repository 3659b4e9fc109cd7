package io.ratemill.sources.oci;

import static io.ratemill.sources.store.ObjectStoreContract.trouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.columnar.Bytes;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.ObjectStoreContract;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import io.ratemill.sources.store.StoredObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OciStoreTest implements ObjectStoreContract {
  private static final Patience HASTY =
      new Patience(4, Duration.ofMillis(2), Duration.ofMillis(400));

  @TempDir private Path folder;

  private final List<ObjectStore> opened = new ArrayList<>();
  private FakeObjectStorage storage;
  private Path secret;

  @BeforeEach
  void start() throws Exception {
    storage = new FakeObjectStorage();
    secret = Files.writeString(folder.resolve("oci"), storage.key().file());
  }

  @AfterEach
  void stop() {
    opened.forEach(ObjectStore::close);
    storage.close();
  }

  private OciPlace place() {
    return place(FakeObjectStorage.TENANCY, "some folder");
  }

  private OciPlace place(String bucket, String prefix) {
    return new OciPlace(
        FakeObjectStorage.NAMESPACE,
        bucket,
        prefix,
        "",
        storage.endpoint(),
        new Secret(Secret.Kind.FILE, secret.toString()),
        Map.of());
  }

  @Override
  public ObjectStore store() throws Exception {
    return keep(place().open(HASTY));
  }

  private ObjectStore keep(ObjectStore store) {
    opened.add(store);
    return store;
  }

  @Override
  public void put(String key, String content, Instant time) {
    storage.put("some folder/" + key, content.getBytes(StandardCharsets.UTF_8), time);
  }

  @Override
  public void remove(String key) {
    storage.remove("some folder/" + key);
  }

  private StoredObject only() throws Exception {
    return store().list().get(0);
  }

  private static String text(InputStream in) throws Exception {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void onlyThePlaceItselfIsListed() throws Exception {
    put("a", "1", TIME);
    storage.put("some folder-2/b", new byte[1], TIME);
    storage.put("b", new byte[1], TIME);
    assertThat(store().list()).extracting(StoredObject::key).containsExactly("a");
    assertThat(store().name()).isEqualTo("some folder");
    try (ObjectStore bucket = place(FakeObjectStorage.TENANCY, "").open(HASTY)) {
      assertThat(bucket.list())
          .extracting(StoredObject::key)
          .containsExactly("b", "some folder-2/b", "some folder/a");
      assertThat(bucket.name()).isEqualTo(FakeObjectStorage.TENANCY);
    }
  }

  @Test
  void aListingOfSomeKeysLeavesThemAsTheyAre() throws Exception {
    put("x/a", "1", TIME);
    put("y/a", "1", TIME);
    try (ObjectStore some = place().listing("x/").open(HASTY)) {
      assertThat(some.list()).extracting(StoredObject::key).containsExactly("x/a");
      assertThat(some.stat("x/a")).isNotNull();
    }
  }

  @Test
  void aListingCostsOneRequestPerThousandObjectsAndReadingThree() throws Exception {
    for (int i = 0; i < 2_001; i++) {
      put("%05d".formatted(i), "x", TIME);
    }
    ObjectStore store = store();
    storage.requests();
    StoredObject first = store.list().get(0);
    assertThat(storage.requests()).isEqualTo(3);
    try (Bytes bytes = store.open(first.key(), first.pin())) {
      assertThat(text(bytes.open(0))).isEqualTo("x");
    }
    store.verify(first.key(), first.pin());
    assertThat(storage.requests()).isEqualTo(3);
  }

  @Test
  void throttlingAndServerErrorsAreAskedAgain() throws Exception {
    put("a", "hello", TIME);
    ObjectStore store = store();
    storage.fail(2, 429, "TooManyRequests");
    StoredObject seen = store.list().get(0);
    storage.fail(3, 503, "ServiceUnavailable");
    try (Bytes bytes = store.open("a", seen.pin())) {
      storage.fail(2, 500, "InternalServerError");
      assertThat(text(bytes.open(0))).isEqualTo("hello");
    }
  }

  @Test
  void throttlingWithoutEndIsTroubleOfTheStore() throws Exception {
    storage.fail(4, 429, "TooManyRequests");
    StoreException e = catchThrowableOfType(StoreException.class, () -> store().list());
    assertThat(e.trouble()).isEqualTo(Trouble.UNREACHABLE);
    assertThat(e).hasMessageContaining("asked too often").hasMessageContaining("fake-request");
  }

  @Test
  void aBodyThatBreaksGoesOnWhereItBroke() throws Exception {
    String content = "0123456789".repeat(10_000);
    put("a", content, TIME);
    StoredObject seen = only();
    ObjectStore store = store();
    try (Bytes bytes = store.open("a", seen.pin())) {
      storage.cut(3, 30_000);
      assertThat(text(bytes.open(5))).isEqualTo(content.substring(5));
      storage.cut(1, 7);
      byte[] some = new byte[100];
      bytes.readFully(50, some, 0, 100);
      assertThat(new String(some, StandardCharsets.UTF_8)).isEqualTo(content.substring(50, 150));
    }
  }

  @Test
  void aBodyThatAlwaysBreaksIsTroubleOfTheStore() throws Exception {
    put("a", "hello", TIME);
    StoredObject seen = only();
    try (Bytes bytes = store().open("a", seen.pin())) {
      storage.cut(4, 0);
      StoreException e =
          catchThrowableOfType(StoreException.class, () -> bytes.open(0).readAllBytes());
      assertThat(e.trouble()).isEqualTo(Trouble.UNREACHABLE);
      assertThat(e).hasMessageContaining("a cannot be read to its end");
    }
  }

  @Test
  void anObjectReplacedBehindABrokenBodyIsNotMixedIn() throws Exception {
    put("a", "one".repeat(10_000), TIME);
    StoredObject seen = only();
    try (Bytes bytes = store().open("a", seen.pin())) {
      storage.cut(1, 8_192);
      storage.beforeBody(() -> put("a", "two".repeat(10_000), TIME.plusSeconds(1)));
      assertThat(trouble(() -> bytes.open(0).readAllBytes())).isEqualTo(Trouble.CHANGED);
    }
  }

  @Test
  void aStoreThatSaysNothingIsTroubleOfTheStore() throws Exception {
    storage.stall(4);
    StoreException e = catchThrowableOfType(StoreException.class, () -> store().list());
    assertThat(e.trouble()).isEqualTo(Trouble.UNREACHABLE);
    assertThat(e).hasMessageContaining("cannot be reached: check region, endpoint");
  }

  @Test
  void aStoreThatIsSlowOnceIsAskedAgain() throws Exception {
    put("a", "hello", TIME);
    StoredObject seen = only();
    try (Bytes bytes = store().open("a", seen.pin())) {
      storage.stall(1);
      assertThat(text(bytes.open(0))).isEqualTo("hello");
    }
  }

  @Test
  void closingAStreamEarlyDoesNotReadTheRest() throws Exception {
    storage.put("some folder/a", new byte[32 << 20], TIME);
    StoredObject seen = only();
    try (Bytes bytes = store().open("a", seen.pin())) {
      InputStream in = bytes.open(0);
      assertThat(in.read()).isZero();
      in.close();
      bytes.readFully(0, new byte[10], 0, 10);
    }
    assertThat(storage.sent()).isLessThan(16 << 20);
  }

  @Test
  void bytesComeAsTheyAreStoredWhateverTheirEncodingIsSaidToBe() throws Exception {
    storage.put("some folder/a", "not gzip at all".getBytes(StandardCharsets.UTF_8), TIME, "gzip");
    StoredObject seen = only();
    try (Bytes bytes = store().open("a", seen.pin())) {
      assertThat(text(bytes.open(4))).isEqualTo("gzip at all");
    }
  }

  @Test
  void aSignatureOfAnotherKeyIsDenied() throws Exception {
    Files.writeString(secret, ApiKey.create(FakeObjectStorage.TENANCY).file());
    StoreException e = catchThrowableOfType(StoreException.class, () -> store().list());
    assertThat(e.trouble()).isEqualTo(Trouble.DENIED);
    assertThat(e)
        .hasMessageContaining("does not accept the signature: check user, tenancy")
        .hasMessageContaining("401 NotAuthenticated");
  }

  @Test
  void aBucketThatNoPolicyLetsSeeIsSaidToBeMissingOrHidden() {
    storage.hide();
    StoreException e = catchThrowableOfType(StoreException.class, () -> store().list());
    assertThat(e.trouble()).isEqualTo(Trouble.MISSING);
    assertThat(e)
        .hasMessageContaining("oci://bling/" + FakeObjectStorage.TENANCY)
        .hasMessageContaining("may not be seen")
        .hasMessageContaining("policy of docs/connectors/oci.md");
  }

  @Test
  void aReadThatIsForbiddenIsDenied() throws Exception {
    put("a", "1", TIME);
    StoredObject seen = only();
    ObjectStore store = store();
    storage.fail(1, 403, "Forbidden");
    assertThat(trouble(() -> store.open("a", seen.pin()))).isEqualTo(Trouble.DENIED);
  }

  @Test
  void nobodyListeningIsTroubleOfTheStore() throws Exception {
    ObjectStore store = store();
    storage.close();
    assertThat(trouble(store::list)).isEqualTo(Trouble.UNREACHABLE);
  }
}
