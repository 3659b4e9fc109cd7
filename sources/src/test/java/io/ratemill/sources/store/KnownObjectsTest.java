package io.ratemill.sources.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KnownObjectsTest {
  private final List<String> read = new ArrayList<>();

  private List<String> look(KnownObjects<String> known, StoredObject... objects)
      throws IOException {
    read.clear();
    return known.look(
        List.of(objects),
        object -> {
          read.add(object.key());
          if (object.pin().equals("broken")) {
            throw new IOException("out of reach");
          }
          return object.key() + object.pin();
        },
        value -> !value.endsWith("denied"));
  }

  private static StoredObject object(String key, String pin) {
    return new StoredObject(key, 1, Instant.EPOCH, pin);
  }

  @Test
  void anObjectIsReadAgainOnlyWhenItsPinChanged() throws Exception {
    KnownObjects<String> known = new KnownObjects<>();
    assertThat(look(known, object("a", "1"), object("b", "1"))).containsExactly("a1", "b1");
    assertThat(look(known, object("a", "1"), object("b", "2"))).containsExactly("a1", "b2");
    assertThat(read).containsExactly("b");
    look(known, object("a", "1"), object("b", "2"));
    assertThat(read).isEmpty();
  }

  @Test
  void whatALookDidNotAskForIsForgotten() throws Exception {
    KnownObjects<String> known = new KnownObjects<>();
    look(known, object("a", "1"), object("b", "1"));
    look(known, object("b", "1"));
    look(known, object("a", "1"), object("b", "1"));
    assertThat(read).containsExactly("a");
  }

  @Test
  void whatDoesNotLastIsReadAtEveryLook() throws Exception {
    KnownObjects<String> known = new KnownObjects<>();
    look(known, object("a", "denied"));
    look(known, object("a", "denied"));
    assertThat(read).containsExactly("a");
  }

  @Test
  void aLookThatFailsKeepsWhatWasReadBefore() throws Exception {
    KnownObjects<String> known = new KnownObjects<>();
    assertThatThrownBy(() -> look(known, object("a", "1"), object("b", "broken")))
        .isInstanceOf(IOException.class);
    look(known, object("a", "1"), object("b", "2"));
    assertThat(read).containsExactly("b");
  }

  @Test
  void itTravelsEmpty() throws Exception {
    KnownObjects<String> known = new KnownObjects<>();
    look(known, object("a", "1"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(known);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      @SuppressWarnings("unchecked")
      KnownObjects<String> arrived = (KnownObjects<String>) in.readObject();
      look(arrived, object("a", "1"));
    }
    assertThat(read).containsExactly("a");
  }
}
