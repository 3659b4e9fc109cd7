package io.ratemill.columnar;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Bytes in memory whose streams give as little per read as asked, and never say more is there. */
final class MemoryBytes implements Bytes {
  private final byte[] content;
  private final int mostPerRead;

  MemoryBytes(byte[] content, int mostPerRead) {
    this.content = content.clone();
    this.mostPerRead = mostPerRead;
  }

  static MemoryBytes of(String content) {
    return new MemoryBytes(content.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
  }

  @Override
  public long length() {
    return content.length;
  }

  @Override
  public InputStream open(long offset) {
    ByteArrayInputStream all = new ByteArrayInputStream(content);
    all.skip(offset);
    return new InputStream() {
      @Override
      public int read() {
        return all.read();
      }

      @Override
      public int read(byte[] into, int at, int length) {
        return all.read(into, at, Math.min(length, mostPerRead));
      }

      @Override
      public int available() {
        return 0;
      }
    };
  }

  @Override
  public void readFully(long offset, byte[] into, int at, int length) throws IOException {
    if (offset + length > content.length) {
      throw new EOFException("bill.csv ends at byte " + content.length);
    }
    System.arraycopy(content, (int) offset, into, at, length);
  }

  @Override
  public String name() {
    return "bill.csv";
  }

  @Override
  public void close() {}
}
