package io.ratemill.jobs.ledger;

import io.ratemill.sources.DeliveryStamp;
import io.ratemill.sources.Notice;
import io.ratemill.sources.SliceTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the gate keeps across restarts; its byte form is JSON. */
final class GateState {
  public byte[] terms = {};
  public long termsVersion;

  /** The look of the watched files that the terms were read from, or that was found broken. */
  public String termsLook = "";

  /** The delivery in force per slot. */
  public TreeMap<String, InForce> slots = new TreeMap<>();

  /** Readings under way, by number. */
  public TreeMap<Long, OpenRead> reads = new TreeMap<>();

  /** Every reading up to this one has met its fate, and so have those in {@link #settled}. */
  public long settledUpTo;

  public TreeSet<Long> settled = new TreeSet<>();

  /** Requests to close that wait for readings or for the configuration to settle. */
  public List<Notice> requests = new ArrayList<>();

  /** A delivery in force. */
  static final class InForce {
    public @Nullable DeliveryStamp delivery;
    public long read;
    public long lines;
    public List<Integer> buckets = new ArrayList<>();
  }

  /** A reading of which slices are still missing. */
  static final class OpenRead {
    public @Nullable DeliveryStamp delivery;
    public int slices;
    public TreeSet<Integer> done = new TreeSet<>();
    public TreeMap<Integer, Integer> messages = new TreeMap<>();
    public List<SliceTotals.Entry> sums = new ArrayList<>();
    public List<SliceTotals.Warning> warnings = new ArrayList<>();
  }

  boolean isSettled(long read) {
    return read <= settledUpTo || settled.contains(read);
  }

  void settle(long read) {
    settled.add(read);
    while (settled.remove(settledUpTo + 1)) {
      settledUpTo++;
    }
  }
}
