package io.ratemill.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts that were read before, found again by their bytes.
 *
 * <p>Shape: holds what it last saw in each of a fixed number of places, so that it never grows; a
 * text is the same object as long as it stays in its place. Not for use by several threads.
 */
public final class TextPool {
  private static final int LONGEST = 128;

  private final byte[][] keys;
  private final @Nullable String[] texts;

  /** Makes a pool of {@code 2^bits} places. */
  public TextPool(int bits) {
    keys = new byte[1 << bits][];
    texts = new @Nullable String[1 << bits];
  }

  /** The text of some UTF-8 bytes. */
  public String text(byte[] bytes, int from, int length) {
    if (length > LONGEST) {
      return new String(bytes, from, length, StandardCharsets.UTF_8);
    }
    int hash = length;
    for (int at = from; at < from + length; at++) {
      hash = 31 * hash + bytes[at];
    }
    hash *= 0x9E3779B1;
    int place = (hash ^ (hash >>> 15)) & (keys.length - 1);
    String known = texts[place];
    if (known != null
        && Arrays.equals(keys[place], 0, keys[place].length, bytes, from, from + length)) {
      return known;
    }
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    keys[place] = Arrays.copyOfRange(bytes, from, from + length);
    texts[place] = text;
    return text;
  }
}
