package io.ratemill.sources.rollup;

import io.ratemill.columnar.Compression;
import io.ratemill.columnar.Table;
import io.ratemill.columnar.Tables;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Slice;
import io.ratemill.sources.store.CountedBytes;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StorePlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * A slice of a part, open for reading at the version that the delivery meant.
 *
 * <p>Shape: the file's packing follows from its name, and where the name says nothing from its
 * first bytes. Errors: {@link FeedException} with the place.
 */
public final class OpenPart implements OpenSlice {
  private final ObjectStore store;
  private final CountedBytes bytes;
  private final Table table;
  private final Delivery delivery;
  private final Slice slice;
  private final Where where;

  private OpenPart(
      ObjectStore store,
      CountedBytes bytes,
      Table table,
      Delivery delivery,
      Slice slice,
      Where where) {
    this.store = store;
    this.bytes = bytes;
    this.table = table;
    this.delivery = delivery;
    this.slice = slice;
    this.where = where;
  }

  public static OpenPart open(StorePlace place, Delivery delivery, Slice slice)
      throws FeedException {
    DeliveryPart part = slice.part();
    Where where = new Where(delivery.connector(), name(delivery), part.name());
    ObjectStore store = null;
    CountedBytes bytes = null;
    try {
      store = place.open();
      bytes = new CountedBytes(store.open(part.location(), part.pin()));
      return new OpenPart(store, bytes, table(bytes, slice), delivery, slice, where);
    } catch (IOException e) {
      FeedException fault = where.fault(e);
      try {
        if (bytes != null) {
          bytes.close();
        }
      } catch (IOException closing) {
        fault.addSuppressed(closing);
      }
      if (store != null) {
        store.close();
      }
      throw fault;
    }
  }

  private static String name(Delivery delivery) {
    boolean whole = delivery.id().startsWith(delivery.slot());
    return whole ? delivery.id() : delivery.slot() + " " + delivery.id();
  }

  private static Table table(CountedBytes bytes, Slice slice) throws IOException {
    String name = slice.part().location().toLowerCase(Locale.ROOT);
    if (name.endsWith(".parquet")) {
      return Tables.parquet(bytes, slice.from(), slice.to());
    }
    if (slice.from() != 0) {
      throw new IllegalArgumentException(
          "a slice of " + name + " starts at " + slice.from() + "; only Parquet can be sliced");
    }
    return Tables.csv(bytes, compression(name, bytes));
  }

  private static Compression compression(String name, CountedBytes bytes) throws IOException {
    if (name.endsWith(".gz") || name.endsWith(".gzip")) {
      return Compression.GZIP;
    }
    if (name.endsWith(".zip")) {
      return Compression.ZIP;
    }
    if (bytes.length() < 4) {
      return Compression.NONE;
    }
    byte[] first = new byte[4];
    bytes.readFully(0, first, 0, first.length);
    if (first[0] == 0x1f && first[1] == (byte) 0x8b) {
      return Compression.GZIP;
    }
    boolean zip = first[0] == 'P' && first[1] == 'K' && first[2] == 3 && first[3] == 4;
    return zip ? Compression.ZIP : Compression.NONE;
  }

  @Override
  public Table table() {
    return table;
  }

  /**
   * The same part with the elements of a list as lines of their own; it stands in for this one.
   *
   * @param list the list's name; in CSV, where lists are written as text, in any spelling
   */
  public OpenPart unfolding(String list, List<String> fields) throws FeedException {
    Header header = new Header(table.columns());
    int column = header.find(list);
    try {
      String name = column == Header.ABSENT ? list : table.columns().get(column);
      Table unfolded = table.unfold(name, fields);
      return new OpenPart(store, bytes, unfolded, delivery, slice, where);
    } catch (IOException e) {
      close();
      throw where.fault(e);
    }
  }

  @Override
  public Where where() {
    return where;
  }

  @Override
  public long bytesRead() {
    return Math.min(bytes.read(), bytesOfSlice());
  }

  @Override
  public long bytesOfSlice() {
    return Math.min(slice.to(), slice.part().bytes()) - slice.from();
  }

  /** Proves that the part and the delivery's marker are still what they were when seen. */
  @Override
  public void verify() throws FeedException {
    try {
      store.verify(slice.part().location(), slice.part().pin());
      DeliveryPart marker = delivery.marker();
      if (marker != null) {
        store.verify(marker.location(), marker.pin());
      }
    } catch (IOException e) {
      throw where.fault(e);
    }
  }

  @Override
  public void close() {
    try {
      table.close();
      bytes.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing failed, " + where.text(), e);
    } finally {
      store.close();
    }
  }
}
