package io.ratemill.sources;

import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What the source emits: charges for the ledger, and for the gate what became of slices and
 * deliveries.
 *
 * @param kind what the body is
 * @param bucket the key bucket of the account for {@link Kind#CHARGES}, else 0
 * @param slot connector and slot as one key, empty for {@link Kind#NOTICE}
 * @param read the number of the reading of a delivery that this belongs to, 0 for notices
 * @param body the byte form: of charges (see {@code ChargeWriter}), {@link SliceReport} or {@link
 *     Notice}
 */
public record BillEvent(Kind kind, int bucket, String slot, long read, byte[] body) {
  /** The stream type: a POJO type, no generic serializer. */
  public static final TypeInformation<BillEvent> TYPE = TypeInformation.of(BillEvent.class);

  /** What a {@link BillEvent} carries. */
  public enum Kind {
    CHARGES,
    SLICE,
    NOTICE
  }
}
