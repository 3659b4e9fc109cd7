package io.ratemill.columnar;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Deflated data and the plain bytes around it, read from one stream in turns.
 *
 * <p>The data is inflated into a window, which keeps what may be repeated and gives away the rest.
 * Bits are taken from a word of 64 that is filled up a few times per symbol at most, what is
 * repeated is copied eight bytes at a time, and both may run a little over what they need: behind
 * the input and the window is room for that.
 *
 * <p>Source. RFC 1951. What zlib refuses is refused.
 */
final class Inflating {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;

  private static final int INPUT = 1 << 16;

  /** More than the longest description of two codes, and than two words. */
  private static final int LEAST_INPUT = 1 << 10;

  private static final int INPUT_SLACK = 64;
  private static final byte[] ORDER_OF_LENGTHS = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  /** What comes next. */
  private enum State {
    BLOCK,
    STORED,
    CODES,
    END
  }

  private final InputStream source;
  private final String file;

  private final byte[] input = new byte[INPUT + INPUT_SLACK];
  private int at;
  private int end;
  private boolean sourceEnded;

  /** Bits taken from the input and not used yet; above the {@link #count} that count lie others. */
  private long bits;

  private int count;

  /** How many bytes were inflated since the data began, those before which nothing is repeated. */
  private long inflated;

  private final HuffmanTable literals = HuffmanTable.ofLiterals(11);
  private final HuffmanTable distances = HuffmanTable.ofDistances(9);
  private final HuffmanTable codeLengths = HuffmanTable.ofCodeLengths();
  private final byte[] lengths = new byte[320];
  private State state = State.BLOCK;
  private boolean lastBlock;
  private int storedBytes;

  Inflating(InputStream source, String file) {
    this.source = source;
    this.file = file;
  }

