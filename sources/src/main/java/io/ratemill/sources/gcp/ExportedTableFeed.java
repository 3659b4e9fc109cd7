package io.ratemill.sources.gcp;

import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Slice;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.gcp.TableLook.Partition;
import io.ratemill.sources.rollup.Where;
import io.ratemill.sources.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bills of Google Cloud from a table of BigQuery that the engine itself exports to a bucket, where
 * they stay as files and are read.
 *
 * <p>Shape: before each look, what a partition has of a month is exported if it is not there as it
 * is now. Errors: an export that fails is trouble of the place; what was exported stays in force.
 */
public final class ExportedTableFeed implements BillingFeed {
  private static final long serialVersionUID = 1L;

  private static final Pattern MONTH = Pattern.compile("[0-9]{4}(0[1-9]|1[0-2])");

  private final String connector;
  private final GcpFormat format;
  private final BigQueryPlace place;
  private final CloudStoragePlace into;
  private final Patience patience;
  private final GcpFeed files;

  /** What the last export could not take; told by the next look. */
  private transient volatile @Nullable List<Delivery> unplaced;

  private ExportedTableFeed(
      String connector,
      GcpFormat format,
      BigQueryPlace place,
      CloudStoragePlace into,
      Grain grain,
      Patience patience) {
    this.connector = connector;
    this.format = format;
    this.place = place;
    this.into = into;
    this.patience = patience;
    this.files = GcpFeed.of(connector, format.text(), into, GcpFeed.Markers.REQUIRED, grain);
  }

  /**
   * A feed over a table and the folder that it is exported to.
   *
   * @param format {@code standard}, {@code detailed}, {@code reseller} or {@code focus}; anything
   *     else is refused
   */
  public static ExportedTableFeed of(
      String connector, String format, BigQueryPlace place, CloudStoragePlace into, Grain grain) {
    return of(connector, format, place, into, grain, Patience.USUAL);
  }

  static ExportedTableFeed of(
      String connector,
      String format,
      BigQueryPlace place,
      CloudStoragePlace into,
      Grain grain,
      Patience patience) {
    return new ExportedTableFeed(connector, GcpFormat.parse(format), place, into, grain, patience);
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
  public String insteadOfDeliveries() {
    return "nothing of the table is exported yet; the next run does it";
  }

  @Override
  public void prepare() throws FeedException {
    Where where = Where.connector(connector);
    Set<String> there = new HashSet<>();
    for (Delivery delivery : files.discover(Instant.EPOCH)) {
      if (delivery.refusal() == null) {
        there.add(delivery.id());
      }
    }
    try {
      TableLook look = look();
      TableColumns.of(look.schema(), format, format.mapping(Grain.RESOURCE, ""), where);
      TableExport export = new TableExport(place, into);
      List<Delivery> refused = new ArrayList<>();
      for (Partition partition : Apart.ask(look::months)) {
        if (partition.untimed() > 0 || !MONTH.matcher(partition.month()).matches()) {
          refused.add(unplaced(partition));
        } else if (!there.contains(id(partition))) {
          Apart.ask(
              () -> {
                export.write(look, partition);
                return partition;
              });
        }
      }
      unplaced = List.copyOf(refused);
    } catch (StoreException e) {
      throw where.fault(e);
    }
  }

  private TableLook look() throws StoreException {
    return Apart.ask(() -> TableLook.at(place, format, place.tables(patience)));
  }

  /** What {@link RunLayout} calls the delivery of a partition that is exported as it is. */
  private String id(Partition partition) {
    return MonthFolder.joined(place.name(), partition.period(), partition.cut())
        + " "
        + TableExport.run(partition);
  }

  private Delivery unplaced(Partition partition) {
    String slot = MonthFolder.joined(place.name(), partition.month(), partition.cut());
    Instant newest = partition.newest() == null ? Instant.EPOCH : partition.newest();
    String id = slot + " " + newest;
    String text =
        "rows have no "
            + format.exportTime()
            + " or no month of their invoice, so that nobody knows where to export them: name the"
            + " table that Google itself exports into; the other partitions are read";
    return new Delivery(
        connector,
        slot,
        id,
        newest,
        "",
        List.of(),
        newest + " " + partition.rows(),
        new Where(connector, id, "").refusal("no-export-time", text),
        false);
  }

  @Override
  public List<Delivery> discover(Instant now) throws FeedException {
    try {
      look();
    } catch (StoreException e) {
      throw Where.connector(connector).fault(e);
    }
    List<Delivery> all = new ArrayList<>(files.discover(now));
    List<Delivery> refused = unplaced;
    if (refused != null) {
      all.addAll(refused);
    }
    return all;
  }

  @Override
  public SliceReader open(Delivery delivery, Slice slice) throws FeedException {
    return files.open(delivery, slice);
  }
}
