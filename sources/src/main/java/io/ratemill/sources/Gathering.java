package io.ratemill.sources;

import io.ratemill.sources.charges.AlikeCharges;
import io.ratemill.sources.charges.ChargeSink;
import io.ratemill.sources.charges.ChargeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The charges of one reading that one reader has not handed over yet, and the slices that were read
 * to their end since it last did.
 */
final class Gathering {
  /** Distinct charges held before they are handed over, which bounds the memory of a reading. */
  private static final int MAX_CHARGES = 1_200_000;

  private final long read;
  private final String slot;
  private final ChargeTable charges;
  private final List<Whole> slices = new ArrayList<>();

  /** Begins with nothing, for the reading that a slice belongs to. */
  Gathering(BillingSplit split, AlikeCharges alike) {
    this.read = split.read();
    this.slot = split.deliveryStamp().slotKey();
    this.charges = new ChargeTable(split.deliveryStamp().connector(), alike);
  }

  /**
   * A slice that was read to its end.
   *
   * @param totals all lines of the slice
   * @param outcome what the coordinator is told once the charges were handed over
   */
  record Whole(BillingSplit split, SliceTotals totals, SliceOutcome outcome) {
    SliceReport report(Map<Integer, Integer> messages) {
      return SliceReport.whole(split, messages, totals);
    }
  }

  boolean isOf(BillingSplit split) {
    return split.read() == read;
  }

  ChargeTable charges() {
    return charges;
  }

  boolean isFull() {
    return charges.size() >= MAX_CHARGES;
  }

  /** Adds a slice that was read to its end. */
  void add(BillingSplit split, SliceReader reader) {
    slices.add(
        new Whole(
            split,
            reader.totals(),
            new SliceOutcome(split.splitId(), read, split.slice(), reader.lines(), null)));
  }

  /** The slices that have to be read again if they are not handed over. */
  List<BillingSplit> splits() {
    return slices.stream().map(Whole::split).toList();
  }

  /** Hands over the charges and forgets them. */
  void write(ChargeSink sink) {
    charges.write(sink);
    charges.clear();
  }

  /** The slices read since the last call. */
  List<Whole> takeSlices() {
    List<Whole> taken = List.copyOf(slices);
    slices.clear();
    return taken;
  }

  BillEvent event(BillEvent.Kind kind, int bucket, byte[] body) {
    return new BillEvent(kind, bucket, slot, read, body);
  }

  BillEvent event(SliceReport report) {
    return event(BillEvent.Kind.SLICE, 0, Json.write(report));
  }

  /** Leaves the memory to the gathering that follows. */
  void close() {
    charges.close();
  }
}
