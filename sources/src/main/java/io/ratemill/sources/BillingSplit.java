package io.ratemill.sources;

import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work of the source, stored in state: every change must stay readable.
 *
 * <p>Shape: either a slice to read, or a notice to pass on. A slice that was read and whose outcome
 * the coordinator may not know yet carries the outcome.
 *
 * @param read the number of the reading that the slice belongs to
 * @param slice number of the slice within its reading
 * @param slices how many slices the reading has
 * @param stamp who the delivery is
 * @param delivery the delivery, with only the part of this slice
 * @param range the bytes to read
 * @param position lines already handed over
 * @param outcome what became of the slice, once it is read
 */
record BillingSplit(
    String splitId,
    long read,
    int slice,
    int slices,
    @Nullable DeliveryStamp stamp,
    @Nullable Delivery delivery,
    @Nullable Slice range,
    long position,
    @Nullable SliceOutcome outcome,
    @Nullable Notice notice)
    implements SourceSplit {

  static BillingSplit ofSlice(long read, int slice, int slices, Delivery delivery, Slice range) {
    return new BillingSplit(
        read + "-" + slice,
        read,
        slice,
        slices,
        DeliveryStamp.of(delivery),
        new Delivery(
            delivery.connector(),
            delivery.slot(),
            delivery.id(),
            delivery.time(),
            delivery.period(),
            List.of(range.part()),
            delivery.pin(),
            null,
            false,
            delivery.marker()),
        range,
        0,
        null,
        null);
  }

  static BillingSplit ofNotice(long number, Notice notice) {
    return new BillingSplit("notice-" + number, 0, 0, 0, null, null, null, 0, null, notice);
  }

  /** The delivery; only a slice has one. */
  Delivery deliveryToRead() {
    if (delivery == null) {
      throw new IllegalStateException("split " + splitId + " has no delivery to read");
    }
    return delivery;
  }

  /** Who the delivery is. */
  DeliveryStamp deliveryStamp() {
    return stamp == null ? DeliveryStamp.of(deliveryToRead()) : stamp;
  }

  BillingSplit at(long lines) {
    return new BillingSplit(
        splitId, read, slice, slices, stamp, delivery, range, lines, outcome, notice);
  }

  BillingSplit with(SliceOutcome done) {
    return new BillingSplit(
        splitId, read, slice, slices, stamp, null, null, position, done, notice);
  }
}
