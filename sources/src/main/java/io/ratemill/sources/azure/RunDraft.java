package io.ratemill.sources.azure;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the layout says about a run that has a manifest; the rest follows from what is there.
 *
 * @param files whether the run's files are written once, or replaced where they lie
 */
record RunDraft(
    AzureFormat format,
    String slot,
    String id,
    Instant time,
    String period,
    Manifest manifest,
    Files files) {
  /** How files of an earlier run are treated. */
  enum Files {
    WRITTEN_ONCE,
    REPLACED
  }

  static final Duration SETTLE = Duration.ofSeconds(2);

  /** The delivery, with its parts looked up in a listing. */
  Delivery deliver(String connector, Listing listing, Instant now) {
    StoredObject marker = manifest.object();
    List<DeliveryPart> parts = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> newer = new ArrayList<>();
    Instant touched = marker.modified();
    StringBuilder pins = new StringBuilder(marker.pin());
    for (Manifest.Blob blob : manifest.blobs()) {
      StoredObject object = listing.resolve(manifest.folders(), manifest.key(blob));
      if (object == null) {
        missing.add(blob.name());
        String nowhere = new PartAddress(format, blob.rows(), blob.name()).text();
        parts.add(new DeliveryPart(blob.name(), nowhere, 0, "missing", false));
        pins.append("|missing");
        continue;
      }
      parts.add(part(format, blob.name(), blob.rows(), object));
      pins.append('|').append(object.pin());
      if (object.modified().isAfter(marker.modified())) {
        newer.add(blob.name());
      }
      if (object.modified().isAfter(touched)) {
        touched = object.modified();
      }
    }
    boolean replaced = files == Files.REPLACED;
    DeliveryPart seen = part(format, marker.key(), Manifest.UNKNOWN, marker);
    return new Delivery(
        connector,
        slot,
        id,
        time,
        period,
        parts,
        Pins.digest(pins.toString()),
        refusal(
            new Where(connector, slot + " " + id, marker.key()),
            missing,
            replaced ? newer : List.of()),
        isSettling(touched, now),
        replaced ? seen : null);
  }

  static boolean isSettling(Instant touched, Instant now) {
    return Duration.between(touched, now).abs().compareTo(SETTLE) < 0;
  }

  static DeliveryPart part(AzureFormat format, String name, long rows, StoredObject object) {
    return new DeliveryPart(
        name,
        new PartAddress(format, rows, object.key()).text(),
        object.bytes(),
        object.pin(),
        PartAddress.isSliceable(object.key()));
  }

  private @Nullable Refusal refusal(Where where, List<String> missing, List<String> newer) {
    if (manifest.isBroken()) {
      return where.refusal(
          "broken-marker",
          "the manifest cannot be read: "
              + manifest.trouble()
              + "; the older delivery stays, run the export again");
    }
    int named = manifest.blobs().size();
    if (manifest.blobCount() > 0 && manifest.blobCount() != named) {
      return where.refusal(
          "broken-marker",
          "the manifest speaks of "
              + manifest.blobCount()
              + " blobs and names "
              + named
              + "; the older delivery stays, run the export again");
    }
    if (!missing.isEmpty()) {
      return where.refusal(
          "missing-part",
          missing.size()
              + " of "
              + named
              + " parts that the manifest names are not there, the first is "
              + missing.get(0)
              + "; the older delivery stays until they arrive: copy them, or run the export again");
    }
    if (!newer.isEmpty()) {
      return where.refusal(
          "not-ready",
          "part "
              + newer.get(0)
              + " is newer than the manifest, so the next run is being written over this one; it is"
              + " taken when its manifest arrives (a copy must keep modification times)");
    }
    return null;
  }
}
