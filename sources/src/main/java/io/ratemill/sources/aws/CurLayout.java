package io.ratemill.sources.aws;

import io.ratemill.sources.store.Listing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folders of legacy cost and usage reports: create-new, overwrite, and the Parquet layout for
 * Athena.
 *
 * <p>Shape: a manifest in an assembly folder is written once and means that assembly; the one in
 * the month folder always means the newest, and counts where its assembly has no copy of its own.
 * Source: AWS CUR user guide, "Viewing your Cost and Usage Reports" and "Athena".
 */
final class CurLayout {
  private static final Pattern MONTH = Pattern.compile("([0-9]{4})(0[1-9]|1[0-2])01-[0-9]{8}");
  private static final Pattern ATHENA_YEAR = Pattern.compile("year=([0-9]{4})");
  private static final Pattern ATHENA_MONTH = Pattern.compile("month=(0?[1-9]|1[0-2])");
  private static final Pattern START = Pattern.compile("([0-9]{4})-?(0[1-9]|1[0-2])-?[0-9]{2}.*");
  private static final String FILES = "reportKeys";

  private CurLayout() {}

  /** Where a manifest lies: its report, its month, and its assembly if it is in one's folder. */
  private record Spot(Marker marker, List<String> report, String period, String assembly) {
    String monthFolder() {
      List<String> folders = marker.folders();
      int end = folders.size() - (assembly.isEmpty() ? 0 : 1);
      return String.join("/", folders.subList(0, end));
    }

    String id() {
      String id = marker.text("assemblyId");
      if (!id.isEmpty()) {
        return id;
      }
      return assembly.isEmpty() ? "manifest of " + marker.object().modified() : assembly;
    }
  }

  static List<Draft> drafts(List<Marker> markers) {
    List<Spot> spots = new ArrayList<>();
    Set<String> sound = new HashSet<>();
    for (Marker marker : markers) {
      Spot spot = spot(marker);
      if (spot != null) {
        spots.add(spot);
        if (!marker.isBroken()) {
          sound.add(place(spot) + (spot.assembly().isEmpty() ? " month" : " assembly"));
        }
      }
    }
    List<Draft> drafts = new ArrayList<>();
    for (Spot spot : spots) {
      boolean isCopied = spot.assembly().isEmpty() && sound.contains(place(spot) + " assembly");
      boolean isReplaced =
          spot.marker().isBroken()
              && !spot.assembly().isEmpty()
              && sound.contains(place(spot) + " month");
      if (!isCopied && !isReplaced) {
        drafts.add(draft(spot));
      }
    }
    return drafts;
  }

  private static String place(Spot spot) {
    return spot.monthFolder() + " " + spot.marker().export() + " " + spot.id();
  }

  private static @Nullable Spot spot(Marker marker) {
    if (!marker.isBroken() && !marker.hasFiles(FILES) && marker.hasFiles(ExportLayout.FILES)) {
      return null;
    }
    List<String> folders = marker.folders();
    for (int depth = 0; depth <= 1 && depth < folders.size(); depth++) {
      int month = folders.size() - 1 - depth;
      String assembly = depth == 0 ? "" : folders.get(folders.size() - 1);
      Matcher range = MONTH.matcher(folders.get(month));
      if (range.matches()) {
        String period = range.group(1) + "-" + range.group(2);
        return new Spot(marker, folders.subList(0, month), period, assembly);
      }
      Matcher athena = ATHENA_MONTH.matcher(folders.get(month));
      if (athena.matches() && month > 0) {
        Matcher year = ATHENA_YEAR.matcher(folders.get(month - 1));
        if (year.matches()) {
          String number = athena.group(1);
          String period = year.group(1) + "-" + (number.length() == 1 ? "0" + number : number);
          return new Spot(marker, folders.subList(0, month - 1), period, assembly);
        }
      }
    }
    return spotByContent(marker, folders);
  }

  /** A manifest whose month folder is above the place, or was lost in copying. */
  private static @Nullable Spot spotByContent(Marker marker, List<String> folders) {
    if (folders.stream().anyMatch(ExportLayout.METADATA::equalsIgnoreCase)) {
      return null;
    }
    String assembly = marker.text("assemblyId");
    if (!marker.isBroken() && !marker.hasFiles(FILES) && assembly.isEmpty()) {
      return null;
    }
    boolean inAssembly =
        !assembly.isEmpty()
            && !folders.isEmpty()
            && folders.get(folders.size() - 1).equals(assembly);
    List<String> report = inAssembly ? folders.subList(0, folders.size() - 1) : folders;
    return new Spot(marker, report, "", inAssembly ? assembly : "");
  }

  private static Draft draft(Spot spot) {
    Marker marker = spot.marker();
    List<String> keys = marker.files(FILES);
    String period = spot.period().isEmpty() ? periodOf(marker) : spot.period();
    boolean ownFolder = !spot.assembly().isEmpty();
    if (!ownFolder) {
      String id = spot.id();
      ownFolder = !keys.isEmpty();
      for (String key : keys) {
        ownFolder &= Listing.segments(key).contains(id);
      }
    }
    return new Draft(
        slot(spot.report(), marker.export(), period),
        spot.id(),
        marker.object().modified(),
        period,
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

  private static String periodOf(Marker marker) {
    Matcher start = START.matcher(marker.text(Marker.PERIOD_START));
    return start.matches() ? start.group(1) + "-" + start.group(2) : "";
  }

  /**
   * The slot of an export: its folders, its name where the folders do not end in it, its period.
   */
  static String slot(List<String> folders, String name, String period) {
    List<String> path = new ArrayList<>(folders);
    if (!name.isEmpty() && (path.isEmpty() || !path.get(path.size() - 1).equals(name))) {
      path.add(name);
    }
    path.add(period);
    return String.join("/", path);
  }
}
