package io.ratemill.jobs.ledger;

import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What the gate tells the ledger and the books, in the order in which it decided it.
 *
 * @param slot connector and slot as one key, or empty
 * @param read the reading it is about, for {@link Kind#TERMS} their version, else 0
 * @param buckets the buckets that a commit concerns: those it has charges for, and those that the
 *     delivery before had charges for
 * @param counts charge messages of the reading per entry of {@code buckets}
 * @param body {@link News} as JSON; for {@link Kind#TERMS} the byte form of the terms
 */
public record Control(Kind kind, String slot, long read, int[] buckets, int[] counts, byte[] body) {
  public static final TypeInformation<Control> TYPE = TypeInformation.of(Control.class);

  private static final int[] NONE = {};

  /** What a {@link Control} asks for. */
  public enum Kind {
    /** These terms are in force from now on. */
    TERMS,
    /** The reading is whole: switch the slot to it once its messages are all there. */
    COMMIT,
    /** The reading will not be taken: forget its messages. */
    ABORT,
    /** For the books only. */
    NEWS
  }

  static Control of(Kind kind, String slot, long read, byte[] body) {
    return new Control(kind, slot, read, NONE, NONE, body);
  }
}
