package io.ratemill.sources.kafka;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids of lines in a partition: those of the days before the one being read, and its own.
 *
 * <p>Shape: an id is a hash of 128 bits, kept with the last offset that had it. What one day leaves
 * is used for the next; otherwise the days before are read again. For one reader at a time.
 */
final class LineIds {
  /** A hash of a line's id. */
  record Id(long upper, long lower) {
    static Id of(byte[] text) {
      try {
        ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
        return new Id(hash.getLong(), hash.getLong());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }

  private static final long NEVER = -1;

  private final Map<Id, Long> before = new HashMap<>();
  private final Map<Id, Long> today = new HashMap<>();
  private long start = NEVER;
  private long end = NEVER;
  private long endOfToday = NEVER;

  /**
   * Begins a day.
   *
   * @param window the first offset whose ids still count
   * @param from the day's first offset
   * @return where to add the ids of the offsets from {@code window} to {@code from}, or null if
   *     they are known
   */
  @Nullable Map<Id, Long> begin(long window, long from) {
    if (end != from && endOfToday == from) {
      before.putAll(today);
      end = from;
    }
    today.clear();
    endOfToday = NEVER;
    if (end == from && start <= window) {
      before.values().removeIf(offset -> offset < window);
      start = window;
      return null;
    }
    before.clear();
    start = window;
    end = from;
    return before;
  }

  /** Whether an id was met before within the window; it is met now. */
  boolean isRepeated(Id id, long offset, long window) {
    Long sameDay = today.put(id, offset);
    if (sameDay != null) {
      return true;
    }
    Long earlier = before.get(id);
    return earlier != null && earlier >= window;
  }

  /** The day was read to an offset. */
  void end(long to) {
    endOfToday = to;
  }

  /** What could not be read whole is not known. */
  void forget() {
    before.clear();
    today.clear();
    start = NEVER;
    end = NEVER;
    endOfToday = NEVER;
  }
}
