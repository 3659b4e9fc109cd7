package io.ratemill.sources;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a slice: the summary by which the gate knows that a delivery is whole.
 *
 * @param slice number of the slice within its reading, from 0
 * @param slices how many slices the reading has
 * @param last whether the slice is read to its end; else more reports of it follow
 * @param messages charge messages sent since the slice's last report, by bucket
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
    @Nullable Refusal refusal) {}
