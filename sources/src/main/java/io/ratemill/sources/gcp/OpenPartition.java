package io.ratemill.sources.gcp;

import io.ratemill.columnar.Compression;
import io.ratemill.columnar.Table;
import io.ratemill.columnar.Tables;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.rollup.OpenSlice;
import io.ratemill.sources.rollup.Where;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.text.RowBytes;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A partition of a table, open for reading.
 *
 * <p>Units: a row counts as one byte, as nobody knows how large those are that are still to come.
 */
final class OpenPartition implements OpenSlice {
  private final DeliveryPart part;
  private final Where where;
  private final PartitionRows rows;
  private final Table table;

  private OpenPartition(DeliveryPart part, Where where, PartitionRows rows, Table table) {
    this.part = part;
    this.where = where;
    this.rows = rows;
    this.table = table;
  }

  /** Opens the text of rows as a table; they are closed with it, and if that fails. */
  static OpenPartition of(DeliveryPart part, Where where, PartitionRows rows, TableColumns columns)
      throws FeedException {
    try {
      Table flat = Tables.csv(new RowBytes(part.name(), part.bytes(), rows), Compression.NONE);
      Table table =
          columns.credits() ? flat.unfold(GcpMapping.CREDITS, GcpMapping.CREDIT_FIELDS) : flat;
      return new OpenPartition(part, where, rows, table);
    } catch (IOException e) {
      rows.close();
      throw where.fault(e);
    }
  }

  @Override
  public Table table() {
    return table;
  }

  @Override
  public Where where() {
    return where;
  }

  @Override
  public long bytesRead() {
    return Math.min(rows.rows(), part.bytes());
  }

  @Override
  public long bytesOfSlice() {
    return part.bytes();
  }

  @Override
  public boolean keepsOrder() {
    return false;
  }

  /**
   * What was seen of a past moment never changes; so there must be as many rows as were seen,
   * unless something else kept them from coming.
   */
  @Override
  public void verify() throws FeedException {
    if (!rows.isBroken() && rows.rows() != part.bytes()) {
      throw where.fault(
          new StoreException(
              StoreException.Trouble.CHANGED,
              "there were "
                  + part.bytes()
                  + " rows when the partition was seen, and now "
                  + rows.rows(),
              null));
    }
  }

  @Override
  public void close() {
    try {
      table.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing failed, " + where.text(), e);
    } finally {
      rows.close();
    }
  }
}
