package io.ratemill.sources.azure;

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
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Bills that Azure's Cost Management exports: actual costs, amortized costs, both as one, or FOCUS.
 *
 * <p>Shape: any number of exports below a place; only what manifests name is read, and files of old
 * that no manifest names. Errors: a run that cannot be read or whose parts are missing is a refused
 * delivery and hides no other.
 */
public final class AzureFeed implements BillingFeed {
  private static final long serialVersionUID = 1L;

  private final String connector;
  private final Grain grain;
  private final Side side;

  /** The amortized side where there are two; the other one is then the actual side. */
  private final @Nullable Side amortized;

  /** One place and the dataset that is read there. */
  private static final class Side implements Serializable {
    private static final long serialVersionUID = 1L;

    final AzureFormat format;
    final StorePlace place;
    final KnownObjects<Manifest> known = new KnownObjects<>();

    Side(AzureFormat format, StorePlace place) {
      this.format = format;
      this.place = place;
    }
  }

  private AzureFeed(String connector, Grain grain, Side side, @Nullable Side amortized) {
    this.connector = connector;
    this.grain = grain;
    this.side = side;
    this.amortized = amortized;
  }

  /**
   * A feed over one place.
   *
   * @param format {@code actual}, {@code amortized} or {@code focus}; anything else is refused
   */
  public static AzureFeed of(String connector, String format, StorePlace place, Grain grain) {
    return new AzureFeed(connector, grain, new Side(AzureFormat.parse(format), place), null);
  }

  /** A feed over a folder, such as a copy of a container. */
  public static AzureFeed of(String connector, String format, Path folder, Grain grain) {
    return of(connector, format, new FolderPlace(folder.toString()), grain);
  }

  /** A feed over an actual and an amortized export, which are taken together. */
  public static AzureFeed ofBoth(
      String connector, StorePlace actual, StorePlace amortized, Grain grain) {
    return new AzureFeed(
        connector,
        grain,
        new Side(AzureFormat.ACTUAL, actual),
        new Side(AzureFormat.AMORTIZED, amortized));
  }

  @Override
  public String connector() {
    return connector;
  }

  @Override
  public Duration pause() {
    return side.place.pause();
  }

  @Override
  public List<Delivery> discover(Instant now) throws FeedException {
    List<Run> runs = runs(side, now);
    if (amortized != null) {
      return RunPairs.of(connector, runs, runs(amortized, now), now);
    }
    List<Delivery> deliveries = new ArrayList<>();
    for (Run run : runs) {
      deliveries.add(run.delivery());
    }
    return List.copyOf(deliveries);
  }

  @Override
  public String insteadOfDeliveries() throws FeedException {
    String there = insteadOfDeliveries(side);
    return amortized == null ? there : there + "; " + insteadOfDeliveries(amortized);
  }

  private String insteadOfDeliveries(Side of) throws FeedException {
    try (ObjectStore store = of.place.open()) {
      Listing listing = Listing.of(store);
      Set<String> types = new TreeSet<>();
      for (Manifest manifest : manifests(of, store, listing)) {
        if (!manifest.isBroken()) {
          types.add(manifest.type().isEmpty() ? "(none)" : manifest.type());
        }
      }
      String wanted = of.format.text() + ": ";
      if (listing.objects().isEmpty()) {
        return wanted + "nothing lies there";
      }
      return types.isEmpty()
          ? wanted + listing.objects().size() + " objects lie there, but no run of an export"
          : wanted + "runs that lie there are of type " + String.join(", ", types) + ", or empty";
    } catch (IOException e) {
      throw Where.connector(connector).fault(e);
    }
  }

  private List<Run> runs(Side of, Instant now) throws FeedException {
    try (ObjectStore store = of.place.open()) {
      return Listing.look(store, listing -> runs(of, store, listing, now));
    } catch (IOException e) {
      throw Where.connector(connector).fault(e);
    }
  }

  private List<Run> runs(Side of, ObjectStore store, Listing listing, Instant now)
      throws IOException {
    return RunLayout.runs(connector, of.format, listing, manifests(of, store, listing), now);
  }

  private static List<Manifest> manifests(Side of, ObjectStore store, Listing listing)
      throws IOException {
    return of.known.look(
        listing.objects().stream().filter(Manifest::isManifest).toList(),
        object -> Manifest.read(store, object),
        Manifest::content);
  }

  @Override
  public SliceReader open(Delivery delivery, Slice slice) throws FeedException {
    PartAddress address = PartAddress.parse(slice.part().location());
    Side from = address.dataset() == AzureFormat.AMORTIZED && amortized != null ? amortized : side;
    Slice plain = new Slice(PartAddress.plain(slice.part()), slice.from(), slice.to());
    OpenPart part = OpenPart.open(from.place, seenFrom(delivery, address.dataset()), plain);
    Where where = part.where();
    SliceReader reader = RollupReader.start(part, mapping(address.dataset(), delivery.period()));
    boolean whole = !slice.part().sliceable();
    return whole && address.rows() != Manifest.UNKNOWN
        ? new CountedReader(reader, address.rows(), where)
        : reader;
  }

  private RollupReader.Mapping mapping(AzureFormat dataset, String period) {
    if (dataset == AzureFormat.FOCUS) {
      FocusScope scope = new FocusScope("azure", grain, period);
      return (columns, where) -> FocusMapping.bind(columns, where, scope);
    }
    boolean actual = dataset == AzureFormat.ACTUAL;
    View view =
        amortized == null
            ? (actual ? View.ACTUAL : View.AMORTIZED)
            : (actual ? View.ACTUAL_OF_BOTH : View.AMORTIZED_OF_BOTH);
    return (columns, where) -> AzureMapping.bind(columns, where, view, grain, period);
  }

  /** The delivery as a dataset's own store sees it: with that dataset's marker only. */
  private static Delivery seenFrom(Delivery delivery, AzureFormat dataset) {
    return new Delivery(
        delivery.connector(),
        delivery.slot(),
        delivery.id(),
        delivery.time(),
        delivery.period(),
        delivery.parts(),
        delivery.pin(),
        delivery.refusal(),
        delivery.settling(),
        PartAddress.marker(delivery.marker(), dataset));
  }
}
