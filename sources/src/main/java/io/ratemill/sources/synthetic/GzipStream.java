package io.ratemill.sources.synthetic;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A gzip file without a time in its header, so that equal content gives equal bytes.
 *
 * <p>Shape: one member, or a new member after every so many bytes of content. Source: RFC 1952.
 */
final class GzipStream extends OutputStream {
  private static final byte[] HEADER = {31, (byte) 139, 8, 0, 0, 0, 0, 0, 0, (byte) 255};

  private final OutputStream out;
  private final long memberBytes;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final CRC32 crc = new CRC32();
  private final byte[] chunk = new byte[1 << 16];
  private long inMember;
  private boolean closed;

  /**
   * @param memberBytes content after which a new member starts
   */
  GzipStream(OutputStream out, long memberBytes) throws IOException {
    this.out = out;
    this.memberBytes = memberBytes;
    out.write(HEADER);
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (inMember > 0 && inMember + length > memberBytes) {
      finishMember();
      out.write(HEADER);
    }
    inMember += length;
    crc.update(bytes, from, length);
    deflater.setInput(bytes, from, length);
    while (!deflater.needsInput()) {
      drain();
    }
  }

  private void drain() throws IOException {
    int count = deflater.deflate(chunk, 0, chunk.length);
    out.write(chunk, 0, count);
  }

  private void finishMember() throws IOException {
    deflater.finish();
    while (!deflater.finished()) {
      drain();
    }
    littleEndian(crc.getValue());
    littleEndian(inMember);
    deflater.reset();
    crc.reset();
    inMember = 0;
  }

  private void littleEndian(long value) throws IOException {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write((int) (value >>> shift) & 0xFF);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      finishMember();
    } finally {
      deflater.end();
    }
  }
}
