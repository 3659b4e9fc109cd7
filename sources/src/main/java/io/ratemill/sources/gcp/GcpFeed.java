package io.ratemill.sources.gcp;

import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Slice;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.rollup.OpenPart;
import io.ratemill.sources.rollup.RollupReader;
import io.ratemill.sources.rollup.Where;
import io.ratemill.sources.store.KnownObjects;
import io.ratemill.sources.store.Listing;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StorePlace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Bills of Google Cloud that were exported from BigQuery to files.
 *
 * <p>Shape: any number of tables below one place; only what markers name is read, unless the place
 * has none. Errors: a run without a marker, or whose marker or files are broken, is a refused
 * delivery and hides no other.
 */
public final class GcpFeed implements BillingFeed {
  private static final long serialVersionUID = 1L;

  private static final List<String> UNREAD =
      List.of(".json", ".json.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".avro");

  /** Whether runs say by a marker that they are whole. */
  public enum Markers {
    /** A run folder without a marker is refused. */
    REQUIRED,
    /** There are none: all files of a month are one delivery. */
    NONE;

    /** The word of option {@code marker}. Errors: an unknown one is refused. */
    public static Markers parse(String text) {
      return switch (text) {
        case "", "required" -> REQUIRED;
        case "none" -> NONE;
        default ->
            throw new IllegalArgumentException(
                "'" + text + "' is no value of option marker; write none, or leave it out");
      };
    }
  }

  private final String connector;
  private final GcpFormat format;
  private final StorePlace place;
  private final Markers markers;
  private final Grain grain;
  private final KnownObjects<RunMarker> known = new KnownObjects<>();

  private GcpFeed(
      String connector, GcpFormat format, StorePlace place, Markers markers, Grain grain) {
    this.connector = connector;
    this.format = format;
    this.place = place;
    this.markers = markers;
    this.grain = grain;
  }

  /**
   * A feed over a place.
   *
   * @param format {@code standard}, {@code detailed}, {@code reseller} or {@code focus}; anything
   *     else is refused
   */
  public static GcpFeed of(
      String connector, String format, StorePlace place, Markers markers, Grain grain) {
    return new GcpFeed(connector, GcpFormat.parse(format), place, markers, grain);
  }

  @Override
  public String connector() {
    return connector;
  }

  @Override
  public Duration pause() {
    return place.pause();
  }

  @Override
  public List<Delivery> discover(Instant now) throws FeedException {
    try (ObjectStore store = place.open()) {
      Map<String, Delivery> deliveries = new LinkedHashMap<>();
      for (Delivery delivery : Listing.look(store, listing -> deliveries(store, listing, now))) {
        deliveries.merge(delivery.slot() + "\n" + delivery.id(), delivery, GcpFeed::better);
      }
      return List.copyOf(deliveries.values());
    } catch (IOException e) {
      throw Where.connector(connector).fault(e);
    }
  }

  private List<Delivery> deliveries(ObjectStore store, Listing listing, Instant now)
      throws IOException {
    RunLayout layout = new RunLayout(connector, format, listing, now);
    if (markers == Markers.NONE) {
      return layout.unmarkedMonths();
    }
    return layout.marked(
        known.look(
            listing.objects().stream().filter(RunMarker::isMarker).toList(),
            object -> RunMarker.read(store, object),
            RunMarker::lasting));
  }

  /** Where two markers tell of one run, the one that can be taken counts. */
  private static Delivery better(Delivery one, Delivery other) {
    return one.refusal() == null ? one : other;
  }

  @Override
  public SliceReader open(Delivery delivery, Slice slice) throws FeedException {
    refuseUnread(delivery, slice);
    OpenPart part = OpenPart.open(place, delivery, slice);
    return RollupReader.start(
        format.nestsCredits() ? part.unfolding(GcpMapping.CREDITS, GcpMapping.CREDIT_FIELDS) : part,
        format.mapping(grain, delivery.period()));
  }

  /** What BigQuery can also export, and nobody reads here, is named for what it is. */
  private void refuseUnread(Delivery delivery, Slice slice) throws FeedException {
    String name = slice.part().location().toLowerCase(Locale.ROOT);
    for (String suffix : UNREAD) {
      if (name.endsWith(suffix)) {
        Where where =
            new Where(connector, delivery.slot() + " " + delivery.id(), slice.part().name());
        throw where.data(
            "unreadable",
            "files of kind " + suffix + " are not read; export with format = 'PARQUET'");
      }
    }
  }
}
