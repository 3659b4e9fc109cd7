package io.ratemill.sources.gcp;

import io.ratemill.sources.store.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths of run folders, which lie below the folder of their month, {@code billing_period=}. */
final class MonthFolder {
  private static final Pattern MONTH =
      Pattern.compile("billing_period=([0-9]{4}-(0[1-9]|1[0-2]))", Pattern.CASE_INSENSITIVE);

  private MonthFolder() {}

  /** The folder in which a key or a folder lies, empty for the place itself. */
  static String of(String key) {
    int slash = key.lastIndexOf('/');
    return slash < 0 ? "" : key.substring(0, slash);
  }

  /** The month's folder that a folder is in or is, else the folder itself. */
  static String month(String folder) {
    List<String> segments = Listing.segments(folder);
    int at = index(segments);
    return at < 0 ? folder : String.join("/", segments.subList(0, at + 1));
  }

  /** The period that a path names, empty if it names none. */
  static String period(String path) {
    List<String> segments = Listing.segments(path);
    int at = index(segments);
    if (at < 0) {
      return "";
    }
    Matcher month = MONTH.matcher(segments.get(at));
    return month.matches() ? month.group(1) : "";
  }

  /** The path above the month's folder, or above a run's folder that is in none. */
  static String above(String folder) {
    List<String> segments = Listing.segments(folder);
    int at = index(segments);
    return at < 0 ? of(folder) : String.join("/", segments.subList(0, at));
  }

  /** Segments as one path, without the empty ones. */
  static String joined(String... segments) {
    List<String> path = new ArrayList<>();
    for (String segment : segments) {
      if (!segment.isEmpty()) {
        path.add(segment);
      }
    }
    return String.join("/", path);
  }

  /** Where the deepest month is, -1 if there is none. */
  private static int index(List<String> segments) {
    for (int i = segments.size() - 1; i >= 0; i--) {
      if (MONTH.matcher(segments.get(i)).matches()) {
        return i;
      }
    }
    return -1;
  }
}
