package io.ratemill.sources.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.ratemill.columnar.Bytes;
import java.io.EOFException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every store keeps, whatever holds its objects.
 *
 * <p>A store's test gives the store of an empty place and the means to fill that place.
 */
public interface ObjectStoreContract {
  Instant TIME = Instant.parse("2026-11-01T06:00:00.123456789Z");

  ObjectStore store() throws Exception;

  /** Writes an object; a place that gives its own times may leave the time out of account. */
  void put(String key, String content, Instant time) throws Exception;

  /** Writes many objects with any content; a place that is slow to write does so side by side. */
  default void putAll(List<String> keys) throws Exception {
    for (String key : keys) {
      put(key, "1", TIME);
    }
  }

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
    StoredObject listed = store().list().get(0);
    StoredObject seen = store().stat("a/b");
    assertThat(seen).usingRecursiveComparison().ignoringFields("modified").isEqualTo(listed);
    // Looking at one object may tell its time in whole seconds only.
    assertThat(seen.modified()).isCloseTo(listed.modified(), within(999, ChronoUnit.MILLIS));
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
  default void anyRangeIsReadInAnyOrder() throws Exception {
    String content = "0123456789".repeat(1000);
    put("a", content, TIME);
    StoredObject seen = store().list().get(0);
    try (Bytes bytes = store().open("a", seen.pin())) {
      for (int offset : new int[] {9_990, 0, 5_000, 1, 9_999}) {
        int length = Math.min(10, content.length() - offset);
        byte[] read = new byte[length + 2];
        bytes.readFully(offset, read, 1, length);
        assertThat(new String(read, 1, length, StandardCharsets.UTF_8))
            .isEqualTo(content.substring(offset, offset + length));
        assertThat(read[0]).isZero();
        assertThat(read[length + 1]).isZero();
        try (InputStream rest = bytes.open(offset)) {
          assertThat(rest.readAllBytes()).hasSize(content.length() - offset);
        }
      }
      assertThat(bytes.open(content.length()).read()).isEqualTo(-1);
      assertThatThrownBy(() -> bytes.readFully(9_995, new byte[10], 0, 10))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  default void anEmptyObjectIsReadAsEmpty() throws Exception {
    put("a", "", TIME);
    try (Bytes bytes = store().open("a", store().list().get(0).pin())) {
      assertThat(bytes.length()).isZero();
      assertThat(bytes.open(0).read()).isEqualTo(-1);
      bytes.readFully(0, new byte[0], 0, 0);
    }
  }

  @Test
  default void allPagesOfAListingAreRead() throws Exception {
    List<String> keys = IntStream.rangeClosed(0, 1_000).mapToObj("many/%05d"::formatted).toList();
    putAll(keys);
    assertThat(store().list())
        .hasSize(keys.size())
        .extracting(StoredObject::key)
        .isSorted()
        .contains("many/00000", "many/00999", "many/01000");
  }

  /** Keys whose characters mean something in a URL, in a file system, or in a listing's XML. */
  default List<String> oddKeys() {
    return List.of(
        "FOCUS Reports/2026/11/1 2.csv",
        "plus+and%20percent%/a",
        "query?a=b&c#d;e",
        "billing_period=2026-10/t:13:14.337Z-6b",
        "quotes'\"<>&amp;",
        "ümläut/日本語",
        "(!)*~@$,");
  }

  @Test
  default void oddNamesAreFoundAndReadAsTheyAre() throws Exception {
    for (String key : oddKeys()) {
      put(key, key, TIME);
    }
    List<StoredObject> objects = store().list();
    assertThat(objects)
        .extracting(StoredObject::key)
        .containsExactlyInAnyOrderElementsOf(oddKeys());
    for (StoredObject object : objects) {
      StoredObject seen = store().stat(object.key());
      assertThat(seen).as(object.key()).isNotNull();
      assertThat(seen.pin()).isEqualTo(object.pin());
      try (Bytes bytes = store().open(object.key(), object.pin())) {
        assertThat(bytes.open(0).readAllBytes())
            .asString(StandardCharsets.UTF_8)
            .isEqualTo(object.key());
      }
    }
  }

  @Test
  default void whatIsReplacedWhileItIsReadIsNoticed() throws Exception {
    put("a", "one".repeat(1000), TIME);
    StoredObject seen = store().list().get(0);
    try (ObjectStore store = store();
        Bytes bytes = store.open("a", seen.pin())) {
      put("a", "two".repeat(1000), TIME.plusNanos(1));
      try {
        bytes.readFully(0, new byte[3000], 0, 3000);
      } catch (StoreException e) {
        assertThat(e.trouble()).isEqualTo(StoreException.Trouble.CHANGED);
      }
      assertThat(trouble(() -> store.verify("a", seen.pin())))
          .isEqualTo(StoreException.Trouble.CHANGED);
    }
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
