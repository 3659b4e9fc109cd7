package io.ratemill.sources;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A range of a part that is read at once.
 *
 * @param from first byte; a row group belongs to the slice in which its first byte lies
 * @param to byte after the last; {@link Long#MAX_VALUE} for the rest
 */
public record Slice(DeliveryPart part, long from, long to) implements Serializable {
  /** Bytes of a slice of a part that can be sliced. */
  private static final long SLICE_BYTES = 64L << 20;

  /** What a delivery without parts has instead of one. */
  private static final DeliveryPart NO_PART = new DeliveryPart("", "", 0, "", false);

  /** Whether it is the slice of a delivery without parts. */
  boolean isEmpty() {
    return part.equals(NO_PART);
  }

  /**
   * The slices of a delivery, those of large parts first. One without parts is read as one empty
   * slice, so that its fate goes the same way.
   */
  static List<Slice> of(Delivery delivery) {
    List<Slice> slices = new ArrayList<>();
    for (DeliveryPart part : delivery.parts()) {
      long count = part.sliceable() ? Math.max(1, part.bytes() / SLICE_BYTES) : 1;
      for (long i = 0; i < count; i++) {
        long from = part.bytes() / count * i;
        long to = i == count - 1 ? Long.MAX_VALUE : part.bytes() / count * (i + 1);
        slices.add(new Slice(part, from, to));
      }
    }
    if (slices.isEmpty()) {
      slices.add(new Slice(NO_PART, 0, 0));
    }
    slices.sort(Comparator.comparingLong((Slice slice) -> slice.part().bytes()).reversed());
    return slices;
  }
}
