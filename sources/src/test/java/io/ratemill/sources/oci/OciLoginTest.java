package io.ratemill.sources.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OciLoginTest {
  @TempDir private Path folder;

  private FakeObjectStorage storage;

  @BeforeEach
  void start() throws Exception {
    storage = new FakeObjectStorage();
  }

  @AfterEach
  void stop() {
    storage.close();
  }

  private OciPlace place(String secret, String region, String endpoint) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), secret);
    return new OciPlace(
        FakeObjectStorage.NAMESPACE,
        FakeObjectStorage.TENANCY,
        "",
        region,
        endpoint,
        new Secret(Secret.Kind.FILE, file.toString()),
        Map.of());
  }

  private void assertThatItReads(String secret) throws Exception {
    try (ObjectStore store = place(secret, "", storage.endpoint()).open()) {
      assertThat(store.list()).isEmpty();
    }
  }

  private StoreException refusal(OciPlace place) {
    return catchThrowableOfType(StoreException.class, place::open);
  }

  private String withoutKey() {
    return storage.key().file().replaceAll("key_content=.*", "");
  }

  @Test
  void aKeyIsFoundInTheSecretItselfOrInTheFileThatItNames() throws Exception {
    assertThatItReads(storage.key().file());
    Path key = Files.writeString(folder.resolve("key.pem"), storage.key().pem());
    assertThatItReads(withoutKey() + "\nkey_file=" + key);
    assertThatItReads(withoutKey().replace("[DEFAULT]", "") + "\nKEY_FILE = " + key);
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    StoreException e =
        refusal(place(storage.key().file().replaceAll("fingerprint=.*", ""), "", ""));
    assertThat(e.trouble()).isEqualTo(Trouble.DENIED);
    assertThat(e)
        .hasMessageContaining("there is no FINGERPRINT: write fingerprint=... there")
        .hasMessageContaining("oci://bling/" + FakeObjectStorage.TENANCY)
        .hasMessageContaining("secret file:");
    assertThat(refusal(place(withoutKey(), "", ""))).hasMessageContaining("there is no KEY_FILE");
    assertThat(refusal(place(withoutKey() + "\nkey_file=/nowhere/key.pem", "", "")))
        .hasMessageContaining("the private key file /nowhere/key.pem cannot be read");
  }

  @Test
  void aRegionMustBeSaidSomewhere() throws Exception {
    String secret = storage.key().file().replaceAll("region=.*", "");
    assertThat(refusal(place(secret, "", ""))).hasMessageContaining("region: eu-frankfurt-1");
    place(secret, "eu-frankfurt-1", "").open().close();
    place(storage.key().file(), "", "").open().close();
  }

  @Test
  void aFileOfSeveralProfilesIsRefused() throws Exception {
    assertThat(refusal(place(storage.key().file() + "\n[OTHER]\nuser=x\n", "", "")))
        .hasMessageContaining("2 profiles");
  }

  @Test
  void aBrokenKeyIsRefusedAndNothingOfItIsShown() throws Exception {
    String body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ";
    OciPlace place =
        place(
            withoutKey()
                + "\nkey_content=-----BEGIN PRIVATE KEY-----\\n"
                + body
                + "\\n-----END PRIVATE KEY-----\\n",
            "",
            storage.endpoint());
    StoreException e = refusal(place);
    assertThat(e.trouble()).isEqualTo(Trouble.DENIED);
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).contains("signing in failed").doesNotContain(body);
    assertThat(place.toString()).doesNotContain(body);
  }

  @Test
  void aProfileThatIsNotThereIsSaidSo() {
    OciPlace place =
        new OciPlace(
            "bling", "t", "", "", "", new Secret(Secret.Kind.PROFILE, "no-such-profile"), Map.of());
    assertThat(refusal(place))
        .hasMessageContaining("profile no-such-profile")
        .hasMessageContaining("oci setup config");
  }

  @Test
  void aMachineWithoutAPrincipalIsSaidSo() {
    OciPlace place =
        new OciPlace("bling", "t", "", "", "", Secret.NONE, Map.of("principal", "resource"));
    assertThat(refusal(place))
        .hasMessageContaining("runs in no OCI resource")
        .hasMessageContaining("principal: user");
  }

  @Test
  void anUnknownPrincipalIsRefusedWithThoseThatThereAre() {
    assertThat(OciPrincipal.parse("instance")).isEqualTo(OciPrincipal.INSTANCE);
    assertThatThrownBy(() -> OciPrincipal.parse("root"))
        .hasMessageContaining("user, instance, resource");
  }
}
