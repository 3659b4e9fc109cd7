package io.ratemill.sources.aws;

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
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a layout says about a delivery; the rest is the same for all layouts.
 *
 * @param keys the keys of the parts as the marker names them
 * @param files whether files are written once, or replaced where they lie
 */
record Draft(
    String slot,
    String id,
    Instant time,
    String period,
    Marker marker,
    List<String> keys,
    Files files) {
  /** How the layout treats files of an earlier delivery. */
  enum Files {
    WRITTEN_ONCE,
    REPLACED
  }

  private static final Duration SETTLE = Duration.ofSeconds(2);

  /** The delivery, with its parts looked up in a listing. */
  Delivery deliver(String connector, Listing listing, Instant now) {
    Where where = new Where(connector, slot + " " + id, marker.object().key());
    List<DeliveryPart> parts = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> newer = new ArrayList<>();
    Instant touched = marker.object().modified();
    // A manifest that could not be read for now is looked at again once it can be.
    StringBuilder pins = new StringBuilder(marker.object().pin()).append(marker.trouble());
    for (String key : keys) {
      StoredObject object = listing.resolve(marker.folders(), key);
      if (object == null) {
        missing.add(key);
        parts.add(new DeliveryPart(key, key, 0, "missing", false));
        pins.append("|missing");
        continue;
      }
      boolean sliceable = object.name().toLowerCase(Locale.ROOT).endsWith(".parquet");
      parts.add(new DeliveryPart(key, object.key(), object.bytes(), object.pin(), sliceable));
      pins.append('|').append(object.pin());
      if (object.modified().isAfter(marker.object().modified())) {
        newer.add(key);
      }
      if (object.modified().isAfter(touched)) {
        touched = object.modified();
      }
    }
    boolean replaced = files == Files.REPLACED;
    DeliveryPart seen =
        new DeliveryPart(
            marker.object().name(),
            marker.object().key(),
            marker.object().bytes(),
            marker.object().pin(),
            false);
    return new Delivery(
        connector,
        slot,
        id,
        time,
        period,
        parts,
        Pins.digest(pins.toString()),
        refusal(where, missing, replaced ? newer : List.of()),
        Duration.between(touched, now).abs().compareTo(SETTLE) < 0,
        replaced ? seen : null);
  }

  private @Nullable Refusal refusal(Where where, List<String> missing, List<String> newer) {
    if (marker.isBroken()) {
      return where.refusal(
          "broken-marker",
          "the manifest cannot be read: "
              + marker.trouble()
              + "; the older delivery stays, deliver again");
    }
    if (!missing.isEmpty()) {
      return where.refusal(
          "missing-part",
          missing.size()
              + " of "
              + keys.size()
              + " parts that the manifest names are not there, the first is "
              + missing.get(0)
              + "; the older delivery stays until they arrive: copy them, or deliver again");
    }
    if (!newer.isEmpty()) {
      return where.refusal(
          "not-ready",
          "part "
              + newer.get(0)
              + " is newer than the manifest, so the next delivery is being written over this one;"
              + " it is taken when its manifest arrives (a copy must keep modification times)");
    }
    return null;
  }
}
