package io.ratemill.sources.oci;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The two kinds of report that Oracle leaves in a tenancy's bucket, each below a folder of its own.
 */
enum OciFormat {
  /** Cost reports with Oracle's own columns. */
  COST("reports/cost-csv/"),
  /** FOCUS reports, in a tree of years, months and days. */
  FOCUS("FOCUS Reports/");

  private static final List<String> SUFFIXES = List.of(".csv.gz", ".csv", ".gz");

  private final String folder;

  OciFormat(String folder) {
    this.folder = folder;
  }

  /** The format that a word names. Errors: an unknown word is refused. */
  static OciFormat parse(String word) {
    for (OciFormat format : values()) {
      if (format.word().equals(word)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "OCI format is '"
            + word
            + "'; use one of "
            + String.join(", ", Arrays.stream(values()).map(OciFormat::word).toList()));
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The folder of the bucket below which its reports lie. */
  String folder() {
    return folder;
  }

  /** Whether an object of the bucket is a report of this format, by its name alone. */
  boolean isReport(String key) {
    if (!key.startsWith(folder)) {
      return false;
    }
    for (String segment : key.substring(folder.length()).split("/", -1)) {
      if (segment.startsWith(".") || segment.startsWith("_")) {
        return false;
      }
    }
    String name = key.toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().anyMatch(name::endsWith);
  }
}
