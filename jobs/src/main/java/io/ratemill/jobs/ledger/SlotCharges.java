package io.ratemill.jobs.ledger;

import io.ratemill.model.AccountCharges;
import io.ratemill.model.ChargeCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

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

  static List<AccountCharges> messages(byte[] joined) {
    ByteBuffer buffer = ByteBuffer.wrap(joined);
    buffer.getLong();
    List<AccountCharges> messages = new ArrayList<>();
    while (buffer.hasRemaining()) {
      int length = buffer.getInt();
      messages.add(ChargeCodec.decode(joined, buffer.position()));
      buffer.position(buffer.position() + length);
    }
    return messages;
  }
}
