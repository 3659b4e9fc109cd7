package io.ratemill.columnar;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Deflated data, inflated where its user wants it.
 *
 * <p>A word of bits is filled up once or twice per symbol, and what is repeated is copied at least
 * 32 bytes at a time. Both run over what they need, for which behind the input and behind what is
 * inflated there is room.
 *
 * <p>Source. RFC 1951. What zlib refuses is refused.
 */
final class Inflating {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;

  /** More than the longest description of two codes, and than two words. */
  private static final int LEAST_INPUT = 1 << 10;

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

  private final PackedInput in;

  /** How many bytes were inflated since the data began, those before which nothing is repeated. */
  private long inflated;

  private final HuffmanTable literals = HuffmanTable.ofLiterals(11);
  private final HuffmanTable distances = HuffmanTable.ofDistances(9);
  private final HuffmanTable codeLengths = HuffmanTable.ofCodeLengths();
  private final byte[] lengths = new byte[320];
  private State state = State.BLOCK;
  private boolean lastBlock;
  private int storedBytes;

  Inflating(PackedInput in) {
    this.in = in;
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
      in.fill(LEAST_INPUT);
      int before = to;
      switch (state) {
        case BLOCK -> block();
        case STORED -> to = stored(into, to, enough);
        case CODES -> to = codes(into, to, enough);
        case END -> throw new IllegalStateException("the data has ended");
      }
      inflated += to - before;
    }
    return to > offset ? to - offset : -1;
  }

  private void block() throws IOException {
    lastBlock = in.take(1) == 1;
    switch (in.take(2)) {
      case 0 -> {
        in.giveBack();
        storedBytes = (int) in.requireNumber(2);
        if (in.requireNumber(2) != (storedBytes ^ 0xffff)) {
          throw in.wrong("the length of a stored block is wrong");
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
      default -> throw in.wrong("there is no block of this type");
    }
  }

  private void describedCodes() throws IOException {
    int ofLiterals = in.take(5) + 257;
    int ofDistances = in.take(5) + 1;
    int ofLengths = in.take(4) + 4;
    if (ofLiterals > 286 || ofDistances > 30) {
      throw in.wrong("a block has too many codes");
    }
    Arrays.fill(lengths, 0, ORDER_OF_LENGTHS.length, (byte) 0);
    for (int i = 0; i < ofLengths; i++) {
      lengths[ORDER_OF_LENGTHS[i]] = (byte) in.take(3);
    }
    if (!codeLengths.build(lengths, 0, ORDER_OF_LENGTHS.length)) {
      throw in.wrong("the codes for the lengths of codes are none");
    }
    readLengths(ofLiterals + ofDistances);
    if (lengths[256] == 0) {
      throw in.wrong("a block has no code for its end");
    }
    if (!literals.build(lengths, 0, ofLiterals)) {
      throw in.wrong("the codes of a block are none");
    }
    if (!distances.build(lengths, ofLiterals, ofDistances)) {
      throw in.wrong("the codes of a block for distances are none");
    }
  }

  private void readLengths(int symbols) throws IOException {
    int[] entries = codeLengths.entries();
    int known = 0;
    while (known < symbols) {
      int entry = entries[in.peek(7)];
      if ((entry & HuffmanTable.SPECIAL) != 0) {
        throw in.wrong("the length of a code is none");
      }
      in.drop(entry & 0x3f);
      int symbol = entry >>> 16;
      if (symbol < 16) {
        lengths[known++] = (byte) symbol;
        continue;
      }
      if (symbol == 16 && known == 0) {
        throw in.wrong("the length of no code is repeated");
      }
      byte repeated = symbol == 16 ? lengths[known - 1] : 0;
      int times = symbol == 16 ? 3 + in.take(2) : symbol == 17 ? 3 + in.take(3) : 11 + in.take(7);
      if (times > symbols - known) {
        throw in.wrong("the length of a code is repeated too often");
      }
      Arrays.fill(lengths, known, known + times, repeated);
      known += times;
    }
  }

  private int stored(byte[] into, int to, int enough) throws IOException {
    int taken = in.takeBytes(into, to, Math.min(storedBytes, enough - to));
    if (taken == 0 && storedBytes > 0) {
      throw in.truncated();
    }
    storedBytes -= taken;
    if (storedBytes == 0) {
      state = lastBlock ? State.END : State.BLOCK;
    }
    return to + taken;
  }

  /** Inflates until the block ends, there is enough or the input is all but used up. */
  private int codes(byte[] into, int offset, int enough) throws IOException {
    byte[] from = in.bytes;
    int[] ofLiterals = literals.entries();
    int[] ofDistances = distances.entries();
    int literalMask = (1 << literals.rootBits()) - 1;
    int distanceMask = (1 << distances.rootBits()) - 1;
    int lastIn = in.lastWord();
    int oldest = offset - (int) Math.min(inflated, Unpacked.HISTORY);
    if (in.at >= lastIn) {
      throw in.truncated();
    }
    long word = in.bits;
    int left = in.count;
    int next = in.at;
    int to = offset;
    boolean ended = false;
    String wrong = null;
    while (next < lastIn && to < enough) {
      word |= (long) LONGS.get(from, next) << left;
      next += (63 - left) >>> 3;
      left |= 56;
      // 56 bits are enough for two bytes of the first table (11 each) and a length (20).
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

      // The longest code of a distance with its extra bits; mostly there are as many.
      if (left < 28) {
        word |= (long) LONGS.get(from, next) << left;
        next += (63 - left) >>> 3;
        left |= 56;
      }
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
      // Most repetitions are short: 32 bytes without asking cost less than a branch guessed wrong.
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
    in.bits = word;
    in.count = left;
    in.at = next;
    if (wrong != null) {
      throw in.wrong(wrong);
    }
    if (ended) {
      endBlock();
    }
    return to;
  }

  private void endBlock() throws UnreadableException {
    if (in.isBehindEnd()) {
      throw in.truncated();
    }
    state = State.BLOCK;
    if (lastBlock) {
      in.giveBack();
      state = State.END;
    }
  }
}
