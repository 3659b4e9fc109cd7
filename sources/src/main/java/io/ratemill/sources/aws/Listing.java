package io.ratemill.sources.aws;

import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoredObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All objects of a place as one look found them. */
final class Listing {
  private final String root;
  private final Map<String, StoredObject> objects = new LinkedHashMap<>();

  private Listing(String root) {
    this.root = root;
  }

  static Listing of(ObjectStore store) throws StoreException {
    Listing listing = new Listing(store.name());
    for (StoredObject object : store.list()) {
      // A report without a prefix has keys that start with a slash; manifests name them either way.
      listing.objects.putIfAbsent(String.join("/", segments(object.key())), object);
    }
    return listing;
  }

  int size() {
    return objects.size();
  }

  /** The objects that could be markers by their name. */
  List<StoredObject> manifests() {
    List<StoredObject> found = new ArrayList<>();
    for (StoredObject object : objects.values()) {
      if (Marker.isManifest(object.name())) {
        found.add(object);
      }
    }
    return found;
  }

  /**
   * The object that a marker means by a key of the original bucket, or null if it is not there.
   *
   * <p>Shape: of the folders above the marker, the deepest counts whose name is a segment of the
   * key and below which the rest of the key exists. Nothing is ever found by its last name alone.
   */
  @Nullable StoredObject resolve(Marker marker, String key) {
    List<String> folders = marker.folders();
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
  static List<String> segments(String key) {
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
