package io.ratemill.sources.aws;

import io.ratemill.sources.store.Listing;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folders of data exports, CUR 2.0 and FOCUS alike.
 *
 * <p>Shape: a manifest in an execution's folder is written once and means that execution; the one
 * in the partition folder always means the newest, and counts where its execution has no copy of
 * its own. Source: AWS Data Exports user guide, "Understanding export delivery".
 */
final class ExportLayout {
  static final String FILES = "dataFiles";
  static final String METADATA = "metadata";

  private static final Pattern PARTITION =
      Pattern.compile("billing_period=([0-9]{4}-(0[1-9]|1[0-2]))", Pattern.CASE_INSENSITIVE);

  /** The time in an execution's folder; a copy may have changed the colons of the time. */
  private static final Pattern EXECUTION =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2}T)([0-9]{2})[:_-]([0-9]{2})[:_-]([0-9]{2}(?:\\.[0-9]+)?Z)"
              + "-(.+)");

  private ExportLayout() {}

  /** Where a manifest lies: its export, its period, and its execution's folder if it is in one. */
  private record Spot(Marker marker, List<String> export, String period, String folder) {
    String id() {
      String id = marker.text("executionId");
      if (!id.isEmpty()) {
        return id;
      }
      Matcher execution = EXECUTION.matcher(folder);
      if (execution.matches()) {
        return execution.group(5);
      }
      return folder.isEmpty() ? "manifest of " + marker.object().modified() : folder;
    }

    String place() {
      return String.join("/", export) + " " + period + " " + id();
    }
  }

  /** The deliveries of one table, told from the other by the columns that the manifest lists. */
  static List<Draft> drafts(List<Marker> markers, AwsFormat format) {
    List<Spot> spots = new ArrayList<>();
    Set<String> copies = new HashSet<>();
    Set<String> current = new HashSet<>();
    for (Marker marker : markers) {
      Spot spot = spot(marker);
      if (spot != null && isOf(marker, format)) {
        spots.add(spot);
        if (!marker.isBroken()) {
          (spot.folder().isEmpty() ? current : copies).add(spot.place());
        }
      }
    }
    List<Draft> drafts = new ArrayList<>();
    for (Spot spot : spots) {
      boolean isCopied = spot.folder().isEmpty() && copies.contains(spot.place());
      boolean isReplaced =
          spot.marker().isBroken() && !spot.folder().isEmpty() && current.contains(spot.place());
      if (!isCopied && !isReplaced) {
        drafts.add(draft(spot));
      }
    }
    return drafts;
  }

  private static boolean isOf(Marker marker, AwsFormat format) {
    boolean focus = marker.tables().contains(AwsFormat.FOCUS);
    boolean cur = marker.tables().contains(AwsFormat.CUR_2);
    return format == AwsFormat.FOCUS ? !cur || focus : !focus || cur;
  }

  private static @Nullable Spot spot(Marker marker) {
    List<String> folders = marker.folders();
    int partition = -1;
    for (int i = folders.size() - 1; i >= 0 && partition < 0; i--) {
      if (PARTITION.matcher(folders.get(i)).matches()) {
        partition = i;
      }
    }
    boolean isExport = marker.hasFiles(FILES) || !marker.text("executionId").isEmpty();
    if (partition < 0) {
      return isExport ? new Spot(marker, folders, periodOf(marker), "") : null;
    }
    if (!isExport && !marker.isBroken()) {
      return null;
    }
    int end =
        partition > 0 && folders.get(partition - 1).equalsIgnoreCase(METADATA)
            ? partition - 1
            : partition;
    boolean inFolder = partition < folders.size() - 1;
    return new Spot(
        marker,
        folders.subList(0, end),
        period(folders.get(partition)),
        inFolder ? folders.get(folders.size() - 1) : "");
  }

  private static String period(String partition) {
    Matcher matcher = PARTITION.matcher(partition);
    return matcher.matches() ? matcher.group(1) : "";
  }

  /** The period that the keys of the data files name, empty if they name none. */
  private static String periodOf(Marker marker) {
    for (String key : marker.files(FILES)) {
      for (String segment : Listing.segments(key)) {
        String period = period(segment);
        if (!period.isEmpty()) {
          return period;
        }
      }
    }
    return "";
  }

  private static Draft draft(Spot spot) {
    Marker marker = spot.marker();
    List<String> keys = marker.files(FILES);
    Instant time = timeOf(List.of(spot.folder()));
    boolean ownFolder = !spot.folder().isEmpty();
    if (!ownFolder && !keys.isEmpty()) {
      time = timeOf(Listing.segments(keys.get(0)));
      ownFolder = time != null;
    }
    return new Draft(
        CurLayout.slot(spot.export(), marker.export(), spot.period()),
        spot.id(),
        time == null ? marker.object().modified() : time,
        spot.period(),
        checked(marker),
        keys,
        ownFolder ? Draft.Files.WRITTEN_ONCE : Draft.Files.REPLACED);
  }

  private static Marker checked(Marker marker) {
    if (marker.isBroken() || marker.hasFiles(FILES)) {
      return marker;
    }
    return marker.without(FILES);
  }

  /** The time in the name of an execution's folder, null if no folder has one. */
  private static @Nullable Instant timeOf(List<String> folders) {
    for (String folder : folders) {
      Matcher matcher = EXECUTION.matcher(folder);
      if (matcher.matches()) {
        try {
          return Instant.parse(
              matcher.group(1)
                  + matcher.group(2)
                  + ":"
                  + matcher.group(3)
                  + ":"
                  + matcher.group(4));
        } catch (DateTimeException e) {
          // Digits that are no time, such as hour 25: the folder then tells no time.
          return null;
        }
      }
    }
    return null;
  }
}
