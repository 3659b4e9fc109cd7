package io.ratemill.rating;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The id of a usage record: the same for the same key in every run and revision.
 *
 * <p>Shape: {@code UR-} and 26 characters A-Z and 2-7, the first 130 bits of the SHA-256 of the
 * key's parts. {@link #of} makes one; where there are many to make, an instance takes the parts of
 * one key after the other as UTF-8. Not for use by several threads.
 */
public final class RecordId {
  private static final byte[] ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PREFIX = "UR-".getBytes(StandardCharsets.US_ASCII);
  private static final int CHARACTERS = 26;
  private static final int BITS = 5;
  private static final int FOUR_BYTES = 0xF0;

  /** The longest length of a part, as digits and a colon. */
  private static final int LENGTH_DIGITS = 11;

  private final MessageDigest sha256 = Digest.sha256();
  private final byte[] hash = new byte[sha256.getDigestLength()];
  private final byte[] id = Arrays.copyOf(PREFIX, PREFIX.length + CHARACTERS);
  private byte[] key = new byte[256];
  private int length;

  /** The id of a key; an absent part differs from an empty one. */
  public static String of(List<@Nullable String> parts) {
    RecordId id = new RecordId();
    for (String part : parts) {
      if (part == null) {
        id.absent();
      } else {
        byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
        id.part(utf8, 0, utf8.length);
      }
    }
    return id.text();
  }

  /** Goes on with a part that the key does not have. */
  public void absent() {
    room(2);
    key[length++] = '-';
    key[length++] = ':';
  }

  /** Goes on with a part of the key: some bytes of a text in UTF-8. */
  public void part(byte[] utf8, int from, int to) {
    room(LENGTH_DIGITS + to - from);
    // Lengths keep apart what a bill's own texts could otherwise run together.
    number(characters(utf8, from, to));
    key[length++] = ':';
    System.arraycopy(utf8, from, key, length, to - from);
    length += to - from;
  }

  /** The id of the key whose parts there were; then begins another one. */
  public String text() {
    sha256.update(key, 0, length);
    length = 0;
    try {
      sha256.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("a digest does not have its own length", e);
    }
    for (int i = 0; i < CHARACTERS; i++) {
      id[PREFIX.length + i] = ALPHABET[bits(hash, i * BITS)];
    }
    return new String(id, StandardCharsets.ISO_8859_1);
  }

  private void room(int more) {
    if (key.length - length < more) {
      key = Arrays.copyOf(key, Math.max(2 * key.length, length + more));
    }
  }

  /** The length of a text in the characters of Java, of which those beyond 16 bits are two. */
  private static int characters(byte[] utf8, int from, int to) {
    int count = to - from;
    for (int i = from; i < to; i++) {
      if (utf8[i] < 0) {
        if ((utf8[i] & 0xC0) == 0x80) {
          count--;
        } else if ((utf8[i] & FOUR_BYTES) == FOUR_BYTES) {
          count++;
        }
      }
    }
    return count;
  }

  private void number(int value) {
    int digits = 1;
    for (int left = value; left >= 10; left /= 10) {
      digits++;
    }
    length += digits;
    int at = length;
    int left = value;
    for (int i = 0; i < digits; i++) {
      key[--at] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }

  private static int bits(byte[] hash, int from) {
    int at = from / 8;
    int two = (hash[at] & 0xFF) << 8 | (hash[at + 1] & 0xFF);
    return two >>> (16 - BITS - from % 8) & 31;
  }
}
