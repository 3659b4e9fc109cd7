package io.ratemill.sources.kafka;

import io.ratemill.columnar.Compression;
import io.ratemill.columnar.Table;
import io.ratemill.columnar.Tables;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.SliceTotals;
import io.ratemill.sources.rollup.OpenSlice;
import io.ratemill.sources.rollup.Where;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.text.RowBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * A day of a partition, open for reading as a table.
 *
 * <p>Units: a message counts as one byte, as nobody knows how large those are that are still to
 * come.
 */
final class OpenDay implements OpenSlice {
  private final TopicPlace place;
  private final DeliveryPart part;
  private final Where where;
  private final DayText text;
  private final Table table;

  private OpenDay(TopicPlace place, DeliveryPart part, Where where, DayText text, Table table) {
    this.place = place;
    this.part = part;
    this.where = where;
    this.text = text;
    this.table = table;
  }

  static OpenDay open(
      TopicPlace place, Delivery delivery, LineDecoder decoder, LineIds ids, DeadLetters dead)
      throws FeedException {
    DeliveryPart part = delivery.parts().get(0);
    Where where =
        new Where(
            delivery.connector(),
            delivery.slot() + " " + delivery.id(),
            place.topic() + ", offsets " + delivery.id());
    DayText text = null;
    try {
      PartitionDay day = PartitionDay.parse(delivery.slot(), delivery.id());
      text = new DayText(place, day, decoder, ids, dead);
      Table table = Tables.csv(new RowBytes(part.name(), part.bytes(), text), Compression.NONE);
      return new OpenDay(place, part, where, text, table);
    } catch (IOException e) {
      if (text != null) {
        text.close();
      }
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
    return text.messagesRead();
  }

  @Override
  public long bytesOfSlice() {
    return part.bytes();
  }

  @Override
  public List<SliceTotals.Warning> warnings() {
    return text.warnings();
  }

  /** Offsets never change; but a topic of the same name may have been created in between. */
  @Override
  public void verify() throws FeedException {
    try (Admin admin = place.admin()) {
      if (!new TopicDays(place, admin, Map.of()).topicId().equals(part.pin())) {
        throw new StoreException(
            StoreException.Trouble.CHANGED,
            "the topic was deleted and created anew while it was read",
            null);
      }
    } catch (StoreException e) {
      throw where.fault(e);
    }
  }

  @Override
  public void close() {
    try {
      table.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing failed, " + where.text(), e);
    } finally {
      text.close();
    }
  }
}
