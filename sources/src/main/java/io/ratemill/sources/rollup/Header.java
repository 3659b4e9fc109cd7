package io.ratemill.sources.rollup;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The column names of one file, found whatever their case, separators and blanks.
 *
 * <p>Shape: {@code lineItem/UnblendedCost} and {@code line_item_unblended_cost} are one name, as
 * are names that differ only in blanks around them. Of two columns with one name the first counts.
 */
public final class Header {
  /** The place of a column that is not there. */
  public static final int ABSENT = -1;

  private final Map<String, Integer> places = new HashMap<>();

  public Header(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      places.putIfAbsent(plain(names.get(i)), i);
    }
  }

  /** The place of the first of some names that is there, or {@link #ABSENT}. */
  public int find(String... names) {
    for (String name : names) {
      Integer place = places.get(plain(name));
      if (place != null) {
        return place;
      }
    }
    return ABSENT;
  }

  /** Whether one of some names is there. */
  public boolean has(String... names) {
    return find(names) != ABSENT;
  }

  private static String plain(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        plain.append(c);
      }
    }
    return plain.toString().toLowerCase(Locale.ROOT);
  }
}
