package io.ratemill.sources.store;

import io.ratemill.sources.store.StoreException.Trouble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All objects of a place as one look found them, by key. */
public final class Listing {
  /** Looks at a place whose markers are being replaced, before it is given up for now. */
  private static final int LOOKS = 3;

  private final String root;
  private final Map<String, StoredObject> objects = new LinkedHashMap<>();

  private Listing(String root) {
    this.root = root;
  }

  /** Lists a store once. */
  public static Listing of(ObjectStore store) throws StoreException {
    Listing listing = new Listing(store.name());
    for (StoredObject object : store.list()) {
      // Keys may start with a slash; markers name them either way.
      listing.objects.putIfAbsent(String.join("/", segments(object.key())), object);
    }
    return listing;
  }

  /** Reads the markers of a listing, and makes of them what is wanted. */
  public interface Look<T> {
    T at(Listing listing) throws IOException;
  }

  /**
   * What a look at a store gives; a store of which a marker is replaced between the listing and its
   * reading is looked at again.
   *
   * <p>Errors: {@code UNREACHABLE} if a marker changes at every look.
   */
  public static <T> T look(ObjectStore store, Look<T> look) throws IOException {
    for (int looks = 1; ; looks++) {
      Listing listing = of(store);
      try {
        return look.at(listing);
      } catch (StoreException e) {
        if (e.trouble() != Trouble.CHANGED && e.trouble() != Trouble.MISSING) {
          throw e;
        }
        if (looks == LOOKS) {
          throw new StoreException(
              Trouble.UNREACHABLE, "a marker changes at every look: " + e.getMessage(), e);
        }
      }
    }
  }

  /** The name of the place's own folder. */
  public String root() {
    return root;
  }

  /** All objects, ordered by key. */
  public Collection<StoredObject> objects() {
    return Collections.unmodifiableCollection(objects.values());
  }

  /** The object at a path, or null if it is not there. */
  public @Nullable StoredObject at(String path) {
    return objects.get(String.join("/", segments(path)));
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
