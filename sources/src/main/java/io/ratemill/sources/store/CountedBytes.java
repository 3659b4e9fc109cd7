package io.ratemill.sources.store;

import io.ratemill.columnar.Bytes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes that count how many of them were read, by whatever thread, for progress. */
public final class CountedBytes implements Bytes {
  private final Bytes bytes;
  private final AtomicLong read = new AtomicLong();

  public CountedBytes(Bytes bytes) {
    this.bytes = bytes;
  }

  /** Bytes read so far; those read twice count twice. */
  public long read() {
    return read.get();
  }

  @Override
  public long length() throws IOException {
    return bytes.length();
  }

  @Override
  public InputStream open(long offset) throws IOException {
    return new Counting(bytes.open(offset));
  }

  @Override
  public void readFully(long offset, byte[] into, int at, int length) throws IOException {
    bytes.readFully(offset, into, at, length);
    read.addAndGet(length);
  }

  @Override
  public String name() {
    return bytes.name();
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }

  private final class Counting extends FilterInputStream {
    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      if (one >= 0) {
        read.incrementAndGet();
      }
      return one;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      int count = super.read(into, at, length);
      if (count > 0) {
        read.addAndGet(count);
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(count);
      read.addAndGet(skipped);
      return skipped;
    }
  }
}
