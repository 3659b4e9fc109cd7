package io.ratemill.sources.gcp;

import io.ratemill.sources.Delivery;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.Refusal;
import io.ratemill.sources.rollup.Where;
import io.ratemill.sources.store.Listing;
import io.ratemill.sources.store.Pins;
import io.ratemill.sources.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The folders into which tables are exported: a fresh one per run, below the month, with a marker
 * that is written last.
 *
 * <p>Shape: a slot is the table, the period and the partition that a run exported, below one path.
 * Files in a folder without a marker are a refused delivery; with {@code marker: none} all files of
 * a month are one delivery.
 */
final class RunLayout {
  private static final List<String> SUFFIXES =
      List.of(
          ".parquet",
          ".csv",
          ".csv.gz",
          ".csv.zip",
          ".json",
          ".json.gz",
          ".jsonl",
          ".jsonl.gz",
          ".avro");
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final String NO_PIN = "missing";

  private final String connector;
  private final GcpFormat format;
  private final Listing listing;
  private final Instant now;

  RunLayout(String connector, GcpFormat format, Listing listing, Instant now) {
    this.connector = connector;
    this.format = format;
    this.listing = listing;
    this.now = now;
  }

  /** The deliveries that markers tell of, and those that lack one. */
  List<Delivery> marked(List<RunMarker> markers) {
    List<Delivery> deliveries = new ArrayList<>();
    Set<String> named = new HashSet<>();
    Set<String> markedFolders = new HashSet<>();
    Map<String, Whole> wholeOfMonths = new HashMap<>();
    for (RunMarker marker : markers) {
      String folder = MonthFolder.of(marker.object().key());
      markedFolders.add(folder);
      if (marker.isBroken()) {
        continue;
      }
      if (!format.mayBe(marker.table())) {
        marker.files().forEach(file -> addResolved(named, marker, file));
        continue;
      }
      Delivery delivery = delivery(marker);
      delivery.parts().forEach(part -> named.add(part.location()));
      deliveries.add(delivery);
      if (delivery.refusal() == null) {
        wholeOfMonths.merge(
            MonthFolder.month(folder), new Whole(delivery, marker.object().modified()), Whole::and);
      }
    }
    for (RunMarker marker : markers) {
      if (marker.isBroken()) {
        deliveries.add(broken(marker, wholeOfMonths));
      }
    }
    TreeMap<String, List<StoredObject>> unmarked = new TreeMap<>();
    for (StoredObject object : listing.objects()) {
      String folder = MonthFolder.of(object.key());
      if (isBill(object.key()) && !named.contains(object.key()) && !isIn(folder, markedFolders)) {
        unmarked.computeIfAbsent(folder, first -> new ArrayList<>()).add(object);
      }
    }
    unmarked.forEach((folder, files) -> deliveries.add(unmarked(folder, files, wholeOfMonths)));
    return deliveries;
  }

  /**
   * What a month has of whole runs.
   *
   * @param newest the newest of them
   * @param marked when the last of their markers was written
   */
  private record Whole(Delivery newest, Instant marked) {
    Whole and(Whole other) {
      return new Whole(
          newest.time().isBefore(other.newest.time()) ? other.newest : newest,
          marked.isBefore(other.marked) ? other.marked : marked);
    }

    /** The time by which a run without a marker comes after the newest, or before it. */
    Instant timeOf(Instant written) {
      if (written.isBefore(marked)) {
        Instant before = newest.time().minusMillis(1);
        return written.isBefore(before) ? written : before;
      }
      Instant after = newest.time().plusMillis(1);
      return written.isAfter(after) ? written : after;
    }
  }

  private void addResolved(Set<String> named, RunMarker marker, RunMarker.File file) {
    StoredObject object = resolve(marker, file.name());
    if (object != null) {
      named.add(object.key());
    }
  }

  private static boolean isIn(String folder, Set<String> folders) {
    for (String at = folder; ; at = MonthFolder.of(at)) {
      if (folders.contains(at)) {
        return true;
      }
      if (at.isEmpty()) {
        return false;
      }
    }
  }

  /** Each month's files as one delivery, for places without markers. */
  List<Delivery> unmarkedMonths() {
    TreeMap<String, List<StoredObject>> months = new TreeMap<>();
    for (StoredObject object : listing.objects()) {
      if (isBill(object.key())) {
        months
            .computeIfAbsent(
                MonthFolder.month(MonthFolder.of(object.key())), first -> new ArrayList<>())
            .add(object);
      }
    }
    List<Delivery> deliveries = new ArrayList<>();
    months.forEach(
        (month, files) -> {
          Instant newest = newest(files);
          deliveries.add(
              new Delivery(
                  connector,
                  month.isEmpty() ? listing.root() : month,
                  newest + " " + Pins.digest(pins(files)),
                  newest,
                  MonthFolder.period(month),
                  files.stream().map(file -> part(file.key(), file)).toList(),
                  Pins.digest(pins(files)),
                  null,
                  isSettling(newest)));
        });
    return deliveries;
  }

  private static String run(RunMarker marker) {
    String folder = MonthFolder.of(marker.object().key());
    return marker.runId().isEmpty()
        ? folder.substring(folder.lastIndexOf('/') + 1)
        : marker.runId();
  }

  private static String slot(RunMarker marker) {
    String folder = MonthFolder.of(marker.object().key());
    String period = marker.period().isEmpty() ? MonthFolder.period(folder) : marker.period();
    return MonthFolder.joined(
        MonthFolder.above(folder), marker.table(), period, marker.partition());
  }

