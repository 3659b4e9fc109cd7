package io.ratemill.sources.aws;

import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Slice;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.focus.FocusMapping;
import io.ratemill.sources.focus.FocusScope;
import io.ratemill.sources.rollup.OpenPart;
import io.ratemill.sources.rollup.RollupReader;
import io.ratemill.sources.rollup.Where;
import io.ratemill.sources.store.FolderPlace;
import io.ratemill.sources.store.KnownObjects;
import io.ratemill.sources.store.Listing;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StorePlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bills that AWS delivers: legacy cost and usage reports, or data exports of CUR 2.0 or FOCUS.
 *
 * <p>Shape: any number of reports, exports and payers below one place; only what manifests name is
 * read. Errors: a manifest that cannot be read or whose parts are missing is a refused delivery and
 * hides no other.
 */
public final class AwsFeed implements BillingFeed {
  private static final long serialVersionUID = 1L;

  private final String connector;
  private final AwsFormat format;
  private final StorePlace place;
  private final Grain grain;
  private final KnownObjects<Marker> known = new KnownObjects<>();

  private AwsFeed(String connector, AwsFormat format, StorePlace place, Grain grain) {
    this.connector = connector;
    this.format = format;
    this.place = place;
    this.grain = grain;
  }

  /**
   * A feed over a place.
   *
   * @param format {@code cur-legacy}, {@code cur-2.0} or {@code focus}; anything else is refused
   */
  public static AwsFeed of(String connector, String format, StorePlace place, Grain grain) {
    return new AwsFeed(connector, AwsFormat.parse(format), place, grain);
  }

  /** A feed over a folder, such as a copy of a bucket. */
  public static AwsFeed of(String connector, String format, Path folder, Grain grain) {
    return of(connector, format, new FolderPlace(folder.toString()), grain);
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
      return Listing.look(store, listing -> deliveries(store, listing, now));
    } catch (IOException e) {
      throw Where.connector(connector).fault(e);
    }
  }

  @Override
  public String insteadOfDeliveries() throws FeedException {
    try (ObjectStore store = place.open()) {
      Listing listing = Listing.of(store);
      if (listing.objects().isEmpty()) {
        return "nothing lies there";
      }
      List<Marker> markers = markers(store, listing);
      List<String> others = new ArrayList<>();
      for (AwsFormat other : AwsFormat.values()) {
        if (other != format && !drafts(markers, other).isEmpty()) {
          others.add(other.text());
        }
      }
      return others.isEmpty()
          ? listing.objects().size() + " objects lie there, but no manifest of an export among them"
          : "deliveries of format "
              + String.join(" and ", others)
              + " lie there, none of format "
              + format.text();
    } catch (IOException e) {
      throw Where.connector(connector).fault(e);
    }
  }

  private List<Marker> markers(ObjectStore store, Listing listing) throws IOException {
    return known.look(
        listing.objects().stream().filter(Marker::isManifest).toList(),
        object -> Marker.read(store, object),
        Marker::content);
  }

  private static List<Draft> drafts(List<Marker> markers, AwsFormat format) {
    return switch (format) {
      case CUR_LEGACY -> CurLayout.drafts(markers);
      case CUR_2, FOCUS -> ExportLayout.drafts(markers, format);
    };
  }

  private List<Delivery> deliveries(ObjectStore store, Listing listing, Instant now)
      throws IOException {
    Map<String, Delivery> deliveries = new LinkedHashMap<>();
    for (Draft draft : drafts(markers(store, listing), format)) {
      Delivery delivery = draft.deliver(connector, listing, now);
      deliveries.merge(delivery.slot() + "\n" + delivery.id(), delivery, AwsFeed::better);
    }
    return List.copyOf(deliveries.values());
  }

  /** Where two manifests tell of one delivery, the one that can be taken counts. */
  private static Delivery better(Delivery one, Delivery other) {
    return one.refusal() == null ? one : other;
  }

  @Override
  public SliceReader open(Delivery delivery, Slice slice) throws FeedException {
    OpenPart part = OpenPart.open(place, delivery, slice);
    String period = delivery.period();
    return switch (format) {
      case CUR_LEGACY, CUR_2 ->
          RollupReader.start(
              part, (columns, where) -> CurMapping.bind(columns, where, grain, period));
      case FOCUS -> {
        FocusScope scope = new FocusScope("aws", grain, period);
        yield RollupReader.start(
            part, (columns, where) -> FocusMapping.bind(columns, where, scope));
      }
    };
  }
}
