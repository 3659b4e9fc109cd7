package io.ratemill.jobs.ledger;

import io.ratemill.model.ChargeReader;
import io.ratemill.model.TextPool;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * The charges of one slot in one bucket as bytes: the number of the reading, then the messages as
 * they came, each behind its length.
 */
final class SlotCharges {
  private SlotCharges() {}

  static byte[] join(long read, List<byte[]> messages) {
    int size = Long.BYTES;
    for (byte[] message : messages) {
      size += Integer.BYTES + message.length;
    }
    ByteBuffer joined = ByteBuffer.allocate(size).putLong(read);
    for (byte[] message : messages) {
      joined.putInt(message.length).put(message);
    }
    return joined.array();
  }

  static long read(byte[] joined) {
    return ByteBuffer.wrap(joined).getLong();
  }

  /** Opens each message in turn. */
  static void forEach(byte[] joined, TextPool pool, Consumer<ChargeReader> into) {
    ByteBuffer buffer = ByteBuffer.wrap(joined);
    buffer.getLong();
    while (buffer.hasRemaining()) {
      int length = buffer.getInt();
      into.accept(new ChargeReader(joined, buffer.position(), pool));
      buffer.position(buffer.position() + length);
    }
  }
}
