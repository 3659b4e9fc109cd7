package io.ratemill.sources.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.ObjectStoreContract;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class S3StoreITCase implements ObjectStoreContract {
  @TempDir static Path folder;
  private static S3Emulator emulator;
  private static int places;

  private final String prefix = "place " + ++places + "/below";
  private final List<ObjectStore> opened = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    emulator = S3Emulator.start(folder);
  }

  @AfterAll
  static void end() throws Exception {
    emulator.close();
  }

  @AfterEach
  void close() {
    opened.forEach(ObjectStore::close);
  }

  @Override
  public ObjectStore store() throws StoreException {
    return open(emulator.place(prefix));
  }

  private ObjectStore open(S3Place place) throws StoreException {
    ObjectStore store = place.open();
    opened.add(store);
    return store;
  }

  @Override
  public void put(String key, String content, Instant time) {
    emulator.put(prefix + "/" + key, content.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void putAll(List<String> keys) throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Object>> writes =
          keys.stream().map(key -> Executors.callable(() -> put(key, "1", TIME))).toList();
      for (Future<Object> write : writers.invokeAll(writes)) {
        write.get();
      }
    } finally {
      writers.shutdown();
    }
  }

  @Override
  public void remove(String key) {
    emulator.remove(prefix + "/" + key);
  }

  @Test
  void markersOfFoldersAreNoObjects() throws Exception {
    put("", "", TIME);
    put("folder/", "", TIME);
    put("folder/file", "1", TIME);
    assertThat(store().list()).extracting(StoredObject::key).containsExactly("folder/file");
  }

  @Test
  void aWholeBucketIsAPlaceToo() throws Exception {
    put("a", "1", TIME);
    ObjectStore all = open(emulator.place(""));
    assertThat(all.name()).isEqualTo(S3Emulator.BUCKET);
    assertThat(all.list()).extracting(StoredObject::key).contains(prefix + "/a");
    assertThat(store().name()).isEqualTo("below");
  }

  @Test
  void aBucketThatDoesNotExistIsNamedWithWhatToDo() throws Exception {
    S3Place place = emulator.place("");
    ObjectStore store =
        open(new S3Place("nowhere", "", "us-east-1", place.endpoint(), place.secret(), Map.of()));
    assertThat(fault(store::list))
        .hasMessage(
            "bucket nowhere does not exist at "
                + place.endpoint()
                + ": correct location, region or endpoint")
        .returns(StoreException.Trouble.MISSING, StoreException::trouble);
  }

  @Test
  void wrongCredentialsAreDeniedAndNeverShown() throws Exception {
    put("a", "1", TIME);
    Path wrong =
        Files.writeString(
            folder.resolve("wrong"), "access-key-id=AKIATEST\nsecret-access-key=not-the-key\n");
    Secret secret = new Secret(Secret.Kind.FILE, wrong.toString());
    ObjectStore store = open(emulator.place(prefix, secret, Map.of()));
    StoreException fault = fault(store::list);
    assertThat(fault.trouble()).isEqualTo(StoreException.Trouble.DENIED);
    assertThat(fault)
        .hasMessage(
            "s3://bills/"
                + prefix
                + " cannot be listed: the secret key of secret file:"
                + wrong
                + " does not belong to its access key: correct it");
    assertThat(fault(() -> store.stat("a")).trouble()).isEqualTo(StoreException.Trouble.DENIED);
    for (Throwable each = fault; each != null; each = each.getCause()) {
      assertThat(each.toString()).doesNotContain("not-the-key");
    }
  }

  @Test
  void withoutCredentialsRequestsAreNotSignedAndDeniedWithWhatToDo() throws Exception {
    put("a", "1", TIME);
    ObjectStore store = open(emulator.place(prefix, Secret.NONE, Map.of()));
    assertThat(fault(store::list))
        .hasMessageContaining("nobody if it has none (secret: none)")
        .hasMessageContaining("s3:ListBucket on arn:aws:s3:::bills")
        .returns(StoreException.Trouble.DENIED, StoreException::trouble);
  }

  @Test
  void aProfileThatIsNotThereIsNamedWithWhatToDo() {
    Secret secret = new Secret(Secret.Kind.PROFILE, "no-such-profile");
    assertThat(fault(() -> open(emulator.place(prefix, secret, Map.of())).list()))
        .hasMessageContaining("secret profile:no-such-profile gives no credentials for s3://bills/")
        .hasMessageContaining("add the profile to ~/.aws/config")
        .returns(StoreException.Trouble.DENIED, StoreException::trouble);
  }

  private static StoreException fault(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return org.assertj.core.api.Assertions.catchThrowableOfType(StoreException.class, call);
  }
}
