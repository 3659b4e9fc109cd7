package io.ratemill.sources.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All objects of a place as one look found them, by key. */
public final class Listing {
  private final String root;
  private final Map<String, StoredObject> objects = new LinkedHashMap<>();

  private Listing(String root) {
    this.root = root;
  }

  /** Lists a store once. */
  public static Listing of(ObjectStore store) throws StoreException {
    Listing listing = new Listing(store.name());
    for (StoredObject object : store.list()) {
      listing.objects.put(object.key(), object);
    }
    return listing;
  }

  /** The name of the place's own folder. */
  public String root() {
    return root;
  }

  /** All objects, ordered by key. */
  public Collection<StoredObject> objects() {
    return Collections.unmodifiableCollection(objects.values());
  }

  /**
   * The object that a marker means by a key of the original bucket, or null if it is not there.
   *
   * <p>Shape: of the folders above the marker, the deepest counts whose name is a segment of the
   * key and below which the rest of the key exists. Nothing is ever found by its last name alone.
   *
   * @param folders the folders in which the marker lies, from the place down
   */
  public @Nullable StoredObject resolve(List<String> folders, String key) {
    List<String> segments = segments(key);
    for (int depth = folders.size(); depth >= 0; depth--) {
      String name = depth == 0 ? root : folders.get(depth - 1);
      for (int at = segments.size() - 2; at >= 0; at--) {
        if (segments.get(at).equals(name)) {
          List<String> path = new ArrayList<>(folders.subList(0, depth));
          path.addAll(segments.subList(at + 1, segments.size()));
          StoredObject object = objects.get(String.join("/", path));
          if (object != null) {
            return object;
          }
        }
      }
    }
    return null;
  }

  /** A key's segments, a URL's bucket among them; empty ones are left out. */
  public static List<String> segments(String key) {
    int scheme = key.indexOf("://");
    String path = scheme < 0 ? key : key.substring(scheme + 3);
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      if (!segment.isEmpty()) {
        segments.add(segment);
      }
    }
    return segments;
  }
}
