package io.ratemill.jobs.ledger;

import io.ratemill.model.MergedCharges;
import io.ratemill.model.TextPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The messages of readings, those in force and those under way, in the state of the current bucket.
 *
 * <p>Shape: a reading is whole once as many messages came as the gate said; which of the two comes
 * first does not matter. Its messages then stay where they are, and those of the reading before go.
 * Readings of a slot are numbered in the order in which they count: one that a later one overtook,
 * or that was given up, is past, and what still comes of it is dropped.
 */
final class Readings {
  private static final char SEPARATOR = '\u001f';
  private static final int MESSAGE_BITS = 24;
  private static final long UNKNOWN = -1;

  /** By {@link #message}. */
  private final MapState<Long, byte[]> messages;

  /** Messages received and expected per reading under way. */
  private final MapState<String, long[]> progress;

  /** The reading in force per slot and its messages, also where it left none in this bucket. */
  private final MapState<String, long[]> applied;

  /** Readings given up after the one in force: their messages may still be under way. */
  private final MapState<String, long[]> dead;

  Readings(KeyedStateStore state) {
    messages =
        state.getMapState(
            new MapStateDescriptor<>(
                "messages", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    progress =
        state.getMapState(
            new MapStateDescriptor<>(
                "progress", Types.STRING, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    applied =
        state.getMapState(
            new MapStateDescriptor<>(
                "applied", Types.STRING, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    dead =
        state.getMapState(
            new MapStateDescriptor<>(
                "dead", Types.STRING, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  /** Whether a reading is outdated or given up. */
  boolean isPast(String slot, long read) throws Exception {
    long[] current = applied.get(slot);
    if (current != null && read <= current[0]) {
      return true;
    }
    long[] given = dead.get(slot);
    return given != null && Arrays.stream(given).anyMatch(each -> each == read);
  }

  /** Takes a message; whether its reading is whole with it. */
  boolean add(String slot, long read, byte[] message) throws Exception {
    long[] seen = progress.get(reading(slot, read));
    long received = seen == null ? 0 : seen[0];
    messages.put(message(read, received), message);
    return note(slot, read, received + 1, seen == null ? UNKNOWN : seen[1]);
  }

  /** Takes the number of messages that a reading has; whether it is whole already. */
  boolean expect(String slot, long read, long expected) throws Exception {
    long[] seen = progress.get(reading(slot, read));
    return note(slot, read, seen == null ? 0 : seen[0], expected);
  }

  private boolean note(String slot, long read, long received, long expected) throws Exception {
    progress.put(reading(slot, read), new long[] {received, expected});
    return received == expected;
  }

  /** The slots that have charges in force here. */
  List<String> slots() throws Exception {
    List<String> slots = new ArrayList<>();
    for (Map.Entry<String, long[]> each : applied.entries()) {
      if (each.getValue()[1] > 0) {
        slots.add(each.getKey());
      }
    }
    return slots;
  }

  /** The reading of a slot that is in force here. */
  long inForce(String slot) throws Exception {
    return applied.get(slot)[0];
  }

  /** The charges of a slot that are in force here. */
  MergedCharges charges(String slot, TextPool texts) throws Exception {
    long[] current = applied.get(slot);
    List<byte[]> ofSlot = new ArrayList<>();
    for (long i = 0; current != null && i < current[1]; i++) {
      ofSlot.add(messages.get(message(current[0], i)));
    }
    return new MergedCharges(ofSlot, texts);
  }

  /** Puts a whole reading in force, and forgets the older ones. */
  void switchTo(String slot, long read) throws Exception {
    long[] before = applied.get(slot);
    if (before != null) {
      remove(before[0], before[1]);
    }
    long[] seen = progress.get(reading(slot, read));
    applied.put(slot, new long[] {read, seen == null ? 0 : seen[0]});
    progress.remove(reading(slot, read));
    long[] given = dead.get(slot);
    if (given != null) {
      dead.put(slot, Arrays.stream(given).filter(each -> each > read).toArray());
    }
    forgetOlder(slot, read);
  }

  /** Drops a reading and what may still come of it. */
  void giveUp(String slot, long read) throws Exception {
    forget(slot, read);
    long[] given = dead.get(slot);
    long[] more = given == null ? new long[1] : Arrays.copyOf(given, given.length + 1);
    more[more.length - 1] = read;
    dead.put(slot, more);
  }

  /** Readings that a newer one overtook while their messages were still under way. */
  private void forgetOlder(String slot, long read) throws Exception {
    List<Long> older = new ArrayList<>();
    String prefix = slot + SEPARATOR;
    for (String reading : progress.keys()) {
      if (reading.startsWith(prefix)) {
        long other = Long.parseLong(reading.substring(prefix.length()));
        if (other < read) {
          older.add(other);
        }
      }
    }
    for (long each : older) {
      forget(slot, each);
    }
  }

  private void forget(String slot, long read) throws Exception {
    long[] seen = progress.get(reading(slot, read));
    if (seen != null) {
      remove(read, seen[0]);
      progress.remove(reading(slot, read));
    }
  }

  private void remove(long read, long count) throws Exception {
    for (long i = 0; i < count; i++) {
      messages.remove(message(read, i));
    }
  }

  private static String reading(String slot, long read) {
    return slot + SEPARATOR + read;
  }

  /** The number of a message within a bucket; readings are numbered over all slots. */
  private static long message(long read, long number) {
    if (number >= 1L << MESSAGE_BITS) {
      throw new IllegalStateException("reading " + read + " has too many messages in a bucket");
    }
    return read << MESSAGE_BITS | number;
  }
}
