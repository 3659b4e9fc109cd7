package io.ratemill.sources;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the coordinator knows of one slot: part of its state.
 *
 * <p>Shape: a delivery is known by its id and pin together, so that the same delivery with other
 * bytes is looked at again.
 */
final class SlotView {
  /** The delivery that was read whole last, as {@code id + pin}; empty before the first. */
  public String taken = "";

  /** Its stamp, for telling older ones. */
  public @Nullable DeliveryStamp takenStamp;

  /** Whether it had lines. */
  public boolean takenHasLines;

  /** What is being read now. */
  public @Nullable Reading reading;

  /** Deliveries told of (refused, outdated or empty), by id, with the pin they had. */
  public TreeMap<String, String> told = new TreeMap<>();

  /** Those of {@link #told} that are not to be read while their pin stays: refused or empty. */
  public TreeMap<String, String> passed = new TreeMap<>();

  /** Those of {@link #passed} whose trouble can end by itself: read again after the next look. */
  public TreeSet<String> again = new TreeSet<>();

  /**
   * What was not taken and is no longer there. Where there is such, all else that was not taken is
   * forgotten too, and so told again: who hears of it keeps only the newest trouble of a slot.
   *
   * @param there the ids of the deliveries that are there now
   */
  Set<String> gone(Collection<String> there) {
    Set<String> gone = new TreeSet<>(passed.keySet());
    gone.removeAll(there);
    if (!gone.isEmpty()) {
      passed.clear();
    }
    return gone;
  }

  /** One delivery being read. */
  static final class Reading {
    public long read;
    public @Nullable DeliveryStamp stamp;
    public String pin = "";
    public int slices;
    public long lines;
    public List<Integer> done = new ArrayList<>();
  }
}
