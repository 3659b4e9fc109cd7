package io.ratemill.sources.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes one short pin of the pins of many objects. */
public final class Pins {
  private static final int BYTES = 16;

  private Pins() {}

  /** A text of 32 characters that changes when the given one does. */
  public static String digest(String pins) {
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(pins.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
