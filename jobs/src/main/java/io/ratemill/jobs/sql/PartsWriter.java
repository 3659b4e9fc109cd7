package io.ratemill.jobs.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text in UTF-8, written part by part: what {@link Parts} reads.
 *
 * <p>Shape: {@link RecordIdentity#SEPARATOR} stands between parts, and in none of them: one in a
 * bill's text or an owner's row becomes a blank. One writer writes many texts. Not for use by
 * several threads.
 */
public final class PartsWriter {
  private byte[] bytes = new byte[512];
  private int length;
  private boolean begun;

  /** Begins a text that starts with some parts. */
  public PartsWriter begin(byte[] parts) {
    begin();
    room(parts.length);
    System.arraycopy(parts, 0, bytes, 0, parts.length);
    length = parts.length;
    begun = true;
    return this;
  }

  /** Begins a text. */
  public PartsWriter begin() {
    length = 0;
    begun = false;
    return this;
  }

  /** Writes parts that are divided already. */
  public PartsWriter add(byte[] parts) {
    return add(parts, 0, parts.length);
  }

  /** Writes some of the bytes of parts that are divided already. */
  public PartsWriter add(byte[] parts, int from, int to) {
    separate(to - from);
    System.arraycopy(parts, from, bytes, length, to - from);
    length += to - from;
    return this;
  }

  /** Writes a part. */
  public PartsWriter add(String part) {
    int size = part.length();
    separate(size);
    int at = length;
    for (int i = 0; i < size; i++) {
      char c = part.charAt(i);
      if (c >= 0x80) {
        addWide(part);
        return this;
      }
      bytes[at++] = (byte) (c == RecordIdentity.SEPARATOR ? ' ' : c);
    }
    length = at;
    return this;
  }

  private void addWide(String part) {
    byte[] utf8 = part.replace(RecordIdentity.SEPARATOR, ' ').getBytes(StandardCharsets.UTF_8);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
  }

  /** The text. */
  public byte[] text() {
    return Arrays.copyOf(bytes, length);
  }

  /** Ends the part before, and makes room for so many bytes. */
  private void separate(int more) {
    room(more + 1);
    if (begun) {
      bytes[length++] = RecordIdentity.SEPARATOR;
    }
    begun = true;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
