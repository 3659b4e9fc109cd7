package io.ratemill.sources.focus;

import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Slice;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.rollup.OpenPart;
import io.ratemill.sources.rollup.RollupReader;
import io.ratemill.sources.rollup.Where;
import io.ratemill.sources.store.FolderPlace;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StorePlace;
import io.ratemill.sources.store.StoredObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * FOCUS files in a place, without markers: each file is a delivery of its own slot.
 *
 * <p>Shape: CSV, CSV in gzip or zip, and Parquet files at any depth; other files, and those whose
 * name or folder says that they are hidden or being written, are left alone. Units: a file settles
 * for two seconds after it was written.
 */
public final class FocusFeed implements BillingFeed {
  private static final long serialVersionUID = 1L;
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final List<String> SUFFIXES =
      List.of(".csv", ".csv.gz", ".csv.zip", ".zip", ".gz", ".parquet");

  private final String connector;
  private final String provider;
  private final StorePlace place;
  private final Grain grain;

  /**
   * A feed over a place.
   *
   * @param provider the connector's provider word; under {@code focus} each line names its own
   */
  public FocusFeed(String connector, String provider, StorePlace place, Grain grain) {
    this.connector = connector;
    this.provider = provider;
    this.place = place;
    this.grain = grain;
  }

  /** A feed over a folder in which each line names its provider. */
  public static FocusFeed of(String connector, Path folder, Grain grain) {
    return new FocusFeed(connector, "focus", new FolderPlace(folder.toString()), grain);
  }

  @Override
  public String connector() {
    return connector;
  }

  @Override
  public String insteadOfDeliveries() throws FeedException {
    try (ObjectStore store = place.open()) {
      int objects = store.list().size();
      return objects == 0
          ? "nothing lies there"
          : objects + " objects lie there, but none that ends as a CSV or Parquet file does";
    } catch (StoreException e) {
      throw Where.connector(connector).fault(e);
    }
  }

  @Override
  public Duration pause() {
    return place.pause();
  }

  @Override
  public List<Delivery> discover(Instant now) throws FeedException {
    List<Delivery> deliveries = new ArrayList<>();
    try (ObjectStore store = place.open()) {
      for (StoredObject object : store.list()) {
        if (isBill(object.key())) {
          deliveries.add(delivery(object, now));
        }
      }
    } catch (StoreException e) {
      throw Where.connector(connector).fault(e);
    }
    return deliveries;
  }

  private Delivery delivery(StoredObject object, Instant now) {
    boolean sliceable = object.key().toLowerCase(Locale.ROOT).endsWith(".parquet");
    DeliveryPart part =
        new DeliveryPart(object.key(), object.key(), object.bytes(), object.pin(), sliceable);
    return new Delivery(
        connector,
        object.key(),
        object.key() + "@" + object.bytes() + "-" + object.modified(),
        object.modified(),
        "",
        List.of(part),
        object.pin(),
        null,
        Duration.between(object.modified(), now).abs().compareTo(SETTLE) < 0);
  }

  private static boolean isBill(String key) {
    for (String segment : key.split("/", -1)) {
      if (segment.startsWith(".") || segment.startsWith("_")) {
        return false;
      }
    }
    String name = key.toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().anyMatch(name::endsWith);
  }

  @Override
  public SliceReader open(Delivery delivery, Slice slice) throws FeedException {
    FocusScope scope = new FocusScope(provider, grain, delivery.period());
    return RollupReader.start(
        OpenPart.open(place, delivery, slice),
        (columns, where) -> FocusMapping.bind(columns, where, scope));
  }
}
