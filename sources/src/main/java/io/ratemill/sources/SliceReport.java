package io.ratemill.sources;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a slice: the summary by which the gate knows that a delivery is whole.
 *
 * @param slice number of the slice within its reading, from 0
 * @param slices how many slices the reading has
 * @param last whether the slice is read to its end; else more reports of it follow
 * @param messages charge messages that the reader sent since its last report of the delivery, by
 *     bucket; what it gathered may hold lines of several slices
 * @param totals all lines of the slice, with its last report; before that none
 * @param refusal why the slice could not be read, or null
 */
public record SliceReport(
    DeliveryStamp delivery,
    int slice,
    int slices,
    boolean last,
    Map<Integer, Integer> messages,
    SliceTotals totals,
    @Nullable Refusal refusal) {
  private static final SliceTotals NO_TOTALS = new SliceTotals(List.of(), List.of());

  /** Of a slice that was read to its end. */
  static SliceReport whole(BillingSplit split, Map<Integer, Integer> messages, SliceTotals totals) {
    return of(split, true, messages, totals, null);
  }

  /** Of a slice that is not read to its end yet. */
  static SliceReport underWay(BillingSplit split, Map<Integer, Integer> messages) {
    return of(split, false, messages, NO_TOTALS, null);
  }

  /** Of a slice that cannot be read. */
  static SliceReport refused(BillingSplit split, Refusal refusal) {
    return of(split, true, Map.of(), NO_TOTALS, refusal);
  }

  private static SliceReport of(
      BillingSplit split,
      boolean last,
      Map<Integer, Integer> messages,
      SliceTotals totals,
      @Nullable Refusal refusal) {
    return new SliceReport(
        split.deliveryStamp(),
        split.slice(),
        split.slices(),
        last,
        Map.copyOf(messages),
        totals,
        refusal);
  }
}
