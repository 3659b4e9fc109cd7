package io.ratemill.columnar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.parquet.format.Type;

/**
 * Whole numbers as differences, all of a page decoded at once: the DELTA_BINARY_PACKED encoding.
 *
 * <p>Shape. The array must go on for {@link Hybrid#PADDING} bytes after the end.
 *
 * <p>Source. parquet-format, Encodings, "Delta Encoding".
 */
final class DeltaNumbers implements PageValues {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] data;
  private final int limit;
  private final long[] numbers;
  private int at;
  private int next;

  DeltaNumbers(byte[] data, int from, int limit, Type physical, int most) throws PageException {
    this.data = data;
    this.at = from;
    this.limit = limit;
    long blockSize = unsigned();
    long miniBlocks = unsigned();
    long count = unsigned();
    if (miniBlocks < 1
        || blockSize < miniBlocks
        || blockSize > 1 << 24
        || blockSize % miniBlocks != 0
        || blockSize / miniBlocks % 8 != 0
        || count < 0
        || count > most) {
      throw PageException.damaged("an impossible delta header");
    }
    numbers = new long[(int) count];
    decode((int) (blockSize / miniBlocks), (int) miniBlocks);
    if (physical == Type.INT32) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (int) numbers[i];
      }
    }
  }

  /** How many numbers there are. */
  int count() {
    return numbers.length;
  }

  long number(int i) {
    return numbers[i];
  }

  /** The place after the last number. */
  int end() {
    return at;
  }

  @Override
  public void read(Values into, int count) throws PageException {
    if (count > numbers.length - next) {
      throw PageException.damaged("there are fewer values than announced");
    }
    into.needNumbers(count);
    System.arraycopy(numbers, next, into.numbers, 0, count);
    next += count;
  }

  private void decode(int miniBlockSize, int miniBlocks) throws PageException {
    long value = signed();
    if (numbers.length == 0) {
      return;
    }
    numbers[0] = value;
    int done = 1;
    while (done < numbers.length) {
      long least = signed();
      int widths = at;
      require(miniBlocks);
      at += miniBlocks;
      for (int i = 0; i < miniBlocks && done < numbers.length; i++) {
        int width = data[widths + i] & 0xff;
        if (width > 64) {
          throw PageException.damaged("bit width " + width);
        }
        int bytes = width * (miniBlockSize / 8);
        int some = Math.min(miniBlockSize, numbers.length - done);
        require(((long) some * width + 7) / 8);
        value = unpack(done, some, width, value, least);
        done += some;
        // The last mini block may be cut off after its last value.
        at = Math.min(limit, at + bytes);
      }
    }
  }

  private long unpack(int done, int count, int width, long before, long least) {
    long mask = width == 64 ? -1L : (1L << width) - 1;
    long bit = 8L * at;
    long value = before;
    for (int i = 0; i < count; i++) {
      int place = (int) (bit >>> 3);
      int shift = (int) (bit & 7);
      long word = (long) LONGS.get(data, place) >>> shift;
      if (shift + width > 64) {
        word |= (data[place + 8] & 0xffL) << (64 - shift);
      }
      value += least + (word & mask);
      numbers[done + i] = value;
      bit += width;
    }
    return value;
  }

  private long signed() throws PageException {
    long zigzag = unsigned();
    return zigzag >>> 1 ^ -(zigzag & 1);
  }

  private long unsigned() throws PageException {
    long number = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      require(1);
      int next = data[at++];
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw PageException.damaged("a number without end");
  }

  private void require(long bytes) throws PageException {
    if (bytes > limit - at) {
      throw PageException.damaged("there are fewer values than announced");
    }
  }
}
