package io.ratemill.sources.store;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was made of small objects, kept from one look to the next, so that an object is read again
 * only when its pin changed.
 *
 * <p>Shape: lives with a feed on the coordinator; travels empty. Holds what the last look asked for
 * and nothing else.
 */
public final class KnownObjects<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private transient @Nullable Map<String, Known<T>> known;

  /** Makes something of an object that was not seen at this pin before. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(StoredObject object) throws IOException;
  }

  private record Known<T>(String pin, T value) {}

  /**
   * What each object comes to, in their order.
   *
   * @param lasting whether it stays so while the pin stays; else it is read at the next look again
   *     <p>Errors: the first that reading throws; what was read before it is kept for the next
   *     look.
   */
  public synchronized List<T> look(
      List<StoredObject> objects, Reader<T> reader, Predicate<T> lasting) throws IOException {
    Map<String, Known<T>> before = known == null ? new HashMap<>() : known;
    known = before;
    Map<String, Known<T>> now = new HashMap<>();
    List<T> values = new ArrayList<>();
    for (StoredObject object : objects) {
      Known<T> each = before.get(object.key());
      if (each == null || !each.pin().equals(object.pin())) {
        each = new Known<>(object.pin(), reader.read(object));
      }
      if (lasting.test(each.value())) {
        before.put(object.key(), each);
        now.put(object.key(), each);
      }
      values.add(each.value());
    }
    known = now;
    return values;
  }
}
