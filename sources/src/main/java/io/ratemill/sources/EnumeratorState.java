package io.ratemill.sources;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the coordinator of the source keeps across restarts. */
final class EnumeratorState {
  public long nextRead = 1;
  public long nextNotice = 1;

  /** Slots by {@link DeliveryStamp#slotKey}. */
  public TreeMap<String, SlotView> slots = new TreeMap<>();

  /** Work not yet given to a reader. */
  public List<BillingSplit> queue = new ArrayList<>();

  /** Last trouble told per connector, so that it is told once; empty text for none. */
  public TreeMap<String, String> trouble = new TreeMap<>();

  /** Requests that were passed on already, as long as their files are there. */
  public TreeSet<String> requests = new TreeSet<>();
}
