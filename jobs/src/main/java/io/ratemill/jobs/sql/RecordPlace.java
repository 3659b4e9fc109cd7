package io.ratemill.jobs.sql;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a report shows a record, as far as its asset, item and resource say.
 *
 * <p>Shape: in the order of the three, one after the other, by their UTF-8; a window on what is
 * said of the record.
 */
public final class RecordPlace implements Comparable<RecordPlace> {
  /** Asset, item and resource. */
  private static final int PARTS = 3;

  private final byte[] text;
  private final int from;
  private final int to;

  private RecordPlace(byte[] text, int from, int to) {
    this.text = text;
    this.from = from;
    this.to = to;
  }

  /** The place of a record. */
  public static RecordPlace of(RatedRecord record) {
    Parts parts = new Parts(record.said());
    parts.next(RecordIdentity.BEFORE_ASSET);
    parts.next(PARTS);
    return new RecordPlace(record.said(), parts.from(), parts.to());
  }

  @Override
  public int compareTo(RecordPlace other) {
    int at = Arrays.mismatch(text, from, to, other.text, other.from, other.to);
    return at < 0 ? 0 : Integer.compare(rank(at), other.rank(at));
  }

  /** What a byte counts: a part that ends stands before one that goes on, whatever with. */
  private int rank(int at) {
    if (from + at >= to) {
      return -1;
    }
    byte b = text[from + at];
    return b == RecordIdentity.SEPARATOR ? -1 : b & 0xFF;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordPlace place && compareTo(place) == 0;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text[i];
    }
    return hash;
  }
}
