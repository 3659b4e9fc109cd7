package io.ratemill.jobs.books;

import io.ratemill.sources.DeliveryStamp;
import io.ratemill.sources.Refusal;
import io.ratemill.sources.SliceTotals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the books keep across restarts beside the pages; its byte form is JSON. */
final class BooksState {
  public TreeMap<String, SlotBook> slots = new TreeMap<>();
  public TreeMap<String, ConnectorBook> connectors = new TreeMap<>();

  /** Periods closed by request; those closed by schedule follow from the clock. */
  public TreeSet<String> closed = new TreeSet<>();

  /** When something of a period changed last, until its reports were ordered. */
  public TreeMap<String, Instant> changed = new TreeMap<>();

  /** Requests to close that the next cut answers: id to period. */
  public TreeMap<String, String> requests = new TreeMap<>();

  /** What is wrong with the newest configuration; empty when it is in force. */
  public List<String> problems = new ArrayList<>();

  public long termsVersion;

  /** When each reason of a colour was first seen. */
  public TreeMap<String, Instant> since = new TreeMap<>();

  /** One slot: its delivery in force and the newer one that was refused. */
  static final class SlotBook {
    public String connector = "";
    public @Nullable DeliveryStamp inForce;
    public List<SliceTotals.Entry> sums = new ArrayList<>();
    public List<SliceTotals.Warning> warnings = new ArrayList<>();
    public @Nullable DeliveryStamp refused;
    public @Nullable Refusal refusal;

    /** Buckets that have a page. */
    public TreeSet<Integer> buckets = new TreeSet<>();
  }

  /** One connector. */
  static final class ConnectorBook {
    public @Nullable Refusal unreachable;
    public String lastDelivery = "";
    public @Nullable Instant lastGoodRun;
  }
}