  private Delivery delivery(RunMarker marker) {
    String month = MonthFolder.period(MonthFolder.of(marker.object().key()));
    String period = marker.period().isEmpty() ? month : marker.period();
    String slot = slot(marker);
    // One run may export several partitions; each is a delivery with a ledger of its own, whose
    // name may not depend on which of their markers are there yet.
    String id = slot + " " + run(marker);
    Where where = new Where(connector, id, marker.object().key());
    List<DeliveryPart> parts = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> cut = new ArrayList<>();
    StringBuilder pins = new StringBuilder(marker.object().pin());
    Instant newest = marker.object().modified();
    for (RunMarker.File file : marker.files()) {
      StoredObject object = resolve(marker, file.name());
      if (object == null) {
        missing.add(file.name());
        parts.add(new DeliveryPart(file.name(), file.name(), 0, NO_PIN, false));
        pins.append("|missing");
        continue;
      }
      if (file.bytes() != RunMarker.UNKNOWN && file.bytes() != object.bytes()) {
        cut.add(file.name() + " has " + object.bytes() + " bytes instead of " + file.bytes());
      }
      parts.add(part(file.name(), object));
      pins.append('|').append(object.pin());
      newest = object.modified().isAfter(newest) ? object.modified() : newest;
    }
    Refusal refusal = refusal(where, marker, missing, cut, month);
    return new Delivery(
        connector,
        slot,
        id,
        marker.maxExportTime(),
        period,
        parts,
        Pins.digest(pins.toString()),
        refusal,
        isSettling(newest));
  }

  private static @Nullable Refusal refusal(
      Where where, RunMarker marker, List<String> missing, List<String> cut, String month) {
    if (!month.isEmpty() && !marker.period().isEmpty() && !month.equals(marker.period())) {
      return where.refusal(
          "broken-marker",
          "the marker names period "
              + marker.period()
              + " and lies in the folder of "
              + month
              + "; export again into the folder of its period");
    }
    if (!missing.isEmpty()) {
      return where.refusal(
          "missing-part",
          missing.size()
              + " of "
              + marker.files().size()
              + " files that the marker names are not there, the first is "
              + missing.get(0)
              + "; the older delivery stays until they arrive: copy them, or export again");
    }
    if (!cut.isEmpty()) {
      return where.refusal(
          "wrong-size",
          "file "
              + cut.get(0)
              + ", which is what the marker says; it is cut off or was replaced: copy it, or export"
              + " again");
    }
    return null;
  }

  private Delivery broken(RunMarker marker, Map<String, Whole> wholeOfMonths) {
    String folder = MonthFolder.of(marker.object().key());
    Where where = new Where(connector, "run folder " + folder, marker.object().key());
    return unknown(
        folder,
        marker.object().modified(),
        List.of(),
        marker.object().pin() + marker.trouble(),
        where.refusal(
            "broken-marker",
            "the marker cannot be read: "
                + marker.trouble()
                + "; the older delivery stays, export again"),
        wholeOfMonths);
  }

  private Delivery unmarked(
      String folder, List<StoredObject> files, Map<String, Whole> wholeOfMonths) {
    Where where =
        new Where(connector, "run folder " + (folder.isEmpty() ? listing.root() : folder), folder);
    return unknown(
        folder,
        newest(files),
        files.stream().map(file -> part(file.key(), file)).toList(),
        pins(files),
        where.refusal(
            "no-marker",
            "the folder has "
                + files.size()
                + " files and no "
                + RunMarker.NAME
                + ", so nobody knows whether the run is whole: let the export write it last, or"
                + " write options: {marker: none} to take each month's folder as it is"),
        wholeOfMonths);
  }

  /**
   * A refused run of which nobody knows what it exported. It counts as a later delivery of the slot
   * that its month's newest whole run is of: what is there stays in force, and the next whole run
   * of the month, whose marker is written after it, outdates it.
   */
  private Delivery unknown(
      String folder,
      Instant time,
      List<DeliveryPart> parts,
      String pins,
      Refusal refusal,
      Map<String, Whole> wholeOfMonths) {
    Whole whole = wholeOfMonths.get(MonthFolder.month(folder));
    String name = folder.isEmpty() ? listing.root() : folder;
    return new Delivery(
        connector,
        whole == null ? name : whole.newest().slot(),
        "run folder " + name,
        whole == null ? time : whole.timeOf(time),
        whole == null ? MonthFolder.period(folder) : whole.newest().period(),
        parts,
        Pins.digest(pins),
        refusal,
        isSettling(time));
  }

  private boolean isSettling(Instant newest) {
    return Duration.between(newest, now).abs().compareTo(SETTLE) < 0;
  }

  /**
   * The object that a marker names, relative to its own folder, or by a key of the bucket in which
   * it was written; null if it is not there.
   */
  private @Nullable StoredObject resolve(RunMarker marker, String key) {
    String folder = MonthFolder.of(marker.object().key());
    StoredObject own = listing.at(MonthFolder.joined(folder, key));
    return own != null ? own : listing.resolve(Listing.segments(folder), key);
  }

  private static DeliveryPart part(String name, StoredObject object) {
    boolean sliceable = object.name().toLowerCase(Locale.ROOT).endsWith(".parquet");
    return new DeliveryPart(name, object.key(), object.bytes(), object.pin(), sliceable);
  }

  private static boolean isBill(String key) {
    for (String segment : Listing.segments(key)) {
      if (segment.startsWith(".") || segment.startsWith("_")) {
        return false;
      }
    }
    String name = key.toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().anyMatch(name::endsWith);
  }

  private static Instant newest(List<StoredObject> files) {
    return files.stream().map(StoredObject::modified).max(Instant::compareTo).orElse(Instant.EPOCH);
  }

  private static String pins(List<StoredObject> files) {
    StringBuilder pins = new StringBuilder();
    files.forEach(file -> pins.append(file.key()).append('|').append(file.pin()).append('\n'));
    return pins.toString();
  }
}
