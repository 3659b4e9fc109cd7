package io.ratemill.sources.gcp;

import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Refusal;
import io.ratemill.sources.Slice;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.rollup.RollupReader;
import io.ratemill.sources.rollup.Where;
import io.ratemill.sources.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bills of Google Cloud that are read from a table of BigQuery.
 *
 * <p>Shape: a slot is a partition of the table, a delivery its rows up to the newest export time at
 * a look: Google only ever adds rows, also to old partitions. Errors: a table that is not there,
 * may not be read or lacks a column is trouble of the place.
 */
public final class BigQueryFeed implements BillingFeed {
  private static final long serialVersionUID = 1L;

  private final String connector;
  private final GcpFormat format;
  private final BigQueryPlace place;
  private final Grain grain;
  private final Patience patience;

  private BigQueryFeed(
      String connector, GcpFormat format, BigQueryPlace place, Grain grain, Patience patience) {
    this.connector = connector;
    this.format = format;
    this.place = place;
    this.grain = grain;
    this.patience = patience;
  }

  /**
   * A feed over a table.
   *
   * @param format {@code standard}, {@code detailed}, {@code reseller} or {@code focus}; anything
   *     else is refused
   */
  public static BigQueryFeed of(String connector, String format, BigQueryPlace place, Grain grain) {
    return of(connector, format, place, grain, Patience.USUAL);
  }

  static BigQueryFeed of(
      String connector, String format, BigQueryPlace place, Grain grain, Patience patience) {
    return new BigQueryFeed(connector, GcpFormat.parse(format), place, grain, patience);
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
    return "the table has no rows in a partition";
  }

  @Override
  public List<Delivery> discover(Instant now) throws FeedException {
    Where where = Where.connector(connector);
    if (!format.mayBe(place.table())) {
      throw where.data(
          "wrong-format",
          "the name of table "
              + place.table()
              + " says that it is not of format "
              + format.text()
              + ": correct format or location");
    }
    try {
      TableLook look = look();
      TableColumns columns = columns(look, where);
      List<Delivery> deliveries = new ArrayList<>();
      for (TableLook.Partition partition : Apart.ask(look::partitions)) {
        deliveries.add(delivery(partition));
      }
      prove(deliveries, columns);
      return deliveries;
    } catch (StoreException e) {
      throw where.fault(e);
    }
  }

  private TableLook look() throws StoreException {
    return Apart.ask(() -> TableLook.at(place, format, place.tables(patience)));
  }

  private TableColumns columns(TableLook look, Where where) throws FeedException {
    return TableColumns.of(look.schema(), format, format.mapping(grain, ""), where);
  }

  /** Seeing a table and reading its rows are two rights: one that is missing is told of at once. */
  private void prove(List<Delivery> deliveries, TableColumns columns) throws StoreException {
    Delivery newest = deliveries.stream().max(Comparator.comparing(Delivery::time)).orElse(null);
    if (newest != null) {
      PartitionRows.open(place, patience, columns, newest.parts().get(0)).close();
    }
  }

  private Delivery delivery(TableLook.Partition partition) {
    String slot = place.name() + (partition.cut().isEmpty() ? "" : "/" + partition.cut());
    Instant newest = partition.newest() == null ? Instant.EPOCH : partition.newest();
    String id = slot + " " + newest;
    String name = partition.cut().isEmpty() ? place.name() : "partition " + partition.cut();
    DeliveryPart part =
        new DeliveryPart(
            name, partition.restriction(), partition.rows(), partition.seen().toString(), false);
    return new Delivery(
        connector,
        slot,
        id,
        newest,
        "",
        List.of(part),
        newest + " " + partition.rows(),
        refusal(partition, new Where(connector, id, name)),
        false);
  }

  private @Nullable Refusal refusal(TableLook.Partition partition, Where where) {
    return partition.untimed() == 0
        ? null
        : where.refusal(
            "no-export-time",
            partition.untimed()
                + " of "
                + partition.rows()
                + " rows have no "
                + format.exportTime()
                + ", so that nobody knows when they came: read the table that Google itself exports"
                + " into");
  }

  @Override
  public SliceReader open(Delivery delivery, Slice slice) throws FeedException {
    Where where = new Where(connector, delivery.id(), slice.part().name());
    try {
      TableColumns columns = columns(look(), where);
      PartitionRows rows = PartitionRows.open(place, patience, columns, slice.part());
      return RollupReader.start(
          OpenPartition.of(slice.part(), where, rows, columns),
          format.mapping(grain, delivery.period()));
    } catch (StoreException e) {
      throw where.fault(e);
    }
  }
}
