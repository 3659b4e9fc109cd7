package io.ratemill.columnar;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bytes of a packed file, taken whole or bit by bit.
 *
 * <p>Bits are taken from a word of 64, which is filled up from the input eight bytes at a time.
 * Behind the last byte are some zeros, so that words can be read; {@link #isBehindEnd} tells
 * whether they were used.
 */
final class PackedInput implements Closeable {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LENGTH = 1 << 16;

  private static final int SLACK = 64;

  private final InputStream source;
  private final String file;

  private int end;
  private boolean ended;

  // These four are Inflating's too: it has them at hand while it takes many bits.

  /** The input, from {@link #at} on. */
  final byte[] bytes = new byte[LENGTH + SLACK];

  int at;

  /** Bits taken from the input and not used yet; above the {@link #count} that count lie others. */
  long bits;

  int count;

  PackedInput(InputStream source, String file) {
    this.source = source;
    this.file = file;
  }

  /** The next plain byte, -1 at the end of the source. */
  int readByte() throws IOException {
    fill(1);
    return at < end ? bytes[at++] & 0xff : -1;
  }

  /** The next plain byte of a structure that must go on. */
  int requireByte() throws IOException {
    int next = readByte();
    if (next < 0) {
      throw truncated();
    }
    return next;
  }

  /** A little-endian number of so many plain bytes. */
  long requireNumber(int bytes) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (long) requireByte() << (8 * i);
    }
    return number;
  }

  /** Some whole bytes, no more than are there; zero bytes if there are none. */
  int takeBytes(byte[] into, int offset, int most) {
    int taken = Math.min(most, end - at);
    System.arraycopy(bytes, at, into, offset, taken);
    at += taken;
    return taken;
  }

  /** The next bits, at most 25 of them, the first one lowest. */
  int take(int number) throws UnreadableException {
    int taken = peek(number);
    drop(number);
    return taken;
  }

  /** The same, but they stay. */
  int peek(int number) throws UnreadableException {
    if (count < number) {
      if (at >= end + Long.BYTES) {
        throw truncated();
      }
      bits |= (long) LONGS.get(bytes, at) << count;
      at += (63 - count) >>> 3;
      count |= 56;
    }
    return (int) bits & ~(-1 << number);
  }

  void drop(int number) {
    bits >>>= number;
    count -= number;
  }

  /** Gives back the whole bytes among the bits and forgets the others. */
  void giveBack() throws UnreadableException {
    at -= count >>> 3;
    bits = 0;
    count = 0;
    if (at > end) {
      throw truncated();
    }
  }

  /**
   * Where words can be read up to: behind all bytes, or before those that {@link #fill} adds to.
   */
  int lastWord() {
    return ended ? end + Long.BYTES : end - 2 * Long.BYTES;
  }

  /** Reads until there are so many bytes or no more; behind the last there are zeros. */
  void fill(int least) throws IOException {
    if (end - at >= least || ended) {
      return;
    }
    // Bytes whose bits were taken may be given back.
    int passed = Math.max(0, at - Long.BYTES);
    System.arraycopy(bytes, passed, bytes, 0, end - passed);
    end -= passed;
    at -= passed;
    while (end - at < least && !ended) {
      int read = source.read(bytes, end, LENGTH - end);
      ended = read < 0;
      end += Math.max(read, 0);
    }
    if (ended) {
      Arrays.fill(bytes, end, end + SLACK, (byte) 0);
    }
  }

  /** Whether bits were used that only follow the last ones so that words can be read. */
  boolean isBehindEnd() {
    return at - (count >>> 3) > end;
  }

  /** What is found in bits that are not there is no damage. */
  UnreadableException wrong(String how) {
    return isBehindEnd() ? truncated() : damaged(how);
  }

  UnreadableException truncated() {
    return UnreadableException.file(
        file,
        "the file ends in the middle of its compressed data: it is truncated; fetch or deliver it"
            + " again");
  }

  UnreadableException damaged(String how) {
    return UnreadableException.file(
        file, "the compressed data is damaged (" + how + "): fetch or deliver the file again");
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
