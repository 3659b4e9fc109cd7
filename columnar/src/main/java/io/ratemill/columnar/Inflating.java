package io.ratemill.columnar;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Deflated data and the plain bytes around it, read from one stream in turns. */
final class Inflating {
  private final InputStream source;
  private final String file;
  private final Inflater inflater = new Inflater(true);
  private final byte[] input = new byte[1 << 16];
  private int at;
  private int end;

  Inflating(InputStream source, String file) {
    this.source = source;
    this.file = file;
  }

  /** The next plain byte, -1 at the end of the source. */
  int readByte() throws IOException {
    return at < end || refill() ? input[at++] & 0xff : -1;
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
    inflater.reset();
  }

  /** Inflated bytes, at least one, or -1 where the deflated data ends. */
  int inflate(byte[] into, int offset, int length) throws IOException {
    try {
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          if (at == end && !refill()) {
            throw truncated();
          }
          inflater.setInput(input, at, end - at);
          at = end;
        }
        int inflated = inflater.inflate(into, offset, length);
        if (inflated > 0) {
          return inflated;
        }
        if (inflater.needsDictionary()) {
          throw damaged("it needs a preset dictionary");
        }
      }
      at = end - inflater.getRemaining();
      return -1;
    } catch (DataFormatException e) {
      throw damaged(String.valueOf(e.getMessage())).causedBy(e);
    }
  }

  private boolean refill() throws IOException {
    at = 0;
    end = 0;
    int read = source.read(input, 0, input.length);
    end = Math.max(read, 0);
    return read > 0;
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
    inflater.end();
    source.close();
  }
}
