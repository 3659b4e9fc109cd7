package io.ratemill.sources.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.columnar.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store keeps. */
interface ObjectStoreContract {
  Instant TIME = Instant.parse("2026-11-01T06:00:00.123456789Z");

  ObjectStore store() throws Exception;

  void put(String key, String content, Instant time) throws Exception;

  void remove(String key) throws Exception;

  @Test
  default void anEmptyPlaceHasNoObjects() throws Exception {
    assertThat(store().list()).isEmpty();
  }

  @Test
  default void allObjectsAtAnyDepthAreListedByKey() throws Exception {
    put("b/x=1/file", "22", TIME);
    put("a", "1", TIME);
    put("b/.hidden", "", TIME);
    List<StoredObject> objects = store().list();
    assertThat(objects)
        .extracting(StoredObject::key)
        .containsExactly("a", "b/.hidden", "b/x=1/file");
    assertThat(objects).extracting(StoredObject::bytes).containsExactly(1L, 0L, 2L);
    assertThat(objects.get(2).name()).isEqualTo("file");
  }

  @Test
  default void aLookAtOneObjectAgreesWithTheList() throws Exception {
    put("a/b", "1", TIME);
    assertThat(store().stat("a/b")).isEqualTo(store().list().get(0));
    assertThat(store().stat("a/c")).isNull();
    assertThat(store().stat("a")).isNull();
    assertThat(store().stat("a/b/c")).isNull();
  }

  @Test
  default void theVersionThatWasSeenIsRead() throws Exception {
    put("a", "hello", TIME);
    StoredObject seen = store().list().get(0);
    try (Bytes bytes = store().open("a", seen.pin())) {
      assertThat(bytes.length()).isEqualTo(5);
      byte[] read = new byte[3];
      bytes.readFully(2, read, 0, 3);
      assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo("llo");
      assertThat(bytes.open(1).readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("ello");
    }
    store().verify("a", seen.pin());
  }

  @Test
  default void anotherVersionIsNotReadInItsPlace() throws Exception {
    put("a", "one", TIME);
    StoredObject seen = store().list().get(0);
    put("a", "two", TIME.plusNanos(1));
    assertThat(trouble(() -> store().open("a", seen.pin())))
        .isEqualTo(StoreException.Trouble.CHANGED);
    assertThat(trouble(() -> store().verify("a", seen.pin())))
        .isEqualTo(StoreException.Trouble.CHANGED);
  }

  @Test
  default void anObjectThatVanishedIsMissing() throws Exception {
    put("a", "one", TIME);
    StoredObject seen = store().list().get(0);
    remove("a");
    assertThat(trouble(() -> store().open("a", seen.pin())))
        .isEqualTo(StoreException.Trouble.MISSING);
    assertThat(trouble(() -> store().verify("a", seen.pin())))
        .isEqualTo(StoreException.Trouble.MISSING);
  }

  static StoreException.Trouble trouble(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(StoreException.class, call).trouble();
  }
}
