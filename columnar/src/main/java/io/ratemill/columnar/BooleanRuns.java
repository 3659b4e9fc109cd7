package io.ratemill.columnar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Booleans as runs after a length of four bytes: the RLE encoding of values. */
final class BooleanRuns implements PageValues {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final Hybrid runs;
  private int[] bits = new int[0];

  BooleanRuns(byte[] data, int from, int end) throws PageException {
    runs = new Hybrid(data, from + 4, runsEnd(data, from, end), 1);
  }

  /** Where runs end that begin with their length. */
  static int runsEnd(byte[] data, int from, int end) throws PageException {
    if (end - from < 4) {
      throw PageException.damaged("the length of its runs is cut off");
    }
    int length = (int) INTS.get(data, from);
    if (length < 0 || length > end - from - 4) {
      throw PageException.damaged("its runs are longer than the page");
    }
    return from + 4 + length;
  }

  @Override
  public void read(Values into, int count) throws PageException {
    if (bits.length < count) {
      bits = new int[count];
    }
    runs.read(bits, count);
    into.needNumbers(count);
    for (int i = 0; i < count; i++) {
      into.numbers[i] = bits[i];
    }
  }
}
