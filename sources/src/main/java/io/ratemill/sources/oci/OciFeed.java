package io.ratemill.sources.oci;

import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Refusal;
import io.ratemill.sources.Slice;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.focus.FocusMapping;
import io.ratemill.sources.focus.FocusScope;
import io.ratemill.sources.rollup.OpenPart;
import io.ratemill.sources.rollup.RollupReader;
import io.ratemill.sources.rollup.Where;
import io.ratemill.sources.store.FolderPlace;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StorePlace;
import io.ratemill.sources.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cost or FOCUS reports of a tenancy, in its bucket or in a folder that is a copy of it.
 *
 * <p>Shape: Oracle only ever adds files, so each object is a slot of its own, and its version is
 * its ETag; nothing is concluded from the order of names. Units: an object settles for two seconds
 * after it was written. Source: Oracle's description of cost and usage reports.
 */
public final class OciFeed implements BillingFeed {
  private static final long serialVersionUID = 1L;
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final String PACKED = ".gz";

  private final String connector;
  private final OciFormat format;
  private final StorePlace place;
  private final Grain grain;

  private OciFeed(String connector, OciFormat format, StorePlace place, Grain grain) {
    this.connector = connector;
    this.format = format;
    this.place = place;
    this.grain = grain;
  }

  /**
   * A feed over a bucket or its copy.
   *
   * @param format {@code cost} or {@code focus}; anything else is refused
   */
  public static OciFeed of(String connector, String format, StorePlace place, Grain grain) {
    OciFormat parsed = OciFormat.parse(format);
    StorePlace narrowed =
        place instanceof OciPlace bucket ? bucket.listing(parsed.folder()) : place;
    return new OciFeed(connector, parsed, narrowed, grain);
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
    List<StoredObject> reports = new ArrayList<>();
    try (ObjectStore store = place.open()) {
      for (StoredObject object : store.list()) {
        if (format.isReport(object.key())) {
          reports.add(object);
        }
      }
    } catch (StoreException e) {
      throw Where.connector(connector).fault(e);
    }
    Set<String> keys = reports.stream().map(StoredObject::key).collect(Collectors.toSet());
    List<Delivery> deliveries = new ArrayList<>();
    for (StoredObject report : reports) {
      deliveries.add(delivery(report, keys.contains(report.key() + PACKED), now));
    }
    return deliveries;
  }

  private Delivery delivery(StoredObject report, boolean isUnpacked, Instant now) {
    DeliveryPart part =
        new DeliveryPart(report.key(), report.key(), report.bytes(), report.pin(), false);
    return new Delivery(
        connector,
        report.key(),
        report.key() + "@" + version(report),
        report.modified(),
        "",
        List.of(part),
        report.pin() + (isUnpacked ? " beside " + PACKED : ""),
        isUnpacked ? twice(report) : null,
        Duration.between(report.modified(), now).abs().compareTo(SETTLE) < 0);
  }

  /** A pin of a folder holds what a copy of the folder does not share: its versions say less. */
  private String version(StoredObject report) {
    return place instanceof FolderPlace ? report.bytes() + "-" + report.modified() : report.pin();
  }

  private @Nullable Refusal twice(StoredObject report) {
    return new Where(connector, report.key(), report.key())
        .refusal(
            "twice",
            "it lies beside "
                + report.key()
                + PACKED
                + ", which is the same report packed, and would count twice; remove one of them");
  }

  @Override
  public SliceReader open(Delivery delivery, Slice slice) throws FeedException {
    OpenPart part = OpenPart.open(place, delivery, slice);
    return switch (format) {
      case COST ->
          RollupReader.start(part, (columns, where) -> CostMapping.bind(columns, where, grain));
      case FOCUS -> {
        FocusScope scope = new FocusScope("oci", grain, "");
        yield RollupReader.start(
            part, (columns, where) -> FocusMapping.bind(columns, where, scope));
      }
    };
  }
}
