package io.ratemill.jobs.ledger;

import io.ratemill.model.ChargeReader;
import io.ratemill.model.TextPool;
import java.nio.ByteBuffer;

/** The charges of one slot in one bucket as bytes: the number of the reading, then the message. */
final class SlotCharges {
  private SlotCharges() {}

  static byte[] of(long read, byte[] message) {
    return ByteBuffer.allocate(Long.BYTES + message.length).putLong(read).put(message).array();
  }

  static long read(byte[] charges) {
    return ByteBuffer.wrap(charges).getLong();
  }

  /** Opens the message. */
  static ChargeReader open(byte[] charges, TextPool pool) {
    return new ChargeReader(charges, Long.BYTES, pool);
  }
}
