package io.ratemill.columnar;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/**
 * The content of a gzip file: all members up to the end of the input, however little the input
 * gives per read and whatever it says is available.
 *
 * <p>Errors. {@link UnreadableException} if a member is cut off, its checksum or length is wrong,
 * or something other than members and zero padding follows.
 *
 * <p>Source. RFC 1952.
 */
final class GzipStream implements Unpacked {
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final PackedInput in;
  private final Inflating data;
  private final CRC32 checksum = new CRC32();
  private long length;
  private boolean insideMember;
  private boolean ended;

  GzipStream(InputStream source, String file) throws IOException {
    in = new PackedInput(source, file);
    data = new Inflating(in);
    int first = in.readByte();
    if (first < 0) {
      throw UnreadableException.file(
          file, "the file has no bytes, not even a gzip header: fetch or deliver it again");
    }
    header(first);
  }

  @Override
  public int read(byte[] into, int at, int enough) throws IOException {
    while (!ended) {
      if (!insideMember) {
        nextMember();
        continue;
      }
      int inflated = data.inflate(into, at, enough);
      if (inflated > 0) {
        checksum.update(into, at, inflated);
        length += inflated;
        return inflated;
      }
      trailer();
    }
    return -1;
  }

  private void nextMember() throws IOException {
    int first = in.readByte();
    if (first > 0) {
      header(first);
      return;
    }
    while (first == 0) {
      first = in.readByte();
    }
    if (first > 0) {
      throw in.damaged("something other than a gzip member follows the last one");
    }
    ended = true;
  }

  private void header(int first) throws IOException {
    if (first != 0x1f || in.requireByte() != 0x8b) {
      throw in.damaged("there is no gzip header where one must be");
    }
    if (in.requireByte() != 8) {
      throw in.damaged("the gzip method is not deflate");
    }
    int flags = in.requireByte();
    if ((flags & RESERVED) != 0) {
      throw in.damaged("the gzip header has unknown flags");
    }
    in.requireNumber(6);
    if ((flags & EXTRA) != 0) {
      for (long skip = in.requireNumber(2); skip > 0; skip--) {
        in.requireByte();
      }
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      in.requireNumber(2);
    }
    data.restart();
    checksum.reset();
    length = 0;
    insideMember = true;
  }

  private void skipText() throws IOException {
    int next = in.requireByte();
    while (next != 0) {
      next = in.requireByte();
    }
  }

  private void trailer() throws IOException {
    if (in.requireNumber(4) != checksum.getValue()) {
      throw in.damaged("the gzip checksum is wrong");
    }
    if (in.requireNumber(4) != (length & 0xffffffffL)) {
      throw in.damaged("the gzip length is wrong");
    }
    insideMember = false;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
