package io.ratemill.jobs.ledger;

import io.ratemill.model.AccountCharges;
import io.ratemill.sources.BillEvent;
import io.ratemill.sources.DeliveryStamp;
import io.ratemill.sources.Json;
import io.ratemill.sources.Refusal;
import io.ratemill.sources.SliceReport;
import io.ratemill.sources.SliceTotals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The source as the ledger sees it: per slot one reading at a time, newest delivery first, handed
 * over piece by piece; what it keeps at a checkpoint can be copied.
 */
final class ReadingSide {
  private static final SliceTotals NO_TOTALS = new SliceTotals(List.of(), List.of());

  private final Inputs inputs;
  private final TreeMap<String, Reading> readings = new TreeMap<>();
  private final TreeMap<String, Bill> taken = new TreeMap<>();
  private final TreeSet<String> passed = new TreeSet<>();
  private long nextRead = 1;

  ReadingSide(Inputs inputs) {
    this.inputs = inputs;
  }

  /** A reading and how many pieces of each slice were handed over. */
  private record Reading(long read, Bill bill, int[] handedOver) {
    boolean isOver() {
      for (int slice = 0; slice < handedOver.length; slice++) {
        if (handedOver[slice] < bill.slices().get(slice).size()) {
          return false;
        }
      }
      return true;
    }
  }

  ReadingSide copy() {
    ReadingSide copy = new ReadingSide(inputs);
    readings.forEach(
        (slot, reading) ->
            copy.readings.put(
                slot, new Reading(reading.read, reading.bill, reading.handedOver.clone())));
    copy.taken.putAll(taken);
    copy.passed.addAll(passed);
    copy.nextRead = nextRead;
    return copy;
  }

  /**
   * Reads one piece of one delivery.
   *
   * @param charges takes charge messages
   * @param reports takes reports with the number of their slice
   * @return false where there is nothing left to read
   */
  boolean step(Random random, Consumer<BillEvent> charges, BiConsumer<Integer, BillEvent> reports) {
    decide();
    if (readings.isEmpty()) {
      return false;
    }
    List<String> slots = new ArrayList<>(readings.keySet());
    String slot = slots.get(random.nextInt(slots.size()));
    Reading reading = readings.get(slot);
    List<Integer> open = new ArrayList<>();
    for (int slice = 0; slice < reading.handedOver.length; slice++) {
      if (reading.handedOver[slice] < reading.bill.slices().get(slice).size()) {
        open.add(slice);
      }
    }
    int slice = open.get(random.nextInt(open.size()));
    boolean changed = !inputs.bills.contains(reading.bill);
    List<List<AccountCharges>> pieces = reading.bill.slices().get(slice);
    int piece = reading.handedOver[slice]++;
    boolean last = piece == pieces.size() - 1;
    if (changed || (last && slice == reading.bill.unreadable())) {
      Refusal refusal = new Refusal("cut-short", "the part is shorter than its marker says", slot);
      reports.accept(slice, report(reading, slice, true, Map.of(), NO_TOTALS, refusal));
      readings.remove(slot);
      passed.add(reading.bill.bytesId());
      return true;
    }
    TreeMap<Integer, Integer> messages = new TreeMap<>();
    for (AccountCharges each : pieces.get(piece)) {
      int bucket = each.account().bucket();
      messages.merge(bucket, 1, Integer::sum);
      charges.accept(
          new BillEvent(BillEvent.Kind.CHARGES, bucket, slot, reading.read, Bill.bytes(each)));
    }
    SliceTotals totals =
        last ? Bill.totals(pieces.stream().flatMap(List::stream).toList()) : NO_TOTALS;
    if (last || !messages.isEmpty()) {
      reports.accept(slice, report(reading, slice, last, messages, totals, null));
    }
    if (reading.isOver()) {
      concluded(slot, reading.bill);
    }
    return true;
  }

  private static BillEvent report(
      Reading reading,
      int slice,
      boolean last,
      Map<Integer, Integer> messages,
      SliceTotals totals,
      Refusal refusal) {
    DeliveryStamp stamp = reading.bill.stamp();
    SliceReport report =
        new SliceReport(
            stamp, slice, reading.bill.slices().size(), last, messages, totals, refusal);
    return new BillEvent(
        BillEvent.Kind.SLICE, 0, stamp.slotKey(), reading.read, Json.write(report));
  }

  /** As the enumerator chooses: the newest that was not read yet and is newer than what was. */
  private void decide() {
    Map<String, Bill> newest = new TreeMap<>();
    inputs.bills.stream()
        .sorted(
            Comparator.comparing((Bill bill) -> bill.stamp().time())
                .thenComparing(bill -> bill.stamp().id()))
        .filter(bill -> !passed.contains(bill.bytesId()))
        .forEach(bill -> newest.put(bill.stamp().slotKey(), bill));
    newest.forEach(
        (slot, bill) -> {
          Bill last = taken.get(slot);
          boolean read = last != null && last.bytesId().equals(bill.bytesId());
          boolean outdated = last != null && counts(last) && bill.stamp().olderThan(last.stamp());
          if (!readings.containsKey(slot) && !read && !outdated) {
            readings.put(slot, new Reading(nextRead++, bill, new int[bill.slices().size()]));
          }
        });
  }

  private static boolean counts(Bill bill) {
    return bill.lines() > 0 || Inputs.ACCEPT_EMPTY.contains(bill.stamp().connector());
  }

  private void concluded(String slot, Bill bill) {
    readings.remove(slot);
    if (counts(bill) || !taken.containsKey(slot)) {
      taken.put(slot, bill);
    }
    if (!counts(bill)) {
      passed.add(bill.bytesId());
    }
  }
}
