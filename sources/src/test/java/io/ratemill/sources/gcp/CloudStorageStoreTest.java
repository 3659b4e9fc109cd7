package io.ratemill.sources.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.ObjectStoreContract;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store over the real client and the storage emulator. */
final class CloudStorageStoreTest implements ObjectStoreContract {
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private static CloudStorageEmulator emulator;

  private final String bucket = "bills-" + UUID.randomUUID();

  @BeforeAll
  static void start() throws IOException {
    emulator = CloudStorageEmulator.start();
  }

  @AfterAll
  static void end() throws IOException {
    emulator.close();
  }

  private CloudStoragePlace place(String prefix) {
    return new CloudStoragePlace(bucket, prefix, emulator.endpoint(), Secret.NONE, PAUSE);
  }

  @Override
  public ObjectStore store() throws StoreException {
    return place("exports/gcp").open();
  }

  @Override
  public void put(String key, String content, Instant time) throws Exception {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    emulator.put(bucket, "exports/gcp/" + key, bytes);
  }

  @Override
  public void remove(String key) throws Exception {
    emulator.remove(bucket, "exports/gcp/" + key);
  }

  @Test
  void onlyWhatIsBelowThePrefixIsSeen() throws Exception {
    put("in", "1", TIME);
    emulator.put(bucket, "exports/gcp2/out", new byte[1]);
    emulator.put(bucket, "exports/gcp/folder/", new byte[0]);
    assertThat(store().list()).extracting(StoredObject::key).containsExactly("in");
    assertThat(store().name()).isEqualTo("gcp");
    assertThat(place("").open().list())
        .extracting(StoredObject::key)
        .containsExactly("exports/gcp/in", "exports/gcp2/out");
  }

  @Test
  void aPlaceSaysWhereItIsAndNeverWhatItsSecretHolds(@TempDir Path folder) throws Exception {
    Path key = folder.resolve("key.json");
    Files.writeString(key, "{\"type\": \"service_account\", \"private_key\": \"TOPSECRET\"}");
    Secret secret = new Secret(Secret.Kind.FILE, key.toString());
    CloudStoragePlace place = new CloudStoragePlace(bucket, "a/b", "", secret, PAUSE);
    assertThat(place.text()).isEqualTo("gs://" + bucket + "/a/b");
    assertThatThrownBy(place::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("holds no key of a service account")
        .hasNoCause()
        .satisfies(e -> assertThat(e.toString()).doesNotContain("TOPSECRET"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(place);
    }
    assertThat(place.toString() + bytes.toString(StandardCharsets.ISO_8859_1))
        .doesNotContain("TOPSECRET");
  }

  @Test
  void aProfileIsRefusedWithWhatToDo() {
    Secret profile = new Secret(Secret.Kind.PROFILE, "work");
    CloudStoragePlace place = new CloudStoragePlace(bucket, "", "", profile, PAUSE);
    assertThatThrownBy(place::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("write file:PATH of a service account's key");
  }
}
