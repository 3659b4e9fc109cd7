package io.ratemill.sources.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretTest {
  private static final String VALUE = "wJalrXUtnFEMI/K7MDENG";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("AWS_ACCESS_KEY_ID", "AKIA1", "AWS_SECRET_ACCESS_KEY", VALUE, "AWS_REGION", " ");

  @TempDir Path folder;

  @Test
  void aPrefixNamesTheVariablesThatStartWithIt() throws Exception {
    SecretValues values = new Secret(Secret.Kind.ENV, "AWS").open(ENVIRONMENT);
    assertThat(values.required("SECRET_ACCESS_KEY")).isEqualTo(VALUE);
    assertThat(values.value("KEY", "ACCESS_KEY_ID")).isEqualTo("AKIA1");
    assertThat(values.value("REGION")).isNull();
  }

  @Test
  void aVariableThatIsNotSetIsNamedWithWhatToDo() {
    StoreException fault =
        catchThrowableOfType(
            StoreException.class,
            () -> new Secret(Secret.Kind.ENV, "OTHER").open(ENVIRONMENT).required("KEY"));
    assertThat(fault.trouble()).isEqualTo(StoreException.Trouble.DENIED);
    assertThat(fault)
        .hasMessage("secret env:OTHER holds no KEY: set the environment variable OTHER_KEY");
  }

  @Test
  void aFileHoldsOneValueALine() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("credentials"),
            "[default]\n# comment\naws_access_key_id = AKIA1\r\nSECRET-KEY=a=b==\nempty=\n");
    SecretValues values = new Secret(Secret.Kind.FILE, file.toString()).open(ENVIRONMENT);
    assertThat(values.value("AWS_ACCESS_KEY_ID")).isEqualTo("AKIA1");
    assertThat(values.value("SECRET_KEY")).isEqualTo("a=b==");
    assertThat(values.value("EMPTY")).isNull();
    assertThat(catchThrowableOfType(StoreException.class, () -> values.required("X", "Y")))
        .hasMessage("secret file:" + file + " holds no X: write X=... into the file");
  }

  @Test
  void aFileThatIsNotThereIsNamedWithWhatToDo() {
    Secret secret = new Secret(Secret.Kind.FILE, folder.resolve("absent").toString());
    StoreException fault = catchThrowableOfType(StoreException.class, secret::open);
    assertThat(fault.trouble()).isEqualTo(StoreException.Trouble.DENIED);
    assertThat(fault).hasMessageContaining(secret.text()).hasMessageContaining("put it there");
  }

  @Test
  void whatTravelsAndWhatIsShownHoldsNoCredentials() throws Exception {
    Secret secret = new Secret(Secret.Kind.ENV, "AWS");
    SecretValues values = secret.open(ENVIRONMENT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(secret);
    }
    assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).doesNotContain(VALUE);
    assertThat(secret).hasToString("env:AWS");
    assertThat(values).hasToString("values of env:AWS");
    assertThat(Secret.NONE).hasToString("none");
  }
}
