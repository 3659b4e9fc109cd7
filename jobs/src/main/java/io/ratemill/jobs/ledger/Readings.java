package io.ratemill.jobs.ledger;

import io.ratemill.model.ChargeMerge;
import io.ratemill.model.ChargeReader;
import io.ratemill.model.TextPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * The messages of readings that are under way, in the state of the current bucket.
 *
 * <p>Shape: a reading is whole once as many messages came as the gate said; which of the two comes
 * first does not matter. Readings of a slot are numbered in the order in which they count: one that
 * a later one overtook, or that was given up, is past, and what still comes of it is dropped.
 */
final class Readings {
  private static final char SEPARATOR = '\u001f';
  private static final int MESSAGE_BITS = 24;
  private static final long UNKNOWN = -1;

  /** By {@link #message}. */
  private final MapState<Long, byte[]> staged;

  /** Messages received and expected per reading. */
  private final MapState<String, long[]> progress;

  /** The reading in force per slot, also where it left no charges in this bucket. */
  private final MapState<String, Long> applied;

  /** Readings given up after the one in force: their messages may still be under way. */
  private final MapState<String, long[]> dead;

  Readings(KeyedStateStore state) {
    staged =
        state.getMapState(
            new MapStateDescriptor<>(
                "staged", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    progress =
        state.getMapState(
            new MapStateDescriptor<>(
                "progress", Types.STRING, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    applied = state.getMapState(new MapStateDescriptor<>("applied", Types.STRING, Types.LONG));
    dead =
        state.getMapState(
            new MapStateDescriptor<>(
                "dead", Types.STRING, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  /** Whether a reading is outdated or given up. */
  boolean isPast(String slot, long read) throws Exception {
    Long current = applied.get(slot);
    if (current != null && read <= current) {
      return true;
    }
    long[] given = dead.get(slot);
    return given != null && Arrays.stream(given).anyMatch(each -> each == read);
  }

  /** Takes a message; whether its reading is whole with it. */
  boolean add(String slot, long read, byte[] message) throws Exception {
    long[] seen = progress.get(reading(slot, read));
    long received = seen == null ? 0 : seen[0];
    staged.put(message(read, received), message);
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

  /** Takes a whole reading out, and forgets the older ones; null if it left no charges here. */
  byte @Nullable [] take(String slot, long read, TextPool texts) throws Exception {
    ChargeMerge merge = new ChargeMerge();
    long[] seen = progress.get(reading(slot, read));
    long received = seen == null ? 0 : seen[0];
    for (long i = 0; i < received; i++) {
      merge.add(new ChargeReader(staged.get(message(read, i)), 0, texts));
      staged.remove(message(read, i));
    }
    progress.remove(reading(slot, read));
    applied.put(slot, read);
    long[] given = dead.get(slot);
    if (given != null) {
      dead.put(slot, Arrays.stream(given).filter(each -> each > read).toArray());
    }
    forgetOlder(slot, read);
    return merge.isEmpty() ? null : merge.message();
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
      for (long i = 0; i < seen[0]; i++) {
        staged.remove(message(read, i));
      }
      progress.remove(reading(slot, read));
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
