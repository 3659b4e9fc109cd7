package io.ratemill.sources.azure;

import static io.ratemill.sources.store.ObjectStoreContract.trouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.ratemill.columnar.Bytes;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.ObjectStoreContract;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import io.ratemill.sources.store.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store of Azure's SDK against Azurite. */
class BlobStoreTest implements ObjectStoreContract {
  private static final String PATH = "exports/daily";

  @TempDir static Path folder;
  private static Azurite azurite;

  @TempDir Path own;
  private BlobContainerClient container;

  @BeforeAll
  static void start() throws IOException {
    azurite = Azurite.start(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    azurite.close();
  }

  @BeforeEach
  void empty() {
    container = azurite.container();
  }

  private Secret secret(String content) throws IOException {
    Path file = own.resolve("secret");
    Files.writeString(file, content);
    return new Secret(Secret.Kind.FILE, file.toString());
  }

  private BlobPlace place(String path, String credentials) throws IOException {
    return new BlobPlace(
        Azurite.ACCOUNT,
        container.getBlobContainerName(),
        path,
        AzureCloud.DEFAULT,
        azurite.endpoint(),
        secret(credentials),
        Duration.ZERO);
  }

  @Override
  public ObjectStore store() throws Exception {
    return place(PATH, "ACCOUNT_KEY=" + Azurite.KEY).open();
  }

  @Override
  public void put(String key, String content, Instant time) {
    Azurite.put(container, PATH + "/" + key, content.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void remove(String key) {
    Azurite.blob(container, PATH + "/" + key).delete();
  }

  @Test
  void onlyTheFolderOfThePlaceIsSeen() throws Exception {
    put("a", "1", TIME);
    Azurite.put(container, "exports/daily2/b", new byte[1]);
    Azurite.put(container, "c", new byte[1]);
    assertThat(store().list()).extracting(StoredObject::key).containsExactly("a");
    assertThat(store().name()).isEqualTo("daily");
    ObjectStore whole = place("", "ACCOUNT_KEY=" + Azurite.KEY).open();
    assertThat(whole.list())
        .extracting(StoredObject::key)
        .containsExactly("c", "exports/daily/a", "exports/daily2/b");
    assertThat(whole.name()).isEqualTo(container.getBlobContainerName());
  }

  @Test
  void foldersOfAHierarchicalNamespaceAreNoObjects() throws Exception {
    put("run", "", TIME);
    Azurite.blob(container, PATH + "/run").setMetadata(Map.of("hdi_isfolder", "true"));
    put("run/a", "1", TIME);
    assertThat(store().list()).extracting(StoredObject::key).containsExactly("run/a");
    assertThat(store().stat("run")).isNull();
  }

  @Test
  void aBlobOfSeveralRangesIsReadWhole() throws Exception {
    byte[] content = new byte[(17 << 20) + 5];
    new Random(7).nextBytes(content);
    Azurite.put(container, PATH + "/large", content);
    StoredObject seen = store().list().get(0);
    try (Bytes bytes = store().open("large", seen.pin())) {
      assertThat(bytes.open(0).readAllBytes()).isEqualTo(content);
      byte[] middle = new byte[10 << 20];
      bytes.readFully(5 << 20, middle, 0, middle.length);
      assertThat(java.util.Arrays.equals(content, 5 << 20, 15 << 20, middle, 0, middle.length))
          .isTrue();
    }
  }

  @Test
  void aSharedAccessSignatureOpensItsContainer() throws Exception {
    put("a", "hello", TIME);
    ObjectStore signed = place(PATH, "SAS_TOKEN=?" + signature("rl")).open();
    StoredObject seen = signed.list().get(0);
    assertThat(seen).isEqualTo(store().list().get(0));
    try (Bytes bytes = signed.open("a", seen.pin())) {
      assertThat(bytes.open(0).readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
    }
  }

  private String signature(String permissions) {
    BlobServiceSasSignatureValues values =
        new BlobServiceSasSignatureValues(
            OffsetDateTime.of(2125, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC),
            BlobContainerSasPermission.parse(permissions));
    assertThat(new StorageSharedKeyCredential(Azurite.ACCOUNT, Azurite.KEY)).isNotNull();
    return container.generateSas(values);
  }

  @Test
  void aSignatureWithoutTheRightToListIsToldWhatItLacks() throws Exception {
    String signature = signature("r");
    StoreException fault = fault(place(PATH, "SAS_TOKEN=" + signature));
    assertThat(fault.trouble()).isEqualTo(Trouble.DENIED);
    assertThat(fault).hasMessageContainingAll("sp=rl", "AuthorizationPermissionMismatch", "secret");
    assertNotTold(fault, signature.substring(signature.indexOf("sig=") + 4));
  }

  @Test
  void aWrongKeyIsDeniedAndNeverShown() throws Exception {
    String wrong = "AAAA" + Azurite.KEY.substring(4);
    BlobPlace place = place(PATH, "ACCOUNT_KEY=" + wrong);
    StoreException fault = fault(place);
    assertThat(fault.trouble()).isEqualTo(Trouble.DENIED);
    assertThat(fault).hasMessageContainingAll(Azurite.ACCOUNT, "key", "status 403");
    assertNotTold(fault, wrong);
    assertThat(place.toString()).doesNotContain(wrong);
  }

  @Test
  void whatIsNoKeyIsToldBeforeAnythingIsSent() throws Exception {
    BlobPlace place = place(PATH, "ACCOUNT_KEY=not a key!");
    StoreException fault = catchThrowableOfType(StoreException.class, place::open);
    assertThat(fault.trouble()).isEqualTo(Trouble.DENIED);
    assertThat(fault).hasMessageContaining("key1").hasNoCause();
    assertThat(fault.getMessage()).doesNotContain("not a key!");
  }

  @Test
  void aSecretWithoutCredentialsIsToldWhatToGive() throws Exception {
    BlobPlace place = place(PATH, "OTHER=1");
    StoreException fault = catchThrowableOfType(StoreException.class, place::open);
    assertThat(fault.trouble()).isEqualTo(Trouble.DENIED);
    assertThat(fault).hasMessageContainingAll("ACCOUNT_KEY", "SAS_TOKEN", "CLIENT_SECRET");
  }

  @Test
  void aTokenIsNeverSentInTheClear() throws Exception {
    BlobPlace place = place(PATH, "TENANT_ID=t\nCLIENT_ID=c\nCLIENT_SECRET=hush");
    StoreException fault = catchThrowableOfType(StoreException.class, place::open);
    assertThat(fault.trouble()).isEqualTo(Trouble.DENIED);
    assertThat(fault).hasMessageContaining("https");
    assertThat(fault.getMessage()).doesNotContain("hush");
  }

  @Test
  void aContainerThatIsNotThereIsMissing() throws Exception {
    container.delete();
    StoreException fault = fault(place(PATH, "ACCOUNT_KEY=" + Azurite.KEY));
    assertThat(fault.trouble()).isEqualTo(Trouble.MISSING);
    assertThat(fault).hasMessageContainingAll("container", container.getBlobContainerName());
    assertThat(trouble(() -> store().stat("a"))).isEqualTo(Trouble.MISSING);
  }

  private static StoreException fault(BlobPlace place) {
    return catchThrowableOfType(StoreException.class, () -> place.open().list());
  }

  private static void assertNotTold(Throwable fault, String secret) {
    for (Throwable each = fault; each != null; each = each.getCause()) {
      assertThat(String.valueOf(each.getMessage())).doesNotContain(secret);
    }
  }
}
