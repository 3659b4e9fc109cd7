package io.ratemill.sources.azure;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the folders of a file say about the run that wrote it, as far as they say anything.
 *
 * <p>Shape: {@code directory/export/20261001-20261031/202610150930/GUID}; the time and the GUID may
 * be left out, and their names may change, so that nothing but the month is relied on. Source: Cost
 * Management, "Tutorial: Create and manage exported data".
 *
 * @param root the folders of the export
 * @param period {@code yyyy-MM}, empty if no folder names a month
 * @param below the folders below the month's
 */
record RunPath(List<String> root, String period, List<String> below) {
  private static final Pattern RANGE =
      Pattern.compile("([0-9]{4})(0[1-9]|1[0-2])[0-9]{2}-[0-9]{8}");
  private static final Pattern TIME = Pattern.compile("[0-9]{12}([0-9]{2})?");
  private static final Pattern RUN =
      Pattern.compile(
          "(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|" + TIME.pattern());

  RunPath {
    root = List.copyOf(root);
    below = List.copyOf(below);
  }

  /**
   * Takes the folders of a file apart.
   *
   * @param place the name of the place's own folder, which may be the month's
   */
  static RunPath of(List<String> folders, String place) {
    for (int i = folders.size() - 1; i >= 0; i--) {
      Matcher range = RANGE.matcher(folders.get(i));
      if (range.matches()) {
        return new RunPath(
            folders.subList(0, i), month(range), folders.subList(i + 1, folders.size()));
      }
    }
    Matcher range = RANGE.matcher(place);
    if (range.matches()) {
      return new RunPath(List.of(), month(range), folders);
    }
    int end = folders.size();
    while (end > 0 && RUN.matcher(folders.get(end - 1)).matches()) {
      end--;
    }
    return new RunPath(folders.subList(0, end), "", folders.subList(end, folders.size()));
  }

  private static String month(Matcher range) {
    return range.group(1) + "-" + range.group(2);
  }

  /** The export's folders as one text. */
  String export() {
    return String.join("/", root);
  }

  /** The name of the run's own folder, empty if it has none. */
  String run() {
    return below.isEmpty() ? "" : below.get(below.size() - 1);
  }

  /** Whether a run has folders of its own, so that no other run writes over its files. */
  boolean isOfOneRun(String runId) {
    for (String folder : below) {
      if (folder.equalsIgnoreCase(runId) || RUN.matcher(folder).matches()) {
        return true;
      }
    }
    return false;
  }

  /** The time that a folder names, null if none does. */
  @Nullable Instant time() {
    for (String folder : new ArrayList<>(below)) {
      if (TIME.matcher(folder).matches()) {
        DateTimeFormatter form =
            DateTimeFormatter.ofPattern(folder.length() == 12 ? "yyyyMMddHHmm" : "yyyyMMddHHmmss");
        try {
          return LocalDateTime.parse(folder, form).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
          // Digits that are no time, such as hour 25: the folder then tells no time.
          return null;
        }
      }
    }
    return null;
  }
}