  /** The next plain byte, -1 at the end of the source. */
  int readByte() throws IOException {
    if (at == end) {
      fill(1);
    }
    return at < end ? input[at++] & 0xff : -1;
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

  /** Forgets the deflated data read so far: another one begins at the next byte. */
  void restart() {
    state = State.BLOCK;
    inflated = 0;
  }

  /**
   * Inflates some bytes, as {@link Unpacked#read} has it.
   *
   * @return how many there are, at least one, or -1 where the deflated data ends
   */
  int inflate(byte[] into, int offset, int enough) throws IOException {
    Objects.checkFromToIndex(offset, enough, into.length - Unpacked.SLACK);
    int to = offset;
    while (to < enough && state != State.END) {
      if (end - at < LEAST_INPUT) {
        fill(LEAST_INPUT);
      }
      int before = to;
      switch (state) {
        case BLOCK -> block();
        case STORED -> to = stored(into, to, enough);
        case CODES -> to = codes(into, to, enough);
        case END -> throw new IllegalStateException("the data has ended");
      }
      inflated += to - before;
    }
    return to > offset || offset == enough ? to - offset : -1;
  }

  private void block() throws IOException {
    lastBlock = take(1) == 1;
    switch (take(2)) {
      case 0 -> {
        giveBack();
        storedBytes = (int) requireNumber(2);
        if (requireNumber(2) != (storedBytes ^ 0xffff)) {
          throw wrong("the length of a stored block is wrong");
        }
        state = State.STORED;
      }
      case 1 -> {
        Arrays.fill(lengths, 0, 144, (byte) 8);
        Arrays.fill(lengths, 144, 256, (byte) 9);
        Arrays.fill(lengths, 256, 280, (byte) 7);
        Arrays.fill(lengths, 280, 288, (byte) 8);
        Arrays.fill(lengths, 288, 320, (byte) 5);
        literals.build(lengths, 0, 288);
        distances.build(lengths, 288, 32);
        state = State.CODES;
      }
      case 2 -> {
        describedCodes();
        state = State.CODES;
      }
      default -> throw wrong("there is no block of this type");
    }
  }

  private void describedCodes() throws IOException {
    int ofLiterals = take(5) + 257;
    int ofDistances = take(5) + 1;
    int ofLengths = take(4) + 4;
    if (ofLiterals > 286 || ofDistances > 30) {
      throw wrong("a block has too many codes");
    }
    Arrays.fill(lengths, 0, ORDER_OF_LENGTHS.length, (byte) 0);
    for (int i = 0; i < ofLengths; i++) {
      lengths[ORDER_OF_LENGTHS[i]] = (byte) take(3);
    }
    if (!codeLengths.build(lengths, 0, ORDER_OF_LENGTHS.length)) {
      throw wrong("the codes for the lengths of codes are none");
    }
    readLengths(ofLiterals + ofDistances);
    if (lengths[256] == 0) {
      throw wrong("a block has no code for its end");
    }
    if (!literals.build(lengths, 0, ofLiterals)) {
      throw wrong("the codes of a block are none");
    }
    if (!distances.build(lengths, ofLiterals, ofDistances)) {
      throw wrong("the codes of a block for distances are none");
    }
  }

  private void readLengths(int symbols) throws IOException {
    int[] entries = codeLengths.entries();
    int known = 0;
    while (known < symbols) {
      need(7);
      int entry = entries[(int) bits & 0x7f];
      if ((entry & HuffmanTable.SPECIAL) != 0) {
        throw wrong("the length of a code is none");
      }
      drop(entry & 0x3f);
      int symbol = entry >>> 16;
      if (symbol < 16) {
        lengths[known++] = (byte) symbol;
        continue;
      }
      if (symbol == 16 && known == 0) {
        throw wrong("the length of no code is repeated");
      }
      byte repeated = symbol == 16 ? lengths[known - 1] : 0;
      int times = symbol == 16 ? 3 + take(2) : symbol == 17 ? 3 + take(3) : 11 + take(7);
      if (times > symbols - known) {
        throw wrong("the length of a code is repeated too often");
      }
      Arrays.fill(lengths, known, known + times, repeated);
      known += times;
    }
  }

  private int stored(byte[] into, int to, int enough) throws IOException {
    int taken = Math.min(Math.min(storedBytes, enough - to), end - at);
    if (taken == 0 && storedBytes > 0) {
      throw truncated();
    }
    System.arraycopy(input, at, into, to, taken);
    at += taken;
    storedBytes -= taken;
    if (storedBytes == 0) {
      state = lastBlock ? State.END : State.BLOCK;
    }
    return to + taken;
  }

  /** Inflates until the block ends, there is enough or the input is all but used up. */
  private int codes(byte[] into, int offset, int enough) throws IOException {
    byte[] from = input;
    int[] ofLiterals = literals.entries();
    int[] ofDistances = distances.entries();
    int literalMask = (1 << literals.rootBits()) - 1;
    int distanceMask = (1 << distances.rootBits()) - 1;
    int lastIn = sourceEnded ? end + Long.BYTES : end - 2 * Long.BYTES;
    int oldest = offset - (int) Math.min(inflated, Unpacked.HISTORY);
    if (at >= lastIn) {
      throw truncated();
    }
    long word = bits;
    int left = count;
    int in = at;
    int to = offset;
    boolean ended = false;
    String wrong = null;
    while (in < lastIn && to < enough) {
      word |= (long) LONGS.get(from, in) << left;
      in += (63 - left) >>> 3;
      left |= 56;
      int entry = ofLiterals[(int) word & literalMask];
      if (entry < 0) {
        word >>>= entry;
        left -= entry & 0x3f;
        into[to++] = (byte) (entry >>> 16);
        entry = ofLiterals[(int) word & literalMask];
        if (entry < 0) {
          word >>>= entry;
          left -= entry & 0x3f;
          into[to++] = (byte) (entry >>> 16);
          entry = ofLiterals[(int) word & literalMask];
          if (entry < 0) {
            word >>>= entry;
            left -= entry & 0x3f;
            into[to++] = (byte) (entry >>> 16);
            continue;
          }
        }
      }
      if ((entry & HuffmanTable.SPECIAL) != 0) {
        if ((entry & HuffmanTable.BELOW) != 0) {
          word >>>= entry;
          left -= entry & 0x3f;
          entry = ofLiterals[(entry >>> 16) + ((int) word & ~(-1 << (entry >>> 8 & 0xf)))];
          if (entry < 0) {
            word >>>= entry;
            left -= entry & 0x3f;
            into[to++] = (byte) (entry >>> 16);
            continue;
          }
        }
        if ((entry & HuffmanTable.SPECIAL) != 0) {
          word >>>= entry;
          left -= entry & 0x3f;
          ended = (entry & HuffmanTable.END) != 0;
          wrong = ended ? null : "bits are no code";
          break;
        }
      }
      int length = (entry >>> 16) + (int) ((word & ~(-1L << entry)) >>> (entry >>> 8 & 0xf));
      word >>>= entry;
      left -= entry & 0x3f;

      word |= (long) LONGS.get(from, in) << left;
      in += (63 - left) >>> 3;
      left |= 56;
      entry = ofDistances[(int) word & distanceMask];
      if ((entry & HuffmanTable.SPECIAL) != 0) {
        if ((entry & HuffmanTable.BELOW) != 0) {
          word >>>= entry;
          left -= entry & 0x3f;
          entry = ofDistances[(entry >>> 16) + ((int) word & ~(-1 << (entry >>> 8 & 0xf)))];
        }
        if ((entry & HuffmanTable.SPECIAL) != 0) {
          wrong = "bits are no code for a distance";
          break;
        }
      }
      int distance = (entry >>> 16) + (int) ((word & ~(-1L << entry)) >>> (entry >>> 8 & 0xf));
      word >>>= entry;
      left -= entry & 0x3f;

      int source = to - distance;
      if (source < oldest) {
        wrong = "it repeats what was before it";
        break;
      }
      int behind = to + length;
      if (distance >= Long.BYTES) {
        LONGS.set(into, to, (long) LONGS.get(into, source));
        LONGS.set(into, to + 8, (long) LONGS.get(into, source + 8));
        LONGS.set(into, to + 16, (long) LONGS.get(into, source + 16));
        LONGS.set(into, to + 24, (long) LONGS.get(into, source + 24));
        for (int copied = to + 32; copied < behind; copied += 8) {
          LONGS.set(into, copied, (long) LONGS.get(into, copied - distance));
        }
      } else if (distance == 1) {
        long repeated = (into[source] & 0xff) * ONES;
        for (int copied = to; copied < behind; copied += 8) {
          LONGS.set(into, copied, repeated);
        }
      } else {
        for (int copied = to; copied < behind; copied++) {
          into[copied] = into[copied - distance];
        }
      }
      to = behind;
    }
    bits = word;
    count = left;
    at = in;
    if (wrong != null) {
      throw wrong(wrong);
    }
    if (ended) {
      endBlock();
    }
    return to;
  }

  private void endBlock() throws UnreadableException {
    if (isBehindEnd()) {
      throw truncated();
    }
    state = State.BLOCK;
    if (lastBlock) {
      giveBack();
      state = State.END;
    }
  }

  private int take(int number) throws UnreadableException {
    need(number);
    int taken = (int) bits & ~(-1 << number);
    drop(number);
    return taken;
  }

  private void need(int number) throws UnreadableException {
    if (count < number) {
      if (at >= end + Long.BYTES) {
        throw truncated();
      }
      bits |= (long) LONGS.get(input, at) << count;
      at += (63 - count) >>> 3;
      count |= 56;
    }
  }

  private void drop(int number) {
    bits >>>= number;
    count -= number;
  }

  /** Gives back the whole bytes among the bits and forgets the others. */
  private void giveBack() throws UnreadableException {
    at -= count >>> 3;
    bits = 0;
    count = 0;
    if (at > end) {
      throw truncated();
    }
  }

  /** Reads until there are so many bytes of input or no more; behind the last there are zeros. */
  private void fill(int least) throws IOException {
    if (sourceEnded) {
      return;
    }
    // Bytes whose bits were taken may be given back.
    int passed = Math.max(0, at - Long.BYTES);
    System.arraycopy(input, passed, input, 0, end - passed);
    end -= passed;
    at -= passed;
    while (end - at < least && !sourceEnded) {
      int read = source.read(input, end, INPUT - end);
      sourceEnded = read < 0;
      end += Math.max(read, 0);
    }
    if (sourceEnded) {
      Arrays.fill(input, end, end + INPUT_SLACK, (byte) 0);
    }
  }

  /** Whether bits were used that only follow the last ones so that words can be read. */
  private boolean isBehindEnd() {
    return at - (count >>> 3) > end;
  }

  /** What is found in bits that are not there is no damage. */
  private UnreadableException wrong(String how) {
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

  void close() throws IOException {
    source.close();
  }
}
