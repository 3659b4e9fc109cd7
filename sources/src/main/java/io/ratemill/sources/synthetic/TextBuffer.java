package io.ratemill.sources.synthetic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of ASCII and UTF-8 text under construction.
 *
 * <p>Units: amounts are longs of {@link #SCALE} decimals. The hot path of text bills: nothing is
 * allocated per cell.
 */
final class TextBuffer {
  /** Decimals of every amount and quantity before it gets a tail. */
  static final int SCALE = 10;

  /** Decimals of a tail: what an amount has beyond {@link #SCALE}. */
  static final int TAIL_SCALE = 12;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BASE_32 =
      "abcdefghijklmnopqrstuvwxyz234567".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[1 << 16];
  private int size;
  private final byte[] digits = new byte[SCALE + TAIL_SCALE + 20];

  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  void put(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
  }

  void put(byte[] text) {
    room(text.length);
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
  }

  /** The low {@code count} half-bytes of a number in hexadecimal. */
  void hex(long value, int count) {
    room(count);
    for (int i = count - 1; i >= 0; i--) {
      bytes[size++] = HEX[(int) (value >>> (4 * i)) & 15];
    }
  }

  /** 13 letters that stand for all 64 bits. */
  void base32(long value) {
    room(13);
    for (int shift = 60; shift >= 0; shift -= 5) {
      bytes[size++] = BASE_32[(int) (value >>> shift) & 31];
    }
  }

  /** An amount without needless zeros, such as {@code 0.0000181}. */
  void plain(long units) {
    decimal(units, 0, 0);
  }

  /** An amount with a tail of further digits of the same sign. */
  void plain(long units, long tail) {
    decimal(units, tail, 0);
  }

  /** An amount as AWS writes it: {@code 1.0}, {@code 0.0}, {@code 1.81E-8}. */
  void scientific(long units, long tail) {
    if (units != 0 && tail == 0 && units < 10_000_000L && units > -10_000_000L) {
      exponent(units);
    } else {
      decimal(units, tail, 1);
    }
  }

  private void exponent(long units) {
    room(16);
    long rest = Math.abs(units);
    if (units < 0) {
      bytes[size++] = '-';
    }
    int count = 0;
    for (long r = rest; r > 0; r /= 10) {
      digits[count++] = (byte) ('0' + r % 10);
    }
    int last = 0;
    while (last < count - 1 && digits[last] == '0') {
      last++;
    }
    bytes[size++] = digits[count - 1];
    bytes[size++] = '.';
    if (last == count - 1) {
      bytes[size++] = '0';
    }
    for (int i = count - 2; i >= last; i--) {
      bytes[size++] = digits[i];
    }
    bytes[size++] = 'E';
    bytes[size++] = '-';
    int power = SCALE + 1 - count;
    if (power >= 10) {
      bytes[size++] = '1';
    }
    bytes[size++] = (byte) ('0' + power % 10);
  }

  private void decimal(long units, long tail, int decimals) {
    room(digits.length + 3);
    if (units < 0 || tail < 0) {
      bytes[size++] = '-';
    }
    long whole = Math.abs(units);
    long rest = Math.abs(tail);
    int scale = SCALE;
    int count = 0;
    if (rest != 0) {
      scale += TAIL_SCALE;
      for (; count < TAIL_SCALE; count++) {
        digits[count] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    } else {
      while (scale > decimals + 4 && whole % 10_000 == 0) {
        whole /= 10_000;
        scale -= 4;
      }
    }
    while (whole > 0 || count <= scale) {
      digits[count++] = (byte) ('0' + whole % 10);
      whole /= 10;
    }
    int last = 0;
    while (last < scale - decimals && digits[last] == '0') {
      last++;
    }
    for (int i = count - 1; i >= scale; i--) {
      bytes[size++] = digits[i];
    }
    if (last < scale) {
      bytes[size++] = '.';
      for (int i = scale - 1; i >= last; i--) {
        bytes[size++] = digits[i];
      }
    }
  }
}
