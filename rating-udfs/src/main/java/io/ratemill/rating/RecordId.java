package io.ratemill.rating;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The id of a usage record: the same for the same key in every run and revision.
 *
 * <p>Shape: {@code UR-} and 26 characters A-Z and 2-7, the first 130 bits of the SHA-256 of the
 * key's parts.
 */
public final class RecordId {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int CHARACTERS = 26;
  private static final int BITS = 5;

  private RecordId() {}

  /** The id of a key; an absent part differs from an empty one. */
  public static String of(List<@Nullable String> parts) {
    StringBuilder key = new StringBuilder();
    for (String part : parts) {
      // Lengths keep apart what a bill's own texts could otherwise run together.
      if (part == null) {
        key.append("-:");
      } else {
        key.append(part.length()).append(':').append(part);
      }
    }
    byte[] hash = Digest.sha256(key.toString());
    StringBuilder id = new StringBuilder("UR-");
    for (int i = 0; i < CHARACTERS; i++) {
      id.append(ALPHABET.charAt(bits(hash, i * BITS)));
    }
    return id.toString();
  }

  private static int bits(byte[] hash, int from) {
    int at = from / 8;
    int two = (hash[at] & 0xFF) << 8 | (hash[at + 1] & 0xFF);
    return two >>> (16 - BITS - from % 8) & 31;
  }
}
